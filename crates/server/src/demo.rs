//! The demo: an article with a lively thread, for whoever starts the server without any settings.

use std::io::Cursor;

use crate::import::{Import, Options};
use crate::sites::Site;
use crate::state::App;
use crate::store::ThreadVersion;
use crate::thread_key::ThreadKey;

const THREAD: &str = include_str!("../demo/thread.jsonl");
/// As in index.html: the same thread whatever name the server is reached by.
const KEY: &str = "zomerplein";
const TITLE: &str = "Lindervoort geeft de Kaasmarkt voorgoed aan de voetganger";

/// Fills the demo article's thread where the demo is on and the thread has no comment. A server without its demo thread
/// is still a server: what goes wrong is logged.
pub async fn fill(app: &App) {
    if app.demo
        && let Err(error) = import(app).await
    {
        tracing::warn!(error, "the demo thread could not be filled");
    }
}

async fn import(app: &App) -> Result<(), String> {
    let site = Site::demo();
    let url = format!("{}/", app.own_origin);
    let import = Import::new(&site, &app.own_origin, Some(KEY), Some(&url), Some(TITLE), Options::default());
    let import = import.map_err(|problem| problem.detail)?;
    let key = ThreadKey::resolve(Some(KEY), Some(&url)).map_err(|problem| problem.detail)?;
    let version = app.store.version(&site.name, &key).await.map_err(|error| error.to_string())?;
    if version != ThreadVersion::default() {
        return Ok(());
    }
    import.run(&app.store, Cursor::new(THREAD)).await.map(|_| ()).map_err(|error| error.to_string())
}
