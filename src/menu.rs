//! What the module asks of the script beside it (`src/menu.js`), to which the build binds these names.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    /// The text as it is sent: with links in the place of the names of those who wrote below the root.
    #[wasm_bindgen(js_name = wwLink)]
    pub fn link(root: &Element, text: &str) -> String;
    /// A text that was sent, as it was typed.
    #[wasm_bindgen(js_name = wwUnlink)]
    pub fn unlink(text: &str) -> String;
    /// Whether the reader has hidden this writer on this site.
    #[wasm_bindgen(js_name = wwHidden)]
    pub fn is_hidden(site: &str, name: &str, role: Option<&str>) -> bool;
}
