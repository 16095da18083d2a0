//! A thread as the widget's components take it, and the rendering of those off the threads that serve requests.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::response::Response;
use weerwoord_protocol::{Snapshot, State};

use crate::cors::origin;
use crate::error::Refusal;
use crate::locales::Locale;
use crate::packed::Packed;
use crate::sites::Site;
use crate::state::App;
use crate::store::{ThreadPage, ThreadVersion};
use crate::thread_key::ThreadKey;
use crate::thread_query::ThreadQuery;

/// A kind of answer to the readers of a thread.
pub struct Kind {
    /// Tells the kinds apart.
    pub name: &'static str,
    /// The media type.
    pub content_type: &'static str,
}

/// Reads the thread that a query means, and which version of it that is.
pub async fn snapshot(
    app: &App,
    site: &Site,
    key: &ThreadKey,
    query: &ThreadQuery,
) -> Result<(ThreadVersion, Snapshot), Refusal> {
    let sort = query.sort.unwrap_or_default();
    let ThreadPage { info, comments, version } = app.store.snapshot(&site.name, key, sort).await?;
    Ok((
        version,
        Snapshot {
            site: site.name.clone(),
            thread: info,
            policy: site.policy.clone(),
            sort,
            comments,
            ..Snapshot::default()
        },
    ))
}

/// What the components draw: the thread with the sentences around it.
pub fn state(app: &App, query: &ThreadQuery, locale: &Locale, snapshot: Snapshot) -> State {
    State {
        server: app.own_origin.clone(),
        query: query.canonical(),
        url: query.url.clone(),
        key: query.thread.clone(),
        lang: locale.lang.to_owned(),
        messages: locale.messages.clone(),
        reply_to: None,
        at: None,
        snapshot,
    }
}

/// Renders where it may take its time: a long thread takes longer than other requests should wait.
pub async fn render<T: Send + 'static>(draw: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(draw).await.map_err(|error| Refusal::internal(&error))
}

/// A thread's answer of this kind, as it is kept, or made by `draw` of the thread and the query.
pub async fn kept(
    app: &Arc<App>,
    kind: &Kind,
    query: ThreadQuery,
    headers: &HeaderMap,
    draw: impl FnOnce(&App, &ThreadQuery, Snapshot) -> Result<String, Refusal> + Send + 'static,
) -> Result<Response, Refusal> {
    let (site, key) = app.thread(&query, origin(headers))?;
    let version = app.store.version(&site.name, &key).await?;
    let name = format!("{}?{}", kind.name, query.canonical());
    let (content_type, app_of_maker) = (kind.content_type, Arc::clone(app));
    let make = move || async move {
        let app = app_of_maker;
        let site = app.site(&query.site, None)?;
        let (version, snapshot) = snapshot(&app, site, &key, &query).await?;
        let pack = move || {
            Packed::new(content_type, &draw(&app, &query, snapshot)?).map_err(|error| Refusal::internal(&error))
        };
        Ok((version, render(pack).await??))
    };
    app.answers.read(&name, version, make).await?.answer(headers)
}
