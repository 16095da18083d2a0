//! `GET /thread`: the hosted page of a thread, which reads, replies and posts by plain links and forms.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::response::Response;
use uuid::Uuid;
use weerwoord::render::PageForm;
use weerwoord_protocol::{CommentId, Snapshot};

use crate::cors::origin;
use crate::error::Refusal;
use crate::html::{self, Document};
use crate::locales::Locale;
use crate::sites::Site;
use crate::state::App;
use crate::thread_key::ThreadKey;
use crate::thread_query::{Params, ThreadQuery, invalid};
use crate::view;

/// The page of a thread, with its form under the article or under the comment that is answered.
#[utoipa::path(
    get, path = "/thread", operation_id = "readPage", tag = "pages",
    params(
        ThreadQuery,
        ("reply" = Option<String>, Query, description = "The comment under which the form stands"),
        ("posted" = Option<String>, Query, description = "The comment that was just posted"),
    ),
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = "4XX", description = "A page that says why not; its status is that of the problem", body = String,
            content_type = "text/html"),
        (status = "5XX", description = "A page that says so, when the server is at fault or cannot keep anything",
            body = String, content_type = "text/html"),
    )
)]
pub async fn show(State(app): State<Arc<App>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let locale = locale(&params, &headers);
    match read(&app, &params, locale, &headers).await {
        Ok(html) => html::secured(html),
        Err(refusal) => html::refusal(locale, &refusal),
    }
}

async fn read(app: &App, params: &Params, locale: &'static Locale, headers: &HeaderMap) -> Result<String, Refusal> {
    let page = Page::of(app, params, locale, headers)?;
    let (reply_to, posted) = (comment_id(params, "reply")?, comment_id(params, "posted")?);
    let snapshot = page.snapshot().await?;
    let notice = posted.map(|id| {
        let shown = snapshot.comments.iter().any(|comment| comment.id == id);
        locale.text(if shown { "page.posted" } else { "page.posted-held" })
    });
    let form = PageForm { id: Some(fresh_id()), ..PageForm::default() };
    page.draw(snapshot, form, reply_to, Heading { title: None, notice }).await
}

fn comment_id(params: &Params, name: &str) -> Result<Option<CommentId>, Refusal> {
    let malformed = || invalid(name, format!("`{name}` is not the id of a comment.")).into();
    params.get(name)?.map(|text| CommentId::parse(text).ok_or_else(malformed)).transpose()
}

/// The language of a page: as asked, else as the browser prefers.
pub fn locale(params: &Params, headers: &HeaderMap) -> &'static Locale {
    let preferred = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Locale::choose_or_prefer(params.get("lang").ok().flatten(), preferred)
}

/// The id under which the form's comment will be posted, however often it is sent.
pub fn fresh_id() -> CommentId {
    let (high, low) = Uuid::now_v7().as_u64_pair();
    let mut random = [0; 10];
    random[..2].copy_from_slice(&high.to_be_bytes()[6..]);
    random[2..].copy_from_slice(&low.to_be_bytes());
    CommentId::v7(high >> 16, random)
}

/// What stands above the thread, where it is not the usual.
#[derive(Default)]
pub struct Heading<'a> {
    /// Instead of the article's title.
    pub title: Option<&'a str>,
    /// What is of interest just now.
    pub notice: Option<&'a str>,
}

/// The hosted page of one thread.
pub struct Page<'a> {
    app: &'a App,
    site: &'a Site,
    key: ThreadKey,
    locale: &'static Locale,
    /// The thread's parameters.
    pub query: ThreadQuery,
}

impl<'a> Page<'a> {
    /// The page that a request means.
    pub fn of(app: &'a App, params: &Params, locale: &'static Locale, headers: &HeaderMap) -> Result<Self, Refusal> {
        let query = ThreadQuery::of(params)?;
        let (site, key) = app.thread(&query, origin(headers))?;
        Ok(Self { app, site, key, locale, query })
    }

    /// The thread.
    pub async fn snapshot(&self) -> Result<Snapshot, Refusal> {
        Ok(view::snapshot(self.app, self.site, &self.key, &self.query).await?.1)
    }

    /// What can be shown of the thread when it cannot be read: the form, so that no text is lost.
    pub fn empty(&self) -> Snapshot {
        Snapshot { site: self.site.name.clone(), policy: self.site.policy.clone(), ..Snapshot::default() }
    }

    /// The page as HTML.
    pub async fn draw(
        &self,
        snapshot: Snapshot,
        form: PageForm,
        reply_to: Option<CommentId>,
        heading: Heading<'_>,
    ) -> Result<String, Refusal> {
        let locale = self.locale;
        let stored = snapshot.thread.url.clone().filter(|url| self.site.allows_url(url, &self.app.own_origin));
        let article = self.query.url.clone().or(stored);
        let of_article = match &snapshot.thread.title {
            Some(title) => locale.text("page.title").replace("{title}", title),
            None => locale.text("page.untitled").to_owned(),
        };
        let mut state = view::state(self.app, &self.query, locale, snapshot);
        // Links and forms stay on the host by which the reader came.
        state.server.clear();
        state.reply_to = reply_to.filter(|id| state.snapshot.comments.iter().any(|comment| comment.id == *id));
        let content = view::render(move || weerwoord::render::page(&state, form)).await?;
        let title = heading.title.map_or(of_article, str::to_owned);
        Ok(Document { locale, title, article: article.as_deref(), notice: heading.notice, content: &content }.html())
    }
}
