//! What `embed.js` calls: take over the HTML that the server rendered, or draw the thread where that cannot be done.
//!
//! A mismatch between HTML and components is a trap without a message. The shell catches it, loads a fresh instance of
//! this module and calls [`mount`], which reads the bodies and the typed text back from the HTML before it draws.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::mount::{hydrate_from, mount_to};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};
use weerwoord_protocol::{Author, CommentId, State};

use crate::components::Thread;
use crate::device;
use crate::events;
use crate::html;
use crate::json;
use crate::lines;
use crate::model::PageForm;
use crate::store::{Host, Store};
use crate::text::Text;

/// A thread on a page. Dropped by `free()`, it lets go of every listener and signal.
#[wasm_bindgen]
pub struct Mounted {
    store: Store,
    owner: Owner,
    // Held for what its drop does.
    _view: Box<dyn std::any::Any>,
}

/// A thread's store, and what owns its signals.
type Made = (Store, Owner);

#[wasm_bindgen]
impl Mounted {
    /// Keeps the list in step with the store from now on; to be called once.
    pub fn follow(&self) {
        self.owner.with(|| {
            lines::follow(self.store);
            self.store.keep_sending();
        });
        self.store.draw_times();
    }

    /// Opens the branches in which a comment stands; `id` is that of its element.
    pub fn reveal(&self, id: &str) {
        if let Some(id) = id.strip_prefix("weerwoord-").and_then(CommentId::parse) {
            self.store.reveal(&id);
        }
    }

    /// Takes what others did, as JSON: the thread's snapshot, with no other comments than those that are new or another, and
    /// with the thread's count where they are `counted`. One without a text tells of its votes alone.
    pub fn hear(&self, told: &str, counted: bool) {
        if let Some(told) = json::parse(told) {
            self.store.hear(told, counted);
        }
    }

    /// Reads the thread again, and calls `done` when what is new is shown, or could not be had (an event tells of that).
    /// A function, because a promise made in here costs 3 kB. With `at`, the id of a comment, it reads the page that holds
    /// that one, instead of the page that is shown.
    pub fn refresh(&self, done: js_sys::Function, at: Option<String>) {
        let store = self.store;
        spawn_local(async move {
            store.refresh(at.as_deref().and_then(CommentId::parse)).await;
            // What a caller does then is its own affair.
            let _ = done.call0(&JsValue::NULL);
        });
    }
}

/// What the components draw, read from the page.
#[wasm_bindgen]
pub struct Page(State, Text);

/// Reads what the page in `root` tells: `state` is the fragment's JSON, `messages` the JSON of its language. Throws where it
/// is not understood. `whole` reads what [`mount`] needs too.
///
/// Reading, taking over and following are three calls, so that the shell can let the reader act in between: in one they
/// take a phone longer than a frame or two.
#[wasm_bindgen]
pub fn read(root: &Element, state: &str, messages: &str, whole: bool) -> Result<Page, JsError> {
    let mut state: State = json::parse(state).ok_or_else(not_understood)?;
    let text = Text::new(state.lang.clone(), json::object(messages).ok_or_else(not_understood)?);
    (state.snapshot.comments, state.snapshot.gaps) = html::page(root, whole);
    state.snapshot.pinned = html::pinned(root);
    Ok(Page(state, text))
}

/// Takes over the server's HTML in `root`; [`Mounted::follow`] is to be called after it.
///
/// `target` is the element from which events leave, `times` puts dates into words, `title` names the article. Traps where
/// the HTML is not what the components draw.
#[wasm_bindgen]
pub fn hydrate(
    root: HtmlElement,
    page: Page,
    target: Element,
    times: js_sys::Function,
    title: Option<String>,
) -> Result<Mounted, JsError> {
    let made = Rc::new(RefCell::new(None));
    let view = hydrate_from(root.clone(), {
        let made = Rc::clone(&made);
        move || draw(page, None, &made)
    });
    finish(made.take(), Box::new(view), Host { target, root: root.into(), times, title })
}

/// Draws the thread afresh in `root`, with the bodies and the typed text that its HTML holds. Otherwise like [`hydrate`].
#[wasm_bindgen]
pub fn mount(
    root: HtmlElement,
    page: Page,
    target: Element,
    times: js_sys::Function,
    title: Option<String>,
) -> Result<Mounted, JsError> {
    let typed = typed(&root);
    root.set_inner_html("");
    let made = Rc::new(RefCell::new(None));
    let view = mount_to(root.clone(), {
        let made = Rc::clone(&made);
        move || draw(page, typed, &made)
    });
    let mounted = finish(made.take(), Box::new(view), Host { target, root: root.into(), times, title })?;
    // Not connected yet, it was drawn as the server's HTML is taken over: without what is inside.
    mounted.store.pinned.update(|_| ());
    Ok(mounted)
}

/// A debug build says in the console where it panicked; a release build has left those words out.
#[wasm_bindgen(start)]
fn start() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&panic.to_string().into())));
}

fn draw(
    Page(state, text): Page,
    typed: Option<(Author, Option<String>)>,
    made: &RefCell<Option<Made>>,
) -> impl IntoView + use<> {
    let store = Store::new(state, text, PageForm::default());
    if let Some((author, body)) = typed {
        store.take_over(&author, body);
    }
    made.replace(Owner::current().map(|owner| (store, owner)));
    view! { <Thread store=store /> }
}

fn finish(made: Option<Made>, view: Box<dyn std::any::Any>, host: Host) -> Result<Mounted, JsError> {
    let (store, owner) = made.ok_or_else(|| JsError::new("the thread was not drawn"))?;
    store.connect(host);
    Ok(Mounted { store, owner, _view: view })
}

fn not_understood() -> JsError {
    JsError::new("the thread's state is not understood")
}

/// What the reader typed into the server's form.
fn typed(root: &Element) -> Option<(Author, Option<String>)> {
    let [name, role, body] =
        ["name", "role", "body"].map(|field| events::value(root, field).filter(|value| !value.is_empty()));
    if name.is_none() && role.is_none() && body.is_none() {
        return None;
    }
    let known = device::recall::<Author>(device::AUTHOR).unwrap_or_default();
    Some((Author { name: name.unwrap_or(known.name), role: role.or(known.role) }, body))
}
