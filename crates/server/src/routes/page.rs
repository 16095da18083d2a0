//! `GET /thread`: the hosted page of a thread, which reads, replies and posts by plain links and forms.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::response::Response;
use uuid::Uuid;
use weerwoord::render::PageForm;
use weerwoord::text::Text;
use weerwoord_protocol::{CommentId, Snapshot};

use crate::cors::origin;
use crate::error::Refusal;
use crate::head::Head;
use crate::html::{self, Document};
use crate::jsonld::Discussion;
use crate::locales::Locale;
use crate::rendering;
use crate::sites::Site;
use crate::state::App;
use crate::store::{Position, ThreadVersion, Window};
use crate::thread_key::ThreadKey;
use crate::thread_query::{PageQuery, Params, ThreadQuery, comment_id, window};
use crate::view::{self, Shown};

/// A page of a thread, with its form under the article or under the comment that is answered. It holds the comment that is
/// answered or was posted, unless another page is asked for.
#[utoipa::path(
    get, path = "/thread", operation_id = "readPage", tag = "pages",
    params(
        ThreadQuery,
        PageQuery,
        ("reply" = Option<String>, Query, description = "The comment under which the form stands"),
        ("posted" = Option<String>, Query, description = "The comment that was just posted"),
        ("reported" = Option<String>, Query, description = "The comment that was just reported"),
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
    let mut window = window(params)?;
    window.position = match (window.position, posted.as_ref().or(reply_to.as_ref())) {
        (Position::First, Some(id)) => Position::At(id.clone()),
        (Position::Gap(cursor), _) => Position::From(cursor),
        (position, _) => position,
    };
    let shown = page.read(&window).await?;
    let reported = params.get("reported")?.map(|_| locale.text("page.reported"));
    let notice = posted.as_ref().map(|id| {
        let is_there = shown.snapshot.comments.iter().any(|comment| comment.id == *id);
        locale.text(if is_there { "page.posted" } else { "page.posted-held" })
    });
    let notice = notice.or(reported);
    let form = PageForm { id: Some(fresh_id()), ..PageForm::default() };
    page.draw(shown, form, reply_to, Heading { title: None, notice, posted }).await
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
    /// The reader's own comment that was just posted.
    pub posted: Option<CommentId>,
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

    /// A page of the thread.
    pub async fn read(&self, window: &Window) -> Result<Shown, Refusal> {
        view::read(self.app, self.site, &self.key, &self.query, window).await
    }

    /// The page that holds this comment; the first without one.
    pub async fn at(&self, id: Option<&CommentId>) -> Result<Shown, Refusal> {
        let position = id.map_or(Position::First, |id| Position::At(id.clone()));
        self.read(&Window { position, ..Window::default() }).await
    }

    /// What can be shown of the thread when it cannot be read: the form, so that no text is lost.
    pub fn empty(&self) -> Shown {
        let snapshot = Snapshot {
            site: self.site.name.clone(),
            policy: self.site.policy.clone(),
            sort: self.query.sort.unwrap_or(self.site.sort),
            ..Snapshot::default()
        };
        Shown { version: ThreadVersion::default(), closes_at: None, at: None, begun_at: None, snapshot }
    }

    /// The page as HTML.
    pub async fn draw(
        &self,
        shown: Shown,
        form: PageForm,
        reply_to: Option<CommentId>,
        heading: Heading<'_>,
    ) -> Result<String, Refusal> {
        let locale = self.locale;
        let thread = &shown.snapshot.thread;
        let article = view::article(self.app, self.site, &self.query, thread);
        let of_article = locale.title(thread.title.as_deref());
        let feeds = self.feeds(heading.posted.as_ref());
        let follow = feeds.iter().map(|(title, url)| {
            let (title, url) = (html::escape(title), html::escape(url));
            format!("<li><a type=\"application/atom+xml\" href=\"{url}\">{title}</a></li>")
        });
        let follow: String = follow.collect();
        let head = self.head(&shown, article.as_deref(), feeds);
        let mut state = view::state(self.app, &self.query, locale, shown);
        // Links and forms stay on the host by which the reader came.
        state.server.clear();
        state.reply_to = reply_to.filter(|id| state.snapshot.comments.iter().any(|comment| comment.id == *id));
        let content = rendering::place().await?.render(move || weerwoord::render::page(&state, form)).await?;
        let title = heading.title.map_or(of_article, str::to_owned);
        let content = format!("{content}<ul class=\"page-links\">{follow}</ul>");
        let (back, notice) = (article.as_deref(), heading.notice);
        Ok(Document { locale, title, back, head: &head, notice, content: &content }.html())
    }

    /// The feeds of the replies to what the reader just posted, of the thread and of its site: what following them is called,
    /// and their addresses.
    fn feeds(&self, posted: Option<&CommentId>) -> Vec<(String, String)> {
        let text = |key| self.locale.text(key).to_owned();
        let query = ThreadQuery { sort: None, heading: None, ..self.query.clone() };
        let site = ThreadQuery { url: None, thread: None, ..query.clone() };
        let replies =
            posted.map(|id| (text("feed.follow-replies"), format!("/feed/replies?{}&to={id}", site.canonical())));
        let public = [
            (text("feed.follow-thread"), format!("/feed/thread?{}", query.canonical())),
            (text("feed.follow-site"), format!("/feed/site?{}", site.canonical())),
        ];
        replies.into_iter().chain(public).collect()
    }

    fn head(&self, shown: &Shown, article: Option<&str>, feeds: Vec<(String, String)>) -> String {
        let Snapshot { comments, gaps, .. } = &shown.snapshot;
        let address = |more: &str| format!("{}/thread?{}{more}", self.app.own_origin, self.query.canonical());
        let discussion = Discussion::of(self.app, &self.query, article, self.locale, shown);
        // Where comments on the article are left out, before the page or after it.
        let ends = gaps.iter().filter(|gap| gap.count.is_none());
        let mut paging = [None, None];
        for gap in ends {
            let after = gap.after.is_some() || comments.is_empty();
            paging[usize::from(after)] = Some(address(&format!("&cursor={}", gap.cursor)));
        }
        let head = Head {
            canonical: article.map(str::to_owned),
            preview: Some(discussion.preview(self.count(shown))),
            paging,
            feeds,
            data: discussion.html(shown),
        };
        head.html()
    }

    /// How many comments there are, in words.
    fn count(&self, shown: &Shown) -> String {
        let text = Text::new(self.locale.lang.to_owned(), self.locale.messages.clone());
        match usize::try_from(shown.snapshot.thread.count) {
            Ok(count) if count > 0 => text.plural("thread.title", count),
            _ => text.get("thread.empty"),
        }
    }
}
