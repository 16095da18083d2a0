//! Which thread an article's address or an explicit key belongs to.

use weerwoord_protocol::Problem;

/// The key under which a site keeps a thread.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ThreadKey(String);

impl ThreadKey {
    /// The thread of an explicit key, else of an address.
    pub fn resolve(thread: Option<&str>, url: Option<&str>) -> Result<Self, Problem> {
        let _ = (thread, url);
        Ok(Self(String::new()))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
