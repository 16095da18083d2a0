//! The lines of the list: which there are, in which order, and what the rest of the thread makes of each.
//!
//! A line is drawn once, by its component, and has no signals of its own. What may change about it later (whether a
//! collapsed branch hides it, its actions, the form under it) is kept up to date from here, for all lines at once. So
//! what the server wrote needs no hydration: a comment that nothing happens to costs the reader nothing, and whatever a
//! translator or an extension makes of its HTML is no mismatch.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Render};
use web_sys::Element;

use crate::components::{Composer, collapse, context, line, own, reply, steps, tools, votes};
use crate::model::{Item, Mine, Place, Standing};
use crate::store::Store;
use crate::{around, events, html};

/// The list's HTML, on the server. The markers between texts and after children, which hydration counts on, are not
/// needed here: a seventh of a thread's nodes.
#[cfg(feature = "ssr")]
pub fn html(store: Store) -> String {
    let items = store.items.get_untracked();
    items
        .iter()
        .zip(store.standings())
        .map(|(item, standing)| line(store, item, &standing).to_html())
        .collect::<String>()
        .replace("<!>", "")
}

/// Keeps the list in step with the store, from when the thread is connected to its page until it is disposed of.
pub fn follow(store: Store) {
    for (place, html) in [("#weerwoord-order", tools(store)), (".thread", steps(store))] {
        if let Some(place) = store.find(place) {
            html::add(&place, &html);
        }
    }
    let owner = Owner::new();
    let lines = Rc::new(RefCell::new(Lines { store, owner, lines: Vec::new(), form: None, hidden: None }));
    let listed = Rc::clone(&lines);
    effect(Box::new(move || {
        let standings = store.standings();
        listed.borrow_mut().take(&store.items.get_untracked(), &standings);
        store.tell_new(standings);
    }));
    around::hear(store);
    effect(Box::new(move || {
        store.open.track();
        lines.borrow_mut().open_form();
    }));
}

/// An effect. Boxed: every type of function would bring its own copy of what runs it.
fn effect(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}

/// The list's lines, in order, and the form under one of them.
struct Lines {
    store: Store,
    owner: Owner,
    lines: Vec<Line>,
    form: Option<Drawn>,
    /// The text in whose place the form stands.
    hidden: Option<Element>,
}

struct Line {
    key: (Option<u32>, String),
    element: Element,
    standing: Standing,
    // Held for what is alive in it; `None` where the server wrote it.
    _drawn: Option<Drawn>,
}

/// A view outside of the tree that Leptos keeps. When it is dropped, what it drew is gone.
struct Drawn {
    owner: Owner,
    state: AnyViewState,
}

impl Drop for Drawn {
    fn drop(&mut self) {
        self.state.unmount();
        self.owner.cleanup();
    }
}

impl Lines {
    /// Makes the list hold these items: lines that stay are left alone, those that are in the HTML already are taken as
    /// they are, and the others are drawn.
    fn take(&mut self, items: &[Item], standings: &[Standing]) {
        let Some(list) = self.store.find(".comments") else { return };
        let mut old: Vec<_> = self.lines.drain(..).map(Some).collect();
        let mut next = 0;
        let mut in_place = true;
        let mut kept = Vec::with_capacity(items.len());
        for item in items {
            let key = item.key();
            // Mostly the next one.
            let at = (next..old.len()).chain(0..next).find(|at| old[*at].as_ref().is_some_and(|line| line.key == key));
            in_place &= at == Some(next);
            next = at.map_or(next, |at| at + 1);
            kept.push(at.and_then(|at| old[at].take()));
        }
        // Before others are looked for: the line of a comment that changed has the id of the one that takes its place.
        for line in old.into_iter().flatten() {
            line.element.remove();
        }
        for ((item, line), standing) in items.iter().zip(kept).zip(standings) {
            let Some(mut line) = line.or_else(|| self.line(item, standing)) else { continue };
            if !line.standing.looks_like(standing) {
                self.show(&line.element, item, standing);
            }
            line.standing = *standing;
            self.lines.push(line);
        }
        if !in_place {
            self.put_in_order(&list);
        }
        let form = self.form.as_ref().and_then(|form| first(&form.state));
        if form.is_some_and(|form| self.store.closed.get_untracked() || !form.is_connected()) {
            self.open_form();
        }
    }

    /// The item's line: the server's, where that is in the list, else a new one.
    fn line(&self, item: &Item, standing: &Standing) -> Option<Line> {
        let selector = match item {
            Item::Gap(_) => [".more [data-cursor=\"", item.mark(), "\"]"].concat(),
            Item::Kept(_) | Item::Waiting(..) => ["#weerwoord-", item.mark()].concat(),
        };
        let found = self.store.find(&selector).and_then(|found| found.closest("li").ok()?);
        let below = match &found {
            Some(line) => usize::from(action(line, "collapse").is_some()),
            None => standing.below,
        };
        let flat = found.as_ref().map_or(standing.flat, |line| action(line, "context").is_some());
        let as_drawn = Standing { below, closed: standing.closed, flat, votes: standing.votes, ..Standing::default() };
        let drawn = found.is_none().then(|| self.draw(|| line(self.store, item, standing)));
        let element = found.or_else(|| first(&drawn.as_ref()?.state))?;
        Some(Line { key: item.key(), element, standing: as_drawn, _drawn: drawn })
    }

    /// Shows what became of a line.
    fn show(&self, line: &Element, item: &Item, standing: &Standing) {
        // Fails where the name is none.
        let _ = line.toggle_attribute_with_force("hidden", standing.hidden);
        html::mark(line, standing.new, &self.store.say("reading.mark"));
        let (Item::Kept(entry), Ok(Some(actions))) = (item, line.query_selector(".actions")) else { return };
        let reply = reply(self.store, entry, standing);
        let collapse = collapse(self.store, standing);
        let own = |name, may: bool| (name, may.then(|| own(self.store, name)));
        let (change, pending) = (standing.mine == Mine::Change, standing.mine == Mine::Pending);
        let editable = change || pending && self.store.fixed.with_value(|fixed| fixed.policy.edit_minutes > 0);
        for (name, view) in [
            ("collapse", collapse),
            ("context", standing.flat.then(|| context(self.store, &entry.comment.id))),
            ("reply", reply),
            own("edit", editable && !standing.closed),
            own("delete", change),
            own("undo", pending || standing.mine == Mine::Undo),
        ] {
            match (action(line, name), view.and_then(|view| first(&view.build()))) {
                (Some(there), None) => {
                    if events::focused_in(line, "[data-action]").as_ref() == Some(&there) {
                        self.store.focus_comment(&entry.comment.id);
                    }
                    there.remove();
                }
                (None, Some(new)) => {
                    // Before the button that collapses, where there is one; else before that of the menu.
                    let (beside, place) = match action(line, "collapse").or_else(|| action(line, "menu")) {
                        Some(last) => (last, "beforebegin"),
                        None => (actions.clone(), "beforeend"),
                    };
                    drop(beside.insert_adjacent_element(place, &new));
                }
                (Some(there), Some(new)) if name == "collapse" => update(&there, &new, "aria-expanded"),
                _ => {}
            }
        }
        for (name, view) in ["up", "down"].into_iter().zip(votes(self.store, entry, standing)) {
            if let (Some(there), Some(new)) = (action(line, name), first(&view.build())) {
                update(&there, &new, "aria-pressed");
                update(&there, &new, "part");
                update(&there, &new, "aria-label");
            }
        }
    }

    /// Puts the lines in their order. The one with the focus stays where it is, for it would lose the focus, and with it
    /// all that are where they belong.
    fn put_in_order(&self, list: &Element) {
        let focused = events::focused_in(list, ".comments > li");
        let stays = self.lines.iter().position(|line| Some(&line.element) == focused.as_ref()).unwrap_or(0);
        let (before, after) = self.lines.split_at(stays);
        let Some((stays, after)) = after.split_first() else { return };
        if !stays.element.is_connected() {
            // Fails where there is no place beside; inside there always is.
            let _ = list.insert_adjacent_element("afterbegin", &stays.element);
        }
        let mut previous = &stays.element;
        for Line { element, .. } in after {
            if previous.next_element_sibling().as_ref() != Some(element) {
                let _ = previous.insert_adjacent_element("afterend", element);
            }
            previous = element;
        }
        let mut next = &stays.element;
        for Line { element, .. } in before.iter().rev() {
            if next.previous_element_sibling().as_ref() != Some(element) {
                let _ = next.insert_adjacent_element("beforebegin", element);
            }
            next = element;
        }
    }

    /// Draws the form under the comment where it is open, and nowhere else.
    fn open_form(&mut self) {
        self.form = None;
        if let Some(body) = self.hidden.take() {
            // Fails where the name is none.
            let _ = body.remove_attribute("hidden");
        }
        let store = self.store;
        let Some(place) = store.open.get_untracked() else { return };
        let Some(id) = place.at() else { return };
        if store.closed.get_untracked() {
            return;
        }
        let Some(article) = store.find(&["#weerwoord-", id.as_str(), " > article"].concat()) else { return };
        let mut next = None;
        if matches!(place, Place::Edit(_)) {
            let find = |selector| article.query_selector(selector).ok().flatten();
            (self.hidden, next) = (find(".body"), find(".actions"));
            if let Some(body) = &self.hidden {
                let _ = body.set_attribute("hidden", "");
            }
        }
        let mut form = self.draw(|| view! { <Composer store=store place=place /> }.into_any());
        form.state.mount(&article, next.as_deref());
        self.form = Some(form);
    }

    fn draw(&self, view: impl FnOnce() -> AnyView) -> Drawn {
        let owner = self.owner.with(Owner::new);
        let state = owner.with(|| view().build());
        Drawn { owner, state }
    }
}

/// The element that was drawn.
fn first(state: &AnyViewState) -> Option<Element> {
    state.elements().into_iter().next()
}

/// Makes a button look like a new one, and stay the same one, so that it keeps the focus when it is pressed.
fn update(there: &Element, new: &Element, state: &str) {
    if let Some(value) = new.get_attribute(state) {
        let _ = there.set_attribute(state, &value);
    }
    there.set_text_content(new.text_content().as_deref());
}

/// The line's action of this name.
fn action(line: &Element, name: &str) -> Option<Element> {
    line.query_selector(&["[data-action=", name, "]"].concat()).ok()?
}
