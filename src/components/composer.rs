//! The form in which a comment is written: under the article, under the comment that it answers, or in the place of the
//! text that it changes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlFormElement, KeyboardEvent, SubmitEvent};
use weerwoord_protocol::{Author, BODY_MAX, Invalid, check_body, check_name, check_role, clean_line};

use super::element::{bare, dynamic, dynamic_text, element, nothing, slot};
use super::field::{Field, field};
use crate::device;
use crate::model::Place;
use crate::signal::RwSignal;
use crate::store::Store;

/// The count of characters left appears when fewer are left than this.
const COUNT_FROM: usize = 500;

/// A form that is sent again sooner than this was clicked twice.
const DOUBLE_CLICK_MS: f64 = 1000.0;

/// The form. Without scripts it posts to the hosted page; with them it is sent from here, and what is typed is kept on
/// the device from the first character on.
#[component]
pub fn Composer(
    /// The thread's signals.
    store: Store,
    /// Where it stands, and with that what it is for.
    place: Place,
) -> impl IntoView {
    let opened_by_reader = store.connected();
    let form = store.fixed.with_value(|fixed| fixed.form.clone());
    let body = RwSignal::new(if opened_by_reader { store.draft(&place) } else { form.body.clone() });
    let preview = RwSignal::new(form.preview_html.clone());
    let place = StoredValue::new(place);
    let sent_at = StoredValue::new(0.0);

    // After the first drawing: what was typed before the widget came, else what this device remembers.
    Effect::new(move |_| {
        let filled = |name| store.typed(name).filter(|value| !value.is_empty());
        body.set(match filled("body") {
            Some(text) => {
                store.keep_draft(&place.read_value(), text.clone());
                text
            }
            None => store.draft(&place.read_value()),
        });
        // Who wrote a text that is changed stays who wrote it; the form does not ask.
        if !matches!(&*place.read_value(), Place::Edit(_)) {
            let known = device::recall::<Author>(device::AUTHOR).unwrap_or_default();
            let (name, role) = (filled("name").unwrap_or(known.name), filled("role").or(known.role));
            store.author.set(Author { name, role });
        }
        if opened_by_reader {
            store.focus_field(store.field_to_fill());
        }
    });

    let submitted = move |event: Event| {
        event.prevent_default();
        let button = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
        let text = body.get_untracked();
        if button.is_some_and(|button| button.has_attribute("name")) {
            show_preview(store, body, preview);
        } else if text.is_empty() && js_sys::Date::now() - sent_at.get_value() < DOUBLE_CLICK_MS {
            // What the first click left empty is no mistake of the reader's.
        } else if let Place::Edit(id) = place.get_value() {
            let text = store.linked(&text);
            if check_text(store, &text) {
                store.edit(id, text);
            }
        } else if let Some((author, text)) = checked(store, &text) {
            sent_at.set_value(js_sys::Date::now());
            body.set(String::new());
            preview.set(None);
            store.send(&place.read_value(), author, text);
        }
    };
    let typed = move |event: Event| {
        let text = event_target_value(&event);
        store.keep_draft(&place.read_value(), text.clone());
        body.set(text);
        preview.set(None);
    };
    let keys = move |event: Event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        // Safari says that composing is over before the key that ended it, and marks that one by its code.
        if key.is_composing() || key.key_code() == 229 {
            // The key belongs to the word that is being made.
        } else if key.key() == "Enter" && (key.ctrl_key() || key.meta_key()) {
            event.prevent_default();
            let form = event.current_target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
            if let Some(form) = form {
                // Throws for a submit button of another form alone; none is given.
                let _ = form.request_submit();
            }
        } else if key.key() == "Escape" {
            store.close_form();
        }
    };
    let count = move || {
        let length = body.with(|body| body.chars().count());
        let text = store.text.read_value();
        match BODY_MAX.checked_sub(length) {
            None => text.plural("composer.over", length - BODY_MAX),
            Some(left) if left < COUNT_FROM => text.plural("composer.left", left),
            Some(_) => String::new(),
        }
    };
    let invalid = move || {
        let over = body.with(|body| body.chars().count()) > BODY_MAX;
        (over || store.wrong("body").is_some()).then(|| "true".to_owned())
    };
    let shown = move || match preview.get() {
        Some(html) => bare("div")
            .attr("class", "preview body")
            .attr("part", "preview")
            .attr("dir", "auto")
            .inner_html(html)
            .make(),
        None => nothing(),
    };

    let place = place.get_value();
    let (class, title, send) = match &place {
        Place::Article => ("composer", store.say("composer.title"), "composer.send"),
        Place::Answer(id) => {
            let title = store.text.read_value().with("composer.reply-title", "name", &store.name_of(id));
            ("composer reply", title, "composer.send")
        }
        Place::Edit(_) => ("composer edit", store.say("composer.edit-title"), "composer.save"),
    };
    let area = element("textarea", "input")
        .attr("id", "weerwoord-body")
        .attr("name", "body")
        .attr("rows", "3")
        .attr("dir", "auto")
        .attr("required", "")
        .attr("aria-describedby", "weerwoord-body-error weerwoord-count")
        .attr_signal("aria-invalid", invalid)
        .value_signal(move || body.get())
        .on("input", typed)
        .inner_html(escape(&form.body));
    let body_field = bare("div")
        .attr("class", "field field-body")
        .attr("part", "field")
        .child(element("label", "label").attr("for", "weerwoord-body").text(store.say("composer.body")).make())
        .child(area.make())
        .child(
            element("p", "error")
                .attr("id", "weerwoord-body-error")
                .child(dynamic_text(move || store.wrong("body").unwrap_or_default()))
                .make(),
        )
        .child(element("p", "count").attr("id", "weerwoord-count").child(dynamic_text(count)).make());
    let mut fields = element("div", "fields").child(field(
        store,
        Field {
            name: "name",
            error: "author.name",
            label: "composer.name",
            autocomplete: "name",
            value: form.name.clone(),
        },
    ));
    if store.fixed.with_value(|fixed| fixed.policy.ask_role) {
        fields = fields.child(field(
            store,
            Field {
                name: "role",
                error: "author.role",
                label: "composer.role",
                autocomplete: "organization-title",
                value: form.role.clone(),
            },
        ));
    }
    let submit =
        |class: &str, part: &'static str| bare("button").attr("type", "submit").attr("class", class).attr("part", part);
    let send = submit("button primary", "button send primary").text(store.say(send));
    let look = submit("button", "button preview-button").attr("name", "preview").attr("value", "1");
    let mut actions =
        element("div", "composer-actions").child(send.make()).child(look.text(store.say("composer.preview")).make());
    if place != Place::Article {
        let close = move |event: Event| {
            event.prevent_default();
            store.close_form();
        };
        actions = actions.child(
            element("a", "button cancel")
                .attr("data-action", "cancel")
                .attr("href", store.page(""))
                .on("click", close)
                .text(store.say("composer.cancel"))
                .make(),
        );
    }
    let mut whole = bare("form")
        .attr("class", class)
        .attr("part", "composer")
        .attr("id", "weerwoord-form")
        .attr("method", "post")
        .attr("action", store.page("#weerwoord-form"))
        .attr("novalidate", "")
        .attr("aria-labelledby", "weerwoord-form-title")
        .on("submit", submitted)
        .on("keydown", keys)
        .child(element(store.heading(1), "composer-title").attr("id", "weerwoord-form-title").text(title).make());
    // What the hosted page cannot know otherwise.
    for (name, value) in [("parent", place.parent()), ("id", form.id.as_ref())] {
        if let Some(value) = value {
            let hidden = bare("input").attr("type", "hidden").attr("name", name).attr("value", value.to_string());
            whole = whole.child(hidden.make_input());
        }
    }
    whole = whole.child(body_field.make());
    if !matches!(place, Place::Edit(_)) {
        whole = whole.child(slot("sign-in").make()).child(fields.make());
    }
    whole
        .child(actions.child(element("p", "hint").text(store.say("composer.hint")).make()).make())
        .child(bare("div").attr("role", "status").child(dynamic(shown)).make())
        .make()
}

/// Whether the text may be sent; else says what is wrong with it.
fn check_text(store: Store, body: &str) -> bool {
    check_body(body).map_err(|invalid| refuse(store, "body", "body", invalid)).is_ok()
}

/// Asks the server how the text will look.
fn show_preview(store: Store, body: RwSignal<String>, preview: RwSignal<Option<String>>) {
    let text = body.get_untracked();
    if !check_text(store, &text) {
        return;
    }
    spawn_local(async move {
        match store.preview(&text).await {
            // The reader may have gone on, or away.
            Ok(html) => {
                if body.try_get_untracked() == Some(text) {
                    store.refused.set(None);
                    preview.set(Some(html));
                }
            }
            Err(failure) => store.refused.set(Some(("body".to_owned(), store.explain(&failure)))),
        }
    });
}

/// The author, and the text as it is sent, if all that was typed may be; else says what is wrong where it is wrong.
fn checked(store: Store, body: &str) -> Option<(Author, String)> {
    let typed = store.author.get_untracked();
    let name = clean_line(&typed.name);
    let role = typed.role.as_deref().map(clean_line).filter(|role| !role.is_empty());
    let body = store.linked(body);
    if !check_text(store, &body) {
        return None;
    }
    if let Err(invalid) = check_name(&name) {
        refuse(store, "author.name", "name", invalid);
    } else if let Err(invalid) = role.as_deref().map_or(Ok(()), check_role) {
        refuse(store, "author.role", "role", invalid);
    } else {
        return Some((Author { name, role }, body));
    }
    None
}

/// Says what is wrong at the field, and goes there.
fn refuse(store: Store, field: &str, name: &str, invalid: Invalid) {
    let limit = invalid.limit.and_then(|limit| u64::try_from(limit).ok());
    store.refused.set(Some((field.to_owned(), store.text.read_value().error(invalid.code, limit))));
    store.focus_field(name);
}

/// The text of a `<textarea>` as HTML. The line end in front is the one that the parser drops.
fn escape(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    ["\n", &text.replace('&', "&amp;").replace('<', "&lt;")].concat()
}
