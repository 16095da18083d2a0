//! Reads a JSON body, and says what exactly is wrong with one that cannot be read.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use weerwoord_protocol::{ErrorCode, Problem, REQUEST_BYTES_MAX};

use crate::error::Refusal;
use crate::thread_query::invalid;

/// A body of `application/json`, of at most [`REQUEST_BYTES_MAX`] bytes.
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        expect_content_type(request.headers(), "application/json")?;
        let bytes = read_body(request, state).await?;
        // Serde takes a list for a struct too, its items for the fields in their order.
        if !bytes.trim_ascii_start().starts_with(b"{") {
            return Err(Refusal::new(ErrorCode::JsonInvalid, "The body is not a JSON object."));
        }
        let mut json = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut json).map_err(|error| explain(&error))?;
        json.end().map_err(|error| broken(&error))?;
        Ok(Self(value))
    }
}

/// Refuses a request whose body says that it is something else.
pub fn expect_content_type(headers: &HeaderMap, expected: &str) -> Result<(), Refusal> {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(expected) {
        return Ok(());
    }
    Err(Refusal::new(ErrorCode::ContentTypeUnsupported, format!("The body must be of content type {expected}.")))
}

/// Reads a whole body, up to the limit that the route has.
pub async fn read_body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Refusal> {
    Bytes::from_request(request, state).await.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            too_large()
        } else {
            Refusal::new(ErrorCode::JsonInvalid, "The request's body broke off.")
        }
    })
}

/// The refusal of a request over [`REQUEST_BYTES_MAX`].
pub fn too_large() -> Refusal {
    let detail = format!("A request has at most {REQUEST_BYTES_MAX} bytes.");
    Problem::new(ErrorCode::RequestTooLarge, detail).limit(REQUEST_BYTES_MAX as u64).into()
}

fn explain(error: &serde_path_to_error::Error<serde_json::Error>) -> Refusal {
    let (inner, path) = (error.inner(), error.path().to_string());
    if inner.classify() != Category::Data {
        return broken(inner);
    }
    let message = inner.to_string();
    // Serde names a missing field in its words alone, and not in the path.
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    let field = match (path.as_str(), missing) {
        (".", Some(name)) => name.to_owned(),
        (".", None) => return broken(inner),
        (path, Some(name)) => format!("{path}.{name}"),
        (path, None) => path.to_owned(),
    };
    let known = match field.as_str() {
        "body" => Some((ErrorCode::BodyNotText, "`body` is not a string.")),
        "parent" => Some((ErrorCode::ParentUnknown, "`parent` is not the id of a comment.")),
        _ => None,
    };
    if let (Some((code, detail)), None) = (known, missing) {
        return Problem::new(code, detail).field(field).into();
    }
    let message = message.split(" at line ").next().unwrap_or(&message);
    invalid(&field, format!("`{field}` cannot be taken: {message}.")).into()
}

fn broken(error: &serde_json::Error) -> Refusal {
    Refusal::new(ErrorCode::JsonInvalid, format!("The body is not the JSON that is asked for: {error}."))
}
