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

/// The action of a plain click, and the comment in which it was clicked. A click that opens a new tab is the browser's.
pub fn action(event: &MouseEvent) -> Option<(String, CommentId)> {
    if event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0 {
        return None;
    }
    let target: Element = event.target()?.dyn_into().ok()?;
    let action = target.closest("[data-action]").ok()??.get_attribute("data-action")?;
    let comment = target.closest("[id^=weerwoord-]").ok()??.id();
    Some((action, CommentId::parse(comment.strip_prefix("weerwoord-")?)?))
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

/// Whether the focus is inside this comment.
pub fn has_focus(root: &Element, id: &CommentId) -> bool {
    focused_in(root, &["#weerwoord-", id.as_str()].concat()).is_some()
}
