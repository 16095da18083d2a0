//! Who is signed in: the cookie, and the session that it names.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use super::secret::Secret;
use crate::error::Refusal;
use crate::state::App;
use crate::store::Session;

/// The prefix has browsers refuse it but from this very host, over TLS or from this machine, and for all its paths: no other
/// host of the domain can set it.
const COOKIE_NAME: &str = "__Host-weerwoord-desk";
/// As long as the session lasts: twelve hours.
const COOKIE_SECONDS: u32 = 12 * 60 * 60;

/// Somebody who is signed in, and the token that says so.
pub struct SignedIn {
    /// What the cookie holds.
    pub token: Secret,
    pub(crate) session: Session,
}

impl SignedIn {
    /// Whoever sends these headers, while the session lasts and its site is still served.
    pub async fn of(app: &App, headers: &HeaderMap) -> Result<Option<Self>, Refusal> {
        let Some(token) = token(headers) else { return Ok(None) };
        let session = app.store.session(&token.hash()).await?;
        let session = session.filter(|session| app.sites.get(&session.site).is_some());
        Ok(session.map(|session| Self { token, session }))
    }
}

/// The cookie that begins a session; with no token, the one that ends it.
pub fn cookie(token: Option<&Secret>) -> HeaderValue {
    let (value, seconds) = token.map_or(("", 0), |token| (token.as_str(), COOKIE_SECONDS));
    let cookie = format!("{COOKIE_NAME}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict");
    // Letters, digits and what stands above: a header can always hold it.
    HeaderValue::try_from(cookie).unwrap_or(HeaderValue::from_static(""))
}

/// The token in the cookie. Of two cookies of the name, which no browser sends, none counts.
pub fn token(headers: &HeaderMap) -> Option<Secret> {
    let values = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut ours = pairs.filter(|(name, _)| *name == COOKIE_NAME).map(|(_, value)| value);
    let first = ours.next();
    first.filter(|_| ours.next().is_none()).and_then(Secret::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_from_the_cookie_of_its_name_alone() {
        let secret = Secret::new().unwrap();
        let read = |cookies: &[String]| {
            let mut headers = HeaderMap::new();
            for cookie in cookies {
                headers.append(COOKIE, cookie.parse().unwrap());
            }
            token(&headers).map(|token| token.hash())
        };
        let ours = format!("{COOKIE_NAME}={}", secret.as_str());
        assert_eq!(read(&[format!("a=b; {ours}; c")]), Some(secret.hash()));
        assert_eq!(read(&["a=b".into(), ours.clone()]), Some(secret.hash()));
        for cookies in [
            vec![],
            vec![format!("weerwoord-desk={}", secret.as_str())],
            vec![format!("{COOKIE_NAME}=short")],
            vec![format!("{ours}; {ours}")],
        ] {
            assert_eq!(read(&cookies), None, "{cookies:?}");
        }
    }
}
