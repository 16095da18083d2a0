//! What a page shares with the reader's other tabs, and with the network: one of the tabs at a time does a thing, and each
//! hears when another has changed what the device keeps, and when there is a connection again.

use std::time::Duration;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::{on_cleanup, set_timeout, window_event_listener_untyped};
use wasm_bindgen::prelude::*;

/// Where there are no locks, tabs begin up to this many milliseconds apart, and see what the first has noted.
const APART_MS: f64 = 500.0;

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`: not there on insecure pages, and before Safari 15.4.
    type Locks;

    #[wasm_bindgen(catch, method)]
    fn request(this: &Locks, name: &str, granted: &JsValue) -> Result<Refusable, JsValue>;

    /// A promise.
    type Refusable;

    #[wasm_bindgen(method)]
    fn catch(this: &Refusable, refused: &JsValue);
}

/// The turn of this tab. Dropped, it is the next one's.
pub struct Turn(Option<Function>);

impl Turn {
    /// Whether no other tab can have it at the same time.
    pub fn is_sure(&self) -> bool {
        self.0.is_some()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            // Resolves a promise: nothing there throws.
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Does it when no other tab of the origin does what has the same name.
pub fn alone(name: &str, work: Box<dyn FnOnce(Turn)>) {
    let mut work = Some(work);
    let locks = navigator("locks").filter(JsValue::is_object);
    let Some(locks) = locks else {
        if let Some(work) = work.take() {
            set_timeout(|| work(Turn(None)), after(chance() * APART_MS));
        }
        return;
    };
    let granted: Box<dyn FnMut(JsValue) -> JsValue> = Box::new(move |_| {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        if let Some(work) = work.take() {
            work(Turn(release));
        }
        held.into()
    });
    let granted = Closure::wrap(granted).into_js_value();
    // Pages without an origin of their own have the function and may not use it: they share nothing with others.
    match locks.unchecked_into::<Locks>().request(name, &granted) {
        Ok(asked) => asked.catch(&granted),
        Err(_) => drop(granted.unchecked_into::<Function>().call0(&JsValue::NULL)),
    }
}

/// Hears when there is a connection again, and that another tab changed what is kept, until the owner is disposed of.
pub fn listen(online: impl Fn() + 'static, changed: impl Fn() + 'static) {
    /// What the keys of the outbox, of one's own comments and of one's votes begin with.
    const OURS: [&str; 2] = ["weerwoord:o", "weerwoord:vo"];
    let online = window_event_listener_untyped("online", move |_| online());
    let storage = window_event_listener_untyped("storage", move |event| {
        // No key: all of it was cleared.
        let key = Reflect::get(&event, &"key".into()).ok().and_then(|key| key.as_string());
        if key.is_none_or(|key| OURS.iter().any(|ours| key.starts_with(ours))) {
            changed();
        }
    });
    on_cleanup(move || {
        online.remove();
        storage.remove();
    });
}

/// Whether the browser knows that there is no connection.
pub fn is_offline() -> bool {
    navigator("onLine").is_some_and(|online| online == JsValue::FALSE)
}

/// Seconds since 1970.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "until the year 2106")]
pub fn now() -> u32 {
    (js_sys::Date::now() / 1000.0) as u32
}

/// From 0 to 1.
pub fn chance() -> f64 {
    js_sys::Math::random()
}

/// So many milliseconds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an hour at most")]
pub fn after(milliseconds: f64) -> Duration {
    Duration::from_millis(milliseconds as u64)
}

fn navigator(name: &str) -> Option<JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    Reflect::get(&navigator, &name.into()).ok()
}
