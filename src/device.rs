//! What is remembered on this device: the writer's name, drafts, comments that the server has not acknowledged, the token
//! by which the server knows the reader again, the reader's votes, the last visit and the order that was chosen.
//!
//! Everything is kept in the page's `localStorage` under `weerwoord:`. Where storage is blocked or full nothing is
//! remembered, and nothing else changes.

use std::cell::RefCell;

use serde::Serialize;
use serde::de::DeserializeOwned;
use weerwoord_protocol::{CommentId, READER_TOKEN_LENGTH, is_reader_token};

use crate::json;
use crate::model::Place;

/// The key of the writer's name and role.
pub const AUTHOR: &str = "weerwoord:author";

/// The key of the comments of a thread that are on their way, or not final yet.
pub fn outbox_key(site: &str, thread: &str) -> String {
    ["weerwoord:outbox:", site, ":", thread].concat()
}

/// The key of the moment until which nothing is sent to a site's server, because it could not take anything.
pub fn pause_key(site: &str) -> String {
    ["weerwoord:pause:", site].concat()
}

/// The key of the draft at a place of a thread.
pub fn draft_key(site: &str, thread: &str, place: &Place) -> String {
    let edit = if matches!(place, Place::Edit(_)) { "edit:" } else { "" };
    let at = place.at().map(CommentId::as_str).unwrap_or_default();
    ["weerwoord:draft:", site, ":", thread, ":", edit, at].concat()
}

/// The key of the comments of a thread that were written here and can still be changed.
pub fn own_key(site: &str, thread: &str) -> String {
    ["weerwoord:own:", site, ":", thread].concat()
}

/// The key of the reader's last visit to a thread.
pub fn visit_key(site: &str, thread: &str) -> String {
    ["weerwoord:visit:", site, ":", thread].concat()
}

/// The key of the reader's votes in a thread.
pub fn votes_key(site: &str, thread: &str) -> String {
    ["weerwoord:votes:", site, ":", thread].concat()
}

/// Keeps the order that the reader chose in a site, as it stands: the shell asks for it before the first thread is here.
pub fn choose(site: &str, order: &str) {
    if let Some(storage) = storage() {
        // Where it is not kept, the choice holds for what is shown.
        let _ = storage.set_item(&["weerwoord:sort:", site].concat(), order);
    }
}

/// What was kept under the key; `None` where there is nothing, or nothing of this form.
pub fn recall<T: DeserializeOwned>(key: &str) -> Option<T> {
    json::parse(&storage()?.get_item(key).ok()??)
}

/// Keeps the value under the key, and tells whether it is kept: a full or blocked storage costs the reader the memory of a
/// draft, not the draft on the screen.
pub fn remember<T: Serialize>(key: &str, value: &T) -> bool {
    match (storage(), json::text(value)) {
        (Some(storage), Some(json)) => storage.set_item(key, &json).is_ok(),
        _ => false,
    }
}

/// Forgets what was kept under the key.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// The token by which a site knows this reader again: made when it is first needed. Where nothing can be remembered it holds
/// as long as the page is open.
pub fn token(site: &str) -> String {
    thread_local! {
        /// What was made on this page: the site and its token.
        static MADE: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
    }
    let key = ["weerwoord:reader:", site].concat();
    if let Some(token) = recall::<String>(&key).filter(|token| is_reader_token(token)) {
        return token;
    }
    let token = MADE.with_borrow_mut(|made| match made.iter().find(|(of, _)| of == site) {
        Some((_, token)) => token.clone(),
        None => {
            let token = new_token();
            made.push((site.to_owned(), token.clone()));
            token
        }
    });
    remember(&key, &token);
    token
}

fn new_token() -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    random::<READER_TOKEN_LENGTH>().iter().map(|byte| char::from(ALPHABET[usize::from(byte & 63)])).collect()
}

fn random<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut random = [0; LENGTH];
    if let Some(crypto) = web_sys::window().and_then(|window| window.crypto().ok()) {
        // Fails for requests over 64 KiB alone.
        let _ = crypto.get_random_values_with_u8_array(&mut random);
    }
    random
}

/// An id for a new comment.
pub fn new_id() -> CommentId {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "milliseconds since 1970, below 2^53")]
    let now = js_sys::Date::now() as u64;
    CommentId::v7(now, random())
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}
