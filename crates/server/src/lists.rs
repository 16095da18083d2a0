//! Answers about many threads at once: counts, lists and feeds.
//!
//! They are kept for as long as nothing at all was committed to the database, since any commit may be to one of their
//! threads. To make one takes a query; what is made of it is bounded, and so is how many are made at once.

use std::hash::RandomState;
use std::sync::Arc;

use axum::http::HeaderMap;
use axum::response::Response;
use quick_cache::Weighter;
use quick_cache::sync::{Cache, DefaultLifecycle};

use crate::error::Refusal;
use crate::front::Given;
use crate::packed::Packed;
use crate::rendering::place;
use crate::sites::Site;
use crate::state::App;
use crate::store::Moment;

/// Of the memory for what is rendered, lists have one part in so many.
const SHARE: u64 = 8;
/// What an entry needs besides its name and bytes, roughly.
const ENTRY_BYTES: usize = 256;
/// The size of a usual entry.
const USUAL_BYTES: u64 = 4 * 1024;

/// How an answer goes out.
pub struct Kind {
    /// The media type.
    pub content_type: &'static str,
    /// How long others may keep it (`Cache-Control`).
    pub caching: &'static str,
    /// Whether it says when it was made (`Last-Modified`).
    pub dated: bool,
}

/// What was made of the threads.
pub struct Drawn {
    /// The text.
    pub text: String,
    /// When it ends to be true by itself, in microseconds since 1970.
    pub until: Option<i64>,
}

impl From<String> for Drawn {
    fn from(text: String) -> Self {
        Self { text, until: None }
    }
}

/// The kept answers, by name. A name has everything in it that the answer depends on, but the moment.
pub struct Lists(Cache<String, Kept, Weight, RandomState>);

#[derive(Clone)]
struct Kept {
    moment: Moment,
    until: Option<i64>,
    answer: Arc<Packed>,
}

#[derive(Clone)]
struct Weight;

impl Weighter<String, Kept> for Weight {
    fn weight(&self, name: &String, kept: &Kept) -> u64 {
        (name.len() + kept.answer.weight() + ENTRY_BYTES) as u64
    }
}

impl Lists {
    /// Keeps up to a part of so many bytes.
    pub fn new(bytes: u64) -> Self {
        let bytes = bytes / SHARE;
        let usual = usize::try_from(bytes / USUAL_BYTES).unwrap_or(usize::MAX);
        Self(Cache::with(usual, bytes, Weight, RandomState::new(), DefaultLifecycle::default()))
    }

    fn get(&self, name: &str, moment: Option<Moment>, now: i64) -> Option<Kept> {
        let holds = |kept: &Kept| Some(kept.moment) == moment && kept.until.is_none_or(|until| now < until);
        self.0.get(name).filter(holds)
    }
}

/// The answer of this name to a request, as it is kept, or made by `draw`.
pub async fn answer(
    app: &App,
    site: &Site,
    kind: &Kind,
    name: &str,
    headers: &HeaderMap,
    draw: impl Future<Output = Result<Drawn, Refusal>>,
) -> Result<Response, Refusal> {
    // Told before anything is read: what is read after it may be newer, but never older.
    let moment = app.store.moment();
    let now = app.store.now();
    if let Some(kept) = app.lists.get(name, moment, now) {
        return kept.answer(site, headers);
    }
    let place = place().await?;
    // Who waited for the place may have waited for this very answer.
    if let Some(kept) = app.lists.get(name, moment, now) {
        return kept.answer(site, headers);
    }
    let Drawn { text, until } = draw.await?;
    let (content_type, caching) = (kind.content_type, kind.caching);
    let packed = place.render(move || Packed::new(content_type, &text)).await?;
    let mut packed = packed.map_err(|error| Refusal::internal(&error))?.lasting(caching);
    if kind.dated {
        packed = packed.made_at(now);
    }
    let answer = Arc::new(packed);
    let Some(moment) = moment else { return answer.answer(headers) };
    let kept = Kept { moment, until, answer };
    app.lists.0.insert(name.to_owned(), kept.clone());
    kept.answer(site, headers)
}

impl Kept {
    fn answer(&self, site: &Site, headers: &HeaderMap) -> Result<Response, Refusal> {
        let Self { moment, until, answer } = self;
        let mut response = answer.answer(headers)?;
        let answer = Arc::downgrade(answer);
        let given = Given { site: site.name.clone(), moment: *moment, until: *until, answer, policy: None };
        response.extensions_mut().insert(given);
        Ok(response)
    }
}
