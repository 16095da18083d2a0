//! What the page around the widget tells of the reader: leaves, comes back, prints; and which keys were pressed in here.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, KeyboardEvent};

use crate::components::KEYS;
use crate::html;
use crate::store::Store;

/// Hears it from now on, until the thread is disposed of.
pub fn hear(store: Store) {
    for name in ["pagehide", "visibilitychange", "pageshow", "beforeprint"] {
        let listening = window_event_listener_untyped(name, move |event| heard(store, &event));
        on_cleanup(move || listening.remove());
    }
}

fn heard(store: Store, event: &Event) {
    match event.type_().as_str() {
        "beforeprint" => {
            if let Some(list) = store.find(".comments") {
                html::in_full(&list);
            }
        }
        "pageshow" => {
            if js_sys::Reflect::get(event, &JsValue::from_str("persisted")).is_ok_and(|kept| kept.is_truthy()) {
                store.come_back();
            }
        }
        // It is shown again: for how long it was not, `pageshow` asks.
        "visibilitychange" if !document().hidden() => {}
        _ => {
            store.keep_visit();
        }
    }
}

/// Does what a key means in the thread. Keys with modifiers, in a field and in a word that is being made have other meanings.
pub fn pressed(store: Store) -> impl FnMut(Event) {
    move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let pressed = key.key();
        let Some((_, action)) = KEYS.into_iter().find(|(key, _)| *key == pressed) else { return };
        let held = key.ctrl_key() || key.meta_key() || key.alt_key() || key.shift_key() && pressed != "?";
        let typing = event.target().and_then(|target| {
            target.dyn_into::<Element>().ok()?.closest("input,textarea,select,[contenteditable],dialog").ok()?
        });
        if !held && !key.is_composing() && typing.is_none() && store.act(action, "") {
            event.prevent_default();
        }
    }
}
