//! What helps the reader to get about in the thread: the way through what is new, all branches at once, the shortcuts.
//! Written by the browser alone, once, where it moves nothing; what changes about it is kept up to date by `Store::tell_new`.

use crate::store::Store;

/// The keys, and what they do; that is said under `shortcuts.`.
pub const KEYS: [(&str, &str); 5] = [("j", "next"), ("k", "previous"), ("u", "parent"), ("c", "fold"), ("?", "keys")];

/// What stands beside the orders: collapse all, and the shortcuts.
pub fn tools(store: Store) -> String {
    let [fold, keys] = [("fold", String::new(), ""), ("keys", said(store, "shortcuts.title"), "?")].map(button);
    ["<span class=\"tools\" part=\"tools\">", &fold, &keys, "</span>"].concat()
}

/// How many comments are new, and buttons to the next and the previous of them, in sight while the thread is; and the list of
/// shortcuts, closed.
pub fn steps(store: Store) -> String {
    let [previous, next] = [("previous", "↑"), ("next", "↓")]
        .map(|(action, sign)| button((action, said(store, &["reading.", action].concat()), sign)));
    let heading = store.heading(1);
    let keys = KEYS.map(|(key, does)| {
        let does = said(store, &["shortcuts.", does].concat());
        ["<div><dt><kbd>", key, "</kbd></dt><dd>", &does, "</dd></div>"].concat()
    });
    [
        "<div class=\"steps\" part=\"steps\"><nav class=\"way\" part=\"way\" id=\"weerwoord-new\" hidden aria-label=\"",
        &said(store, "reading.label"),
        "\"><span></span>",
        &previous,
        &next,
        "</nav><dialog class=\"shortcuts\" part=\"shortcuts\" aria-labelledby=\"weerwoord-keys\" closedby=\"any\"><",
        heading,
        " id=\"weerwoord-keys\">",
        &said(store, "shortcuts.title"),
        "</",
        heading,
        "><dl>",
        &keys.concat(),
        "</dl><p>",
        &said(store, "shortcuts.hint"),
        "</p><form method=\"dialog\"><button class=\"button\" part=\"button\">",
        &said(store, "shortcuts.close"),
        "</button></form></dialog></div>",
    ]
    .concat()
}

/// The sentence for a key, as HTML: it may be the publisher's own.
fn said(store: Store, key: &str) -> String {
    store.say(key).replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// A button that does this, with a name where its sign is none.
fn button((action, name, sign): (&str, String, &str)) -> String {
    let named = if name.is_empty() { String::new() } else { [" aria-label=\"", &name, "\""].concat() };
    let class = ["action ", action].concat();
    let head = ["<button type=\"button\" class=\"", &class, "\" part=\"", &class, "\" data-action=\"", action, "\""];
    [&head.concat(), &named, ">", sign, "</button>"].concat()
}
