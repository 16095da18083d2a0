//! The comment that an address names, for operations on comments of others.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use weerwoord_protocol::CommentId;

use crate::error::{Refusal, unknown_comment};

/// The comment of `/comments/{id}/…`. What is no id is refused like the id of no comment.
pub struct CommentPath(pub CommentId);

impl<S: Send + Sync> FromRequestParts<S> for CommentPath {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let id = Path::<String>::from_request_parts(parts, state).await.ok();
        Ok(Self(id.and_then(|Path(id)| CommentId::parse(&id)).ok_or_else(unknown_comment)?))
    }
}
