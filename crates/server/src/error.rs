//! From everything that can go wrong to the problem document that says so (RFC 9457).
//!
//! Handlers return [`Refusal`] by `?`. What is the asker's doing is a [`Problem`] already; what is the server's own is
//! logged here, once, and its cause is not sent.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use weerwoord_protocol::{ErrorCode, Problem};

use crate::post::Refused;
use crate::store::StoreError;

/// Seconds after which to ask again when the database was busy or full.
const RETRY_SECONDS: u64 = 5;

/// A request that was not granted.
#[derive(Debug)]
pub struct Refusal {
    problem: Box<Problem>,
    retry_after: Option<u64>,
}

impl Refusal {
    /// A refusal by this code.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Problem::new(code, detail).into()
    }

    /// A fault of the server, whose cause is logged and not told.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request failed");
        Self::new(ErrorCode::Internal, "The server could not do this; its log says why.")
    }

    /// Says after how many seconds to ask again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// What is wrong.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// After how many seconds to ask again.
    pub fn seconds(&self) -> Option<u64> {
        self.retry_after
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Gives an answer of another form, such as a page, the status and the headers of this refusal.
    pub fn answer(&self, body: impl IntoResponse) -> Response {
        let mut response = (self.status(), body).into_response();
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status() == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self { problem: Box::new(problem), retry_after: None }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) | StoreError::Stopped => {
                tracing::warn!(%error, "the store is not available");
                let detail = "Nothing can be kept or read just now; try again in a moment.";
                Self::new(ErrorCode::Unavailable, detail).retry_after(RETRY_SECONDS)
            }
            StoreError::Database(_) => Self::internal(&error),
        }
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Problem(problem) => Self { problem, retry_after: None },
            Refused::Store(error) => error.into(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match serde_json::to_string(&self.problem) {
            Ok(json) => self.answer(([(CONTENT_TYPE, "application/problem+json")], json)),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

/// The site has no such comment.
pub fn unknown_comment() -> Problem {
    Problem::new(ErrorCode::NotFound, "There is no such comment in this site.").field("id")
}
