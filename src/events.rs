//! What the page around the widget hears of it, and what a click inside it means.
//!
//! Events leave from the element itself, bubble and are composed. `embed.js` sends `weerwoord:ready` and tells of
//! threads that cannot be loaded; everything after that is sent here.

use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use web_sys::{
    CustomEvent, CustomEventInit, Element, EventTarget, HtmlElement, HtmlInputElement, HtmlTextAreaElement, MouseEvent,
    ShadowRoot,
};
use weerwoord_protocol::CommentId;

/// `weerwoord:posted`: the server keeps a comment that was written here. `detail`: the comment, as on the wire.
pub const POSTED: &str = "weerwoord:posted";
/// `weerwoord:error`: something was refused or the server was not reached. `detail`: `{"code", "message"}`.
pub const ERROR: &str = "weerwoord:error";

/// Sends an event with this detail, given as JSON.
pub fn send(target: &EventTarget, name: &str, detail_json: &str) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&js_sys::JSON::parse(detail_json).unwrap_or(JsValue::NULL));
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        // The answer is whether a listener called preventDefault, which means nothing here.
        let _ = target.dispatch_event(&event);
    }
}

/// The action of a plain click, and on what: the id of the comment in which it was clicked, or the gap's cursor. A click
/// that opens a new tab is the browser's.
pub fn action(event: &MouseEvent) -> Option<(String, String)> {
    if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() || event.button() != 0 {
        return None;
    }
    let target: Element = event.target()?.dyn_into().ok()?;
    let acting = target.closest("[data-action]").ok()??;
    let on = match acting.get_attribute("data-cursor") {
        Some(cursor) => cursor,
        None => target.closest("[id^=weerwoord-]").ok()??.id().strip_prefix("weerwoord-")?.to_owned(),
    };
    Some((acting.get_attribute("data-action")?, on))
}

/// Has the element read its thread again.
pub fn refresh(target: &Element) {
    let method = js_sys::Reflect::get(target, &JsValue::from_str("refresh"));
    if let Some(method) = method.ok().and_then(|method| method.dyn_into::<js_sys::Function>().ok()) {
        // A promise that never rejects: where nothing could be had, an event tells of it.
        let _ = method.call0(target);
    }
}

/// Focuses what the selector finds below the root.
pub fn focus(root: &Element, selector: &str) {
    if let Ok(Some(found)) = root.query_selector(selector)
        && let Some(element) = found.dyn_ref::<HtmlElement>()
    {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}

/// Clicks what the selector finds below the root; `false` where that is nothing.
pub fn click(root: &Element, selector: &str) -> bool {
    let found = root.query_selector(selector).ok().flatten().and_then(|found| found.dyn_into::<HtmlElement>().ok());
    found.as_ref().map(HtmlElement::click).is_some()
}

/// What the form's field of this name holds.
pub fn value(root: &Element, field: &str) -> Option<String> {
    let field = root.query_selector(&["[name=", field, "]"].concat()).ok()??;
    match field.dyn_into::<HtmlInputElement>() {
        Ok(input) => Some(input.value()),
        Err(other) => other.dyn_into::<HtmlTextAreaElement>().ok().map(|area| area.value()),
    }
}

/// What has the focus in this element's shadow root, or the nearest around that which the selector names.
pub fn focused_in(root: &Element, selector: &str) -> Option<Element> {
    root.get_root_node().dyn_into::<ShadowRoot>().ok()?.active_element()?.closest(selector).ok()?
}

/// Whether the reader is at this element: it has the focus, or nothing has.
pub fn is_at(element: &Element) -> bool {
    match focused_in(element, "*") {
        Some(focused) => &focused == element,
        None => element.owner_document().is_some_and(|page| {
            page.active_element().is_none_or(|focused| page.body().is_some_and(|body| *body == focused))
        }),
    }
}

/// Whether the focus is inside this comment.
pub fn has_focus(root: &Element, id: &CommentId) -> bool {
    focused_in(root, &["#weerwoord-", id.as_str()].concat()).is_some()
}
