//! A thread as the widget's components take it, and its kept answers.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::response::Response;
use weerwoord_protocol::{CommentId, Snapshot, State, ThreadInfo};

use crate::cache::{Asked, Kept};
use crate::cors::origin;
use crate::emoji;
use crate::error::Refusal;
use crate::front::Given;
use crate::live;
use crate::locales::Locale;
use crate::packed::Packed;
use crate::rendering::Place;
use crate::sites::Site;
use crate::state::App;
use crate::store::{Position, ThreadPage, ThreadVersion, Window};
use crate::thread_key::ThreadKey;
use crate::thread_query::ThreadQuery;

/// A kind of answer to the readers of a thread.
pub struct Kind {
    /// Tells the kinds apart.
    pub name: &'static str,
    /// The media type.
    pub content_type: &'static str,
}

/// A page of a thread.
pub struct Shown {
    /// Which version of the thread it was made of.
    pub version: ThreadVersion,
    /// When the thread closes by itself, if it is open and ever does.
    pub closes_at: Option<i64>,
    /// The comment whose page it is.
    pub at: Option<CommentId>,
    /// When the thread began (RFC 3339, UTC); `None` if it has no comment yet.
    pub begun_at: Option<String>,
    /// The page.
    pub snapshot: Snapshot,
}

/// Reads a page of the thread that a query means.
pub async fn read(
    app: &App,
    site: &Site,
    key: &ThreadKey,
    query: &ThreadQuery,
    window: &Window,
) -> Result<Shown, Refusal> {
    let sort = query.sort.unwrap_or(site.sort);
    let page = app.store.page(&site.name, key, sort, window).await??;
    let ThreadPage { mut info, pinned, context, mut comments, gaps, at, version, closes_at, begun_at } = page;
    let known = &site.policy.reactions;
    for reactions in comments.iter_mut().map(|comment| &mut comment.reactions).chain([&mut info.reactions]) {
        emoji::in_order(reactions, known);
    }
    let (site, policy) = (site.name.clone(), site.policy.clone());
    let thread = ThreadInfo { version: app.live.is_on().then(|| live::version(version.marked())), ..info };
    let snapshot = Snapshot { site, thread, policy, sort, pinned, context, comments, gaps };
    Ok(Shown { version, closes_at, at, begun_at, snapshot })
}

/// The article of a thread: as asked for, else as first seen if that is still one of the site's.
pub fn article(app: &App, site: &Site, query: &ThreadQuery, thread: &ThreadInfo) -> Option<String> {
    let stored = || thread.url.clone().filter(|url| site.allows_url(url, &app.own_origin));
    query.url.clone().or_else(stored)
}

/// What the components draw: the page with the sentences around it.
pub fn state(app: &App, query: &ThreadQuery, locale: &Locale, shown: Shown) -> State {
    State {
        server: app.own_origin.clone(),
        query: query.canonical(),
        url: query.url.clone(),
        key: query.thread.clone(),
        lang: locale.lang.to_owned(),
        messages: locale.messages.clone(),
        heading: query.heading,
        reply_to: None,
        at: shown.at,
        snapshot: shown.snapshot,
    }
}

/// The answer of this kind for a page of a thread, as it is kept, or made by `draw` of the page and the query.
pub async fn kept(
    app: &Arc<App>,
    kind: &Kind,
    query: ThreadQuery,
    window: Window,
    headers: &HeaderMap,
    draw: impl FnOnce(&App, &ThreadQuery, Shown) -> Result<String, Refusal> + Send + 'static,
) -> Result<Response, Refusal> {
    let (site, key) = app.thread(&query, origin(headers))?;
    // Told before anything is read: what is read after it may be newer, but never older.
    let moment = app.store.moment();
    let window = known(app, site, &key, window).await?;
    let now = app.store.now();
    let asked = Asked { version: app.store.version(&site.name, &key).await?, now };
    let name = format!("{}?{}{window}", kind.name, query.canonical());
    let (content_type, app_of_maker) = (kind.content_type, Arc::clone(app));
    let make = move |place: Place| async move {
        let app = app_of_maker;
        let site = app.site(&query.site, None)?;
        let shown = read(&app, site, &key, &query, &window).await?;
        let (version, until) = (shown.version, shown.closes_at);
        let pack =
            move || Packed::new(content_type, &draw(&app, &query, shown)?).map_err(|error| Refusal::internal(&error));
        Ok(Kept { version, until, answer: Arc::new(place.render(pack).await??) })
    };
    let Kept { answer, until, .. } = app.answers.read(&name, asked, make).await?;
    let mut response = answer.answer(headers)?;
    if let Some(moment) = moment {
        let given = Given { site: site.name.clone(), moment, until, answer: Arc::downgrade(&answer), policy: None };
        response.extensions_mut().insert(given);
    }
    Ok(response)
}

/// The window, or the first page instead of that around a comment that the thread does not have: whoever makes ids up
/// gets what everybody has.
async fn known(app: &App, site: &Site, key: &ThreadKey, window: Window) -> Result<Window, Refusal> {
    if let Position::At(id) = &window.position
        && !app.store.has(&site.name, key, id).await?
    {
        return Ok(Window { position: Position::First, ..window });
    }
    Ok(window)
}
