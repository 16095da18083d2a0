//! `GET /comment/{id}`: the page of one comment, with what it answers and what was answered to it. What a link to a comment
//! leads to where there is no article to lead to, and what shows a preview of it elsewhere.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use weerwoord::render::PageForm;
use weerwoord::text::Text;
use weerwoord_protocol::{Comment, CommentId, ErrorCode, Problem};

use super::page::{fresh_id, locale};
use crate::cors::origin;
use crate::error::Refusal;
use crate::excerpt;
use crate::head::{Head, Preview};
use crate::html::{self, Document, escape};
use crate::jsonld::Discussion;
use crate::locales::Locale;
use crate::permalink;
use crate::rendering;
use crate::state::App;
use crate::store::{Position, Window};
use crate::thread_query::{Params, ThreadQuery, lang};
use crate::view::{self, Shown};

/// How much of a comment a link's preview shows, in characters.
const PREVIEW_CHARACTERS: usize = 200;

/// One comment with its ancestors, the nearest hundred, and the first of what was said below it.
#[utoipa::path(
    get, path = "/comment/{id}", operation_id = "readComment", tag = "pages",
    params(
        ("id" = CommentId, Path, description = "The comment"),
        ("lang" = Option<String>, Query, description = "The language of the sentences around the comments (BCP 47)"),
    ),
    responses(
        (status = 200, description = "The page; of a comment that was removed, a tombstone with its replies", body = String,
            content_type = "text/html"),
        (status = 404, description = "A page that says so: there is no such comment, or it waits for review", body = String,
            content_type = "text/html"),
        (status = 410, description = "A page that says so: it was removed, and nobody had answered it", body = String,
            content_type = "text/html"),
        (status = "5XX", description = "A page that says so, when the server is at fault", body = String,
            content_type = "text/html"),
    )
)]
pub async fn show(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let params = Params::read(query.unwrap_or_default().as_bytes());
    let locale = locale(&params, &headers);
    match read(&app, &id, &params, locale, &headers).await {
        Ok(page) => html::secured(page),
        Err(refusal) => html::refusal(locale, &refusal),
    }
}

async fn read(
    app: &App,
    id: &str,
    params: &Params,
    locale: &'static Locale,
    headers: &HeaderMap,
) -> Result<impl IntoResponse + use<>, Refusal> {
    let id = CommentId::parse(id).ok_or_else(unknown)?;
    let found = app.store.whereabouts(&id).await?.ok_or_else(unknown)?;
    if app.sites.get(&found.site).is_none() {
        return Err(unknown().into());
    }
    let site = app.site(&found.site, origin(headers))?;
    let url = found.url.as_deref().filter(|url| site.allows_url(url, &app.own_origin));
    let query = ThreadQuery { lang: lang(params)?, ..ThreadQuery::kept(&found.site, &found.key, url) };
    let window = Window { position: Position::Alone(id.clone()), ..Window::default() };
    let shown = view::read(app, site, &found.key, &query, &window).await?;
    let listed = shown.snapshot.comments.iter().any(|comment| comment.id == id);
    if !listed && !found.removed {
        return Err(unknown().into());
    }
    let status = if listed { StatusCode::OK } else { StatusCode::GONE };
    Ok((status, Page { app, locale, id, article: url, query }.draw(shown).await?))
}

fn unknown() -> Problem {
    Problem::new(ErrorCode::NotFound, "There is no such comment, or nobody may read it yet.").field("id")
}

struct Page<'a> {
    app: &'a App,
    locale: &'static Locale,
    id: CommentId,
    article: Option<&'a str>,
    query: ThreadQuery,
}

impl Page<'_> {
    async fn draw(&self, shown: Shown) -> Result<String, Refusal> {
        let locale = self.locale;
        let comment = shown.snapshot.comments.iter().find(|comment| comment.id == self.id);
        let article_title = shown.snapshot.thread.title.clone();
        let title = self.title(comment, article_title.as_deref());
        let own = permalink::address(&self.app.own_origin, &self.id);
        let site = permalink::site_name(self.article, &self.query.site);
        let discussion = Discussion::of(self.app, &self.query, self.article, locale, &shown);
        let description = comment.map(|comment| excerpt::beginning(&comment.html, PREVIEW_CHARACTERS));
        let head = Head {
            preview: Some(Preview {
                title: &title,
                description: description.filter(|text| !text.is_empty()),
                kind: "article",
                url: &own,
                site: &site,
            }),
            canonical: Some(own.clone()),
            data: discussion.html(&shown),
            ..Head::default()
        };
        let head = head.html();
        let all = self.link_to_all(&shown);
        let list = self.list(shown).await?;
        let back = self.article.map(|article| permalink::in_article(article, &self.id));
        let content = format!("<p class=\"page-links\">{all}</p>{list}");
        Ok(Document { locale, title, back: back.as_deref(), head: &head, notice: None, content: &content }.html())
    }

    fn title(&self, comment: Option<&Comment>, article: Option<&str>) -> String {
        match comment.and_then(|comment| comment.author.as_ref()) {
            Some(author) => permalink::title(self.locale, &author.name, article),
            None => self.locale.text("comment.removed").to_owned(),
        }
    }

    fn link_to_all(&self, shown: &Shown) -> String {
        let text = Text::new(self.locale.lang.to_owned(), self.locale.messages.clone());
        let count = usize::try_from(shown.snapshot.thread.count).unwrap_or_default();
        let there = match shown.snapshot.comments.iter().any(|comment| comment.id == self.id) {
            true => format!("/thread?{}&at={id}#weerwoord-{id}", self.query.canonical(), id = self.id),
            false => format!("/thread?{}", self.query.canonical()),
        };
        format!("<a href=\"{}\">{}</a>", escape(&there), escape(&text.plural("permalink.all", count)))
    }

    async fn list(&self, shown: Shown) -> Result<String, Refusal> {
        if shown.snapshot.comments.is_empty() {
            return Ok(String::new());
        }
        let mut state = view::state(self.app, &self.query, self.locale, shown);
        // Links stay on the host by which the reader came.
        state.server.clear();
        let form = PageForm { id: Some(fresh_id()), ..PageForm::default() };
        rendering::place().await?.render(move || weerwoord::render::list(&state, form)).await
    }
}
