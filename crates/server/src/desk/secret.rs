//! What is secret: a site's secret, and the token of a session. Both are 32 random bytes, kept as their hash alone.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::store::{Change, Changed, Store, StoreError};

/// How many random bytes. With so many, no slow hash is needed: nobody tries them all.
const BYTES: usize = 32;

/// A secret, as text: 43 characters of base64url.
pub struct Secret(String);

impl Secret {
    /// A new one.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Reads one; `None` for what cannot be any.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        (bytes.len() == BYTES).then(|| Self(text.to_owned()))
    }

    /// The text, to be shown once or put into a cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(&self.0).to_vec()
    }

    /// Makes it the secret of a site, and ends the site's sessions. Where the site has one already, only if that is to be
    /// replaced; else the answer is no, and nothing is changed.
    pub async fn give(&self, store: &Store, site: &str, replace: bool) -> Result<bool, StoreError> {
        let change = Change::Secret { site: site.to_owned(), secret: self.hash(), replace };
        Ok(matches!(store.change(change).await?, Changed::Done))
    }

    /// What a session's forms carry. It follows from the session's token, and the token not from it.
    pub fn form_token(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(format!("form {}", self.0)))
    }

    /// Whether a form carries this session's token.
    pub fn is_of_form(&self, token: &str) -> bool {
        // Hashes are compared, so that the time it takes tells nothing of the token.
        Sha256::digest(self.form_token()) == Sha256::digest(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_as_it_is_written() {
        let secret = Secret::new().unwrap();
        assert_eq!(secret.as_str().len(), 43);
        assert_eq!(Secret::parse(secret.as_str()).unwrap().hash(), secret.hash());
        assert_ne!(Secret::new().unwrap().hash(), secret.hash());
        for text in ["", "secret", &"a".repeat(42), &"a".repeat(44), &format!("{} ", secret.as_str())] {
            assert!(Secret::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_form_carries_the_token_of_its_session_alone() {
        let (one, two) = (Secret::new().unwrap(), Secret::new().unwrap());
        assert!(one.is_of_form(&one.form_token()));
        assert!(!one.is_of_form(&two.form_token()) && !one.is_of_form("") && !one.is_of_form(one.as_str()));
    }
}
