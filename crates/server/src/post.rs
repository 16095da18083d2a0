//! Takes in a comment.

use weerwoord_protocol::{NewComment, Posted, Problem};

use crate::sites::Site;
use crate::store::{Store, StoreError};

/// Why a comment was not taken in.
#[derive(Debug)]
pub enum Refused {
    /// The writer's side can do something about it.
    Problem(Box<Problem>),
    /// The store could not keep it.
    Store(StoreError),
}

/// Checks a comment and keeps it; it is on disk when this returns.
pub async fn post(store: &Store, site: &Site, own_origin: &str, new: NewComment) -> Result<Posted, Refused> {
    let _ = (store, site, own_origin, new);
    Err(Refused::Store(StoreError::Stopped))
}
