//! `POST /thread`: takes in a comment by a plain form, and shows it before that where it was not seen yet.
//!
//! The hosted page's form carries a fresh id, so that sending it twice posts once. A form without one stands in a
//! fragment in somebody's page: its comment is shown, to be confirmed in a form that has one, and nothing is kept yet.

use std::sync::Arc;

use axum::extract::{RawQuery, Request, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use weerwoord::render::PageForm;
use weerwoord_protocol::{Author, CommentId, ErrorCode, NewComment, Problem, REQUEST_BYTES_MAX};

use super::comments::take_in;
use super::page::{Heading, Page, fresh_id, locale};
use super::preview;
use crate::address::Client;
use crate::cors::origin;
use crate::error::Refusal;
use crate::html;
use crate::json::{expect_content_type, read_body, too_large};
use crate::locales::Locale;
use crate::state::App;
use crate::thread_query::{Params, ThreadQuery};

/// A form may be this long: percent-encoding writes one byte as three, and what it says has the limit of every request.
pub const FORM_BYTES_MAX: usize = 3 * REQUEST_BYTES_MAX;

/// The fields of the hosted page's form.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form in the API's description")]
struct Form {
    /// The writer's name.
    name: String,
    /// The writer's role or organisation.
    role: Option<String>,
    /// The text, as Markdown.
    body: String,
    /// The comment that this one answers.
    parent: Option<CommentId>,
    /// The comment's id (a version 7 UUID); without it the comment is shown to be confirmed, and not kept.
    id: Option<CommentId>,
    /// The article's title, kept with a thread's first comment.
    title: Option<String>,
    /// Anything here shows the comment instead of keeping it.
    preview: Option<String>,
}

/// Keeps the form's comment and leads to it; or shows the page again, with the text and what is wrong with it.
#[utoipa::path(
    post, path = "/thread", operation_id = "postForm", tag = "pages",
    params(ThreadQuery),
    request_body(content = inline(Form), content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The page with the comment as it would be shown", body = String,
            content_type = "text/html"),
        (status = 303, description = "It is on disk; `Location` shows it"),
        (status = "4XX", description = "The page again, with the text as it was typed and what is wrong with it", body = String,
            content_type = "text/html"),
        (status = "5XX", description = "A page that says so, when the server is at fault or cannot keep anything",
            body = String, content_type = "text/html"),
    )
)]
pub async fn submit(
    State(app): State<Arc<App>>,
    client: Client,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let locale = locale(&params, &headers);
    let attempt = Attempt { app: &app, client, locale, headers: &headers };
    attempt.run(&params, request).await.unwrap_or_else(|refusal| html::refusal(locale, &refusal))
}

struct Attempt<'a> {
    app: &'a App,
    client: Client,
    locale: &'static Locale,
    headers: &'a HeaderMap,
}

impl Attempt<'_> {
    async fn run(&self, params: &Params, request: Request) -> Result<Response, Refusal> {
        let page = Page::of(self.app, params, self.locale, self.headers)?;
        expect_own_form(self.headers)?;
        expect_content_type(self.headers, "application/x-www-form-urlencoded")?;
        let bytes = read_body(request, &()).await?;
        let sent = Sent::read(&bytes)?;
        let mut form = PageForm {
            id: Some(sent.id.clone().unwrap_or_else(fresh_id)),
            name: sent.name.clone(),
            role: sent.role.clone(),
            body: sent.body.clone(),
            ..PageForm::default()
        };
        let parent = sent.parent.clone();
        let Some(id) = sent.id.clone().filter(|_| !sent.preview) else {
            let shown = preview::draw(self.app, self.client, &sent.body);
            let heading = Heading {
                title: shown.is_ok().then(|| self.locale.text("page.check")),
                notice: shown.is_ok().then(|| self.locale.text("page.check-hint")),
                posted: None,
            };
            return match shown {
                Ok(html) => {
                    form.preview_html = Some(html);
                    Ok(html::secured(page.draw(page.at(parent.as_ref()).await?, form, parent, heading).await?))
                }
                Err(refusal) => self.again(&page, form, parent, refusal).await,
            };
        };
        match take_in(self.app, self.client, self.headers, sent.comment(id, &page.query)).await {
            Ok(posted) => {
                let id = posted.comment.id;
                let location = format!("/thread?{}&posted={id}#weerwoord-{id}", page.query.canonical());
                Ok((StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response())
            }
            Err(refusal) => self.again(&page, form, parent, refusal).await,
        }
    }

    /// The page once more, with the text as it was typed and what is wrong with it.
    async fn again(
        &self,
        page: &Page<'_>,
        mut form: PageForm,
        parent: Option<CommentId>,
        refusal: Refusal,
    ) -> Result<Response, Refusal> {
        if refusal.problem().code == ErrorCode::IdTaken {
            form.id = Some(fresh_id());
        }
        form.problem = Some(refusal.problem().clone());
        // Whatever ails the store, the text stays.
        let mut shown = page.at(parent.as_ref()).await.unwrap_or_else(|_| page.empty());
        // A closed thread shows no form, and with it the text would be gone.
        shown.snapshot.thread.closed = false;
        let html = page.draw(shown, form, parent, Heading::default()).await?;
        Ok(html::secured(refusal.answer(html)))
    }
}

/// Refuses a form that a browser sends from a page of another origin without saying which.
fn expect_own_form(headers: &HeaderMap) -> Result<(), Refusal> {
    let from = headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or_default());
    if origin(headers).is_some() || matches!(from, None | Some("same-origin" | "none")) {
        return Ok(());
    }
    Err(Refusal::new(ErrorCode::OriginNotAllowed, "The form was sent from a page whose origin is not told."))
}

/// The form as it was sent.
struct Sent {
    id: Option<CommentId>,
    parent: Option<CommentId>,
    name: String,
    role: String,
    body: String,
    title: Option<String>,
    preview: bool,
}

impl Sent {
    fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let fields = Params::read(bytes);
        if fields.total_bytes() > REQUEST_BYTES_MAX {
            return Err(too_large());
        }
        let text = |name| fields.get(name).map(|value| value.unwrap_or_default().to_owned());
        let parent = match fields.get("parent")? {
            Some(parent) => Some(CommentId::parse(parent).ok_or_else(|| {
                Problem::new(ErrorCode::ParentUnknown, "`parent` is not the id of a comment.").field("parent")
            })?),
            None => None,
        };
        Ok(Self {
            id: fields.get("id")?.and_then(CommentId::parse).filter(CommentId::is_v7),
            parent,
            name: text("name")?,
            role: text("role")?,
            body: text("body")?,
            title: fields.get("title")?.map(str::to_owned),
            preview: fields.get("preview")?.is_some(),
        })
    }

    fn comment(self, id: CommentId, query: &ThreadQuery) -> NewComment {
        NewComment {
            id,
            site: query.site.clone(),
            url: query.url.clone(),
            thread: query.thread.clone(),
            title: self.title,
            parent: self.parent,
            author: Author { name: self.name, role: Some(self.role).filter(|role| !role.is_empty()) },
            body: self.body,
        }
    }
}
