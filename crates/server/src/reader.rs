//! Who asks, where that matters: a reader without an account, known by a token that only the reader's device has.
//!
//! The token comes as a bearer token (RFC 6750). What is kept of it is a digest bound to the site, which tells one reader
//! from another within that site and nothing else.

use std::fmt;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use weerwoord_protocol::{ErrorCode, READER_TOKEN_LENGTH, is_reader_token};

use crate::error::Refusal;

/// A reader of one site.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reader([u8; 32]);

impl Reader {
    /// The reader who sends a request, where it names one. Refused is what is no token.
    pub fn of(headers: &HeaderMap, site: &str) -> Result<Option<Self>, Refusal> {
        let mut given = headers.get_all(AUTHORIZATION).iter();
        let token = match (given.next(), given.next()) {
            (None, _) => return Ok(None),
            (Some(value), None) => value.to_str().ok().and_then(bearer),
            (Some(_), Some(_)) => None,
        };
        let malformed = || {
            let detail = format!("`Authorization` is `Bearer` and {READER_TOKEN_LENGTH} characters of base64url.");
            Refusal::new(ErrorCode::TokenInvalid, detail)
        };
        token.filter(|token| is_reader_token(token)).map(|token| Some(Self::digest(site, token))).ok_or_else(malformed)
    }

    /// The reader who sends a request that makes no sense without one.
    pub fn required(headers: &HeaderMap, site: &str) -> Result<Self, Refusal> {
        let missing =
            || Refusal::new(ErrorCode::TokenMissing, "This takes the reader's token: `Authorization: Bearer …`.");
        Self::of(headers, site)?.ok_or_else(missing)
    }

    /// What is kept of the reader.
    pub fn key(&self) -> &[u8] {
        &self.0
    }

    /// What stands for the reader in the address of a feed: the digest, by which nobody can write, since the token does not
    /// follow from it.
    pub fn feed_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The reader that a feed's address names.
    pub fn of_feed(key: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(key).ok()?.try_into().ok().map(Self)
    }

    fn digest(site: &str, token: &str) -> Self {
        // No site has a zero in its name, and no token: what stands where is certain.
        Self(Sha256::new().chain_update(site).chain_update([0]).chain_update(token).finalize().into())
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reader(…)")
    }
}

/// The token of `Bearer TOKEN`; the scheme is of either case.
fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim_start_matches(' '))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const TOKEN: &str = "abcdefghijklmnopqrst-_";

    fn read(values: &[&'static str]) -> Result<Option<Reader>, ErrorCode> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_static(value));
        }
        Reader::of(&headers, "gazette").map_err(|refusal| refusal.problem().code)
    }

    #[test]
    fn a_reader_is_who_has_the_token() {
        let reader = read(&["Bearer abcdefghijklmnopqrst-_"]).unwrap().unwrap();
        assert_eq!(reader, Reader::digest("gazette", TOKEN));
        assert_eq!(read(&["bearer  abcdefghijklmnopqrst-_"]), Ok(Some(reader)), "the scheme is of either case");
        assert_ne!(read(&["Bearer abcdefghijklmnopqrst-A"]), Ok(Some(reader)));
        assert_eq!(read(&[]), Ok(None));
    }

    #[test]
    fn the_readers_of_two_sites_cannot_be_matched() {
        assert_ne!(Reader::digest("gazette", TOKEN), Reader::digest("herald", TOKEN));
    }

    #[test]
    fn what_is_kept_is_a_digest_of_site_and_token() {
        let expected = Sha256::digest(b"gazette\0abcdefghijklmnopqrst-_");
        assert_eq!(Reader::digest("gazette", TOKEN).key(), &expected[..]);
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for value in [
            "",
            "Bearer",
            "Bearer ",
            "abcdefghijklmnopqrst-_",
            "Basic abcdefghijklmnopqrst-_",
            "Bearer abcdefghijklmnopqrst-",
            "Bearer abcdefghijklmnopqrst-_a",
            "Bearer abcdefghijklmnopqrst+/",
            "Bearer abcdefghijklmnopqrst==",
            "Bearer abcdefghijklmnopqrst-_,Bearer abcdefghijklmnopqrst-_",
        ] {
            assert_eq!(read(&[value]), Err(ErrorCode::TokenInvalid), "{value:?}");
        }
        let twice = ["Bearer abcdefghijklmnopqrst-_", "Bearer abcdefghijklmnopqrst-_"];
        assert_eq!(read(&twice), Err(ErrorCode::TokenInvalid));
    }
}
