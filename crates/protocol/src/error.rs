//! Everything that can be said no to, by code.
//!
//! An error travels as an RFC 9457 problem whose `type` is one of these codes. The widget turns a code into a sentence
//! with a next step (`locales/*.json`, keys `error.*`); `title` and `detail` are for developers.

use serde::{Deserialize, Serialize};

/// Why a request was refused: the `type` of a [`Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ErrorCode {
    /// 422: the body has no visible character.
    #[serde(rename = "urn:weerwoord:problem:body-empty")]
    BodyEmpty,
    /// 422: the body is over the limit.
    #[serde(rename = "urn:weerwoord:problem:body-too-long")]
    BodyTooLong,
    /// 422: the body holds control characters, or is not a string.
    #[serde(rename = "urn:weerwoord:problem:body-not-text")]
    BodyNotText,
    /// 422: no name was given.
    #[serde(rename = "urn:weerwoord:problem:name-empty")]
    NameEmpty,
    /// 422: the name is over the limit.
    #[serde(rename = "urn:weerwoord:problem:name-too-long")]
    NameTooLong,
    /// 422: the name has no visible character, or characters that hide or reorder text.
    #[serde(rename = "urn:weerwoord:problem:name-invisible")]
    NameInvisible,
    /// 422: the role or organisation is over the limit.
    #[serde(rename = "urn:weerwoord:problem:role-too-long")]
    RoleTooLong,
    /// 422: the role or organisation has characters that hide or reorder text.
    #[serde(rename = "urn:weerwoord:problem:role-invisible")]
    RoleInvisible,
    /// 422: a field is missing, of the wrong type, or over its limit.
    #[serde(rename = "urn:weerwoord:problem:field-invalid")]
    FieldInvalid,
    /// 400: the cursor is malformed, or was made for another thread.
    #[serde(rename = "urn:weerwoord:problem:cursor-invalid")]
    CursorInvalid,
    /// 422: the comment answered is not known.
    #[serde(rename = "urn:weerwoord:problem:parent-unknown")]
    ParentUnknown,
    /// 422: the comment answered was removed.
    #[serde(rename = "urn:weerwoord:problem:parent-removed")]
    ParentRemoved,
    /// 422: the comment answered stands in another thread.
    #[serde(rename = "urn:weerwoord:problem:parent-elsewhere")]
    ParentElsewhere,
    /// 409: this id was used for another comment.
    #[serde(rename = "urn:weerwoord:problem:id-taken")]
    IdTaken,
    /// 403: the thread is closed.
    #[serde(rename = "urn:weerwoord:problem:thread-closed")]
    ThreadClosed,
    /// 401: what was sent for a reader's token is none.
    #[serde(rename = "urn:weerwoord:problem:token-invalid")]
    TokenInvalid,
    /// 401: this takes a reader's token, and there is none.
    #[serde(rename = "urn:weerwoord:problem:token-missing")]
    TokenMissing,
    /// 403: the comment was not written by who asks, as far as the server knows.
    #[serde(rename = "urn:weerwoord:problem:not-yours")]
    NotYours,
    /// 403: the time in which its writer may change a comment, or take a deletion back, is over.
    #[serde(rename = "urn:weerwoord:problem:edit-expired")]
    EditExpired,
    /// 409: the comment was removed.
    #[serde(rename = "urn:weerwoord:problem:comment-removed")]
    CommentRemoved,
    /// 422: the text of a report is over the limit.
    #[serde(rename = "urn:weerwoord:problem:report-too-long")]
    ReportTooLong,
    /// 409: nobody votes on a comment of one's own, or reports it.
    #[serde(rename = "urn:weerwoord:problem:own-comment")]
    OwnComment,
    /// 400: no event ever had this id.
    #[serde(rename = "urn:weerwoord:problem:event-id-invalid")]
    EventIdInvalid,
    /// 404: there is no such site.
    #[serde(rename = "urn:weerwoord:problem:site-unknown")]
    SiteUnknown,
    /// 403: the page that asks is not one of the site's origins.
    #[serde(rename = "urn:weerwoord:problem:origin-not-allowed")]
    OriginNotAllowed,
    /// 403: the article's address is not on one of the site's origins.
    #[serde(rename = "urn:weerwoord:problem:url-not-allowed")]
    UrlNotAllowed,
    /// 400: the request's body is not valid JSON.
    #[serde(rename = "urn:weerwoord:problem:json-invalid")]
    JsonInvalid,
    /// 415: the request's body is not of the content type that is taken.
    #[serde(rename = "urn:weerwoord:problem:content-type-unsupported")]
    ContentTypeUnsupported,
    /// 413: the request is over 64 KiB.
    #[serde(rename = "urn:weerwoord:problem:request-too-large")]
    RequestTooLarge,
    /// 429: too many at once from this address or in this thread; `Retry-After` says when to try again.
    #[serde(rename = "urn:weerwoord:problem:rate-limited")]
    RateLimited,
    /// 404: nothing is found under this address.
    #[serde(rename = "urn:weerwoord:problem:not-found")]
    NotFound,
    /// 405: the address exists, but not with this method.
    #[serde(rename = "urn:weerwoord:problem:method-not-allowed")]
    MethodNotAllowed,
    /// 503: the server cannot keep anything just now; `Retry-After` says when to try again.
    #[serde(rename = "urn:weerwoord:problem:unavailable")]
    Unavailable,
    /// 500: a fault of the server, whose cause is in its log.
    #[serde(rename = "urn:weerwoord:problem:internal")]
    Internal,
    /// A code that this version does not know.
    #[serde(other, rename = "urn:weerwoord:problem:unknown")]
    Unknown,
}

impl ErrorCode {
    /// Every code.
    pub const ALL: [Self; 35] = [
        Self::BodyEmpty,
        Self::BodyTooLong,
        Self::BodyNotText,
        Self::NameEmpty,
        Self::NameTooLong,
        Self::NameInvisible,
        Self::RoleTooLong,
        Self::RoleInvisible,
        Self::FieldInvalid,
        Self::CursorInvalid,
        Self::ParentUnknown,
        Self::ParentRemoved,
        Self::ParentElsewhere,
        Self::IdTaken,
        Self::ThreadClosed,
        Self::TokenInvalid,
        Self::TokenMissing,
        Self::NotYours,
        Self::EditExpired,
        Self::CommentRemoved,
        Self::ReportTooLong,
        Self::OwnComment,
        Self::EventIdInvalid,
        Self::SiteUnknown,
        Self::OriginNotAllowed,
        Self::UrlNotAllowed,
        Self::JsonInvalid,
        Self::ContentTypeUnsupported,
        Self::RequestTooLarge,
        Self::RateLimited,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Unavailable,
        Self::Internal,
        Self::Unknown,
    ];

    /// The HTTP status that goes with the code, and the code's name after `urn:weerwoord:problem:`.
    const fn row(self) -> (u16, &'static str) {
        match self {
            Self::BodyEmpty => (422, "body-empty"),
            Self::BodyTooLong => (422, "body-too-long"),
            Self::BodyNotText => (422, "body-not-text"),
            Self::NameEmpty => (422, "name-empty"),
            Self::NameTooLong => (422, "name-too-long"),
            Self::NameInvisible => (422, "name-invisible"),
            Self::RoleTooLong => (422, "role-too-long"),
            Self::RoleInvisible => (422, "role-invisible"),
            Self::FieldInvalid => (422, "field-invalid"),
            Self::CursorInvalid => (400, "cursor-invalid"),
            Self::ParentUnknown => (422, "parent-unknown"),
            Self::ParentRemoved => (422, "parent-removed"),
            Self::ParentElsewhere => (422, "parent-elsewhere"),
            Self::IdTaken => (409, "id-taken"),
            Self::ThreadClosed => (403, "thread-closed"),
            Self::TokenInvalid => (401, "token-invalid"),
            Self::TokenMissing => (401, "token-missing"),
            Self::NotYours => (403, "not-yours"),
            Self::EditExpired => (403, "edit-expired"),
            Self::CommentRemoved => (409, "comment-removed"),
            Self::ReportTooLong => (422, "report-too-long"),
            Self::OwnComment => (409, "own-comment"),
            Self::EventIdInvalid => (400, "event-id-invalid"),
            Self::SiteUnknown => (404, "site-unknown"),
            Self::OriginNotAllowed => (403, "origin-not-allowed"),
            Self::UrlNotAllowed => (403, "url-not-allowed"),
            Self::JsonInvalid => (400, "json-invalid"),
            Self::ContentTypeUnsupported => (415, "content-type-unsupported"),
            Self::RequestTooLarge => (413, "request-too-large"),
            Self::RateLimited => (429, "rate-limited"),
            Self::NotFound => (404, "not-found"),
            Self::MethodNotAllowed => (405, "method-not-allowed"),
            Self::Unavailable => (503, "unavailable"),
            Self::Internal => (500, "internal"),
            Self::Unknown => (500, "unknown"),
        }
    }

    /// The HTTP status that goes with the code.
    pub const fn status(self) -> u16 {
        self.row().0
    }

    /// The code's short name, as in the message key `error.NAME`.
    pub const fn name(self) -> &'static str {
        self.row().1
    }
}

/// An error as it travels: a problem document (RFC 9457, `application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The code, as a URN.
    #[serde(rename = "type")]
    pub code: ErrorCode,
    /// The code in a few English words, the same for every occurrence.
    pub title: String,
    /// The HTTP status, once more.
    pub status: u16,
    /// What is wrong this time, and what to do, in an English sentence for developers.
    pub detail: String,
    /// The field that is wrong, dotted: `author.name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The limit that was passed, in the field's unit (characters, bytes or requests).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

impl Problem {
    /// A problem of this code; its title is the code's name in words.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        let title = code.name().replace('-', " ");
        Self { code, title, status: code.status(), detail: detail.into(), field: None, limit: None }
    }

    /// Names the field that is wrong.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// States the limit that was passed.
    #[must_use]
    pub fn limit(mut self, limit: u64) -> Self {
        self.limit = Some(limit);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_on_the_wire_ends_in_its_name() {
        for code in [ErrorCode::BodyEmpty, ErrorCode::RateLimited, ErrorCode::RoleInvisible, ErrorCode::UrlNotAllowed] {
            let wire = serde_json::to_string(&code).unwrap();
            assert_eq!(wire, format!("\"urn:weerwoord:problem:{}\"", code.name()));
        }
    }

    #[test]
    fn a_code_of_a_later_version_is_read_as_unknown() {
        let code: ErrorCode = serde_json::from_str("\"urn:weerwoord:problem:from-the-future\"").unwrap();
        assert_eq!(code, ErrorCode::Unknown);
    }
}
