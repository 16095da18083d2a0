//! The form in which a comment is written: under the article, or under the comment that it answers.

use leptos::ev::{Event, KeyboardEvent, SubmitEvent};
use leptos::html::{Form, Input, Textarea};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use weerwoord_protocol::{Author, BODY_MAX, CommentId, Invalid, check_body, check_name, check_role, clean_line};

use super::field::{Field, field};
use crate::device;
use crate::store::{Place, Store};

/// The count of characters left appears when fewer are left than this.
const COUNT_FROM: usize = 500;

/// The form. Without scripts it posts to the hosted page; with them it is sent from here, and what is typed is kept on
/// the device from the first character on.
#[component]
pub fn Composer(
    /// The thread's signals.
    store: Store,
    /// The comment to answer; `None` for the article itself.
    place: Place,
) -> impl IntoView {
    let opened_by_reader = store.connected();
    let form = store.fixed.with_value(|fixed| fixed.form.clone());
    let body = RwSignal::new(if opened_by_reader { store.draft(&place) } else { form.body.clone() });
    let preview = RwSignal::new(form.preview_html.clone());
    let previewing = RwSignal::new(false);
    let (form_ref, body_ref) = (NodeRef::<Form>::new(), NodeRef::<Textarea>::new());
    let (name_ref, role_ref) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let ask_role = store.fixed.with_value(|fixed| fixed.policy.ask_role);

    let take_up = {
        let place = place.clone();
        move || {
            let typed = body_ref.get_untracked().map(|field| field.value()).unwrap_or_default();
            body.set(if typed.is_empty() { store.draft(&place) } else { typed });
            let mut author = device::recall::<Author>(device::AUTHOR).unwrap_or_default();
            if let Some(name) = value(name_ref) {
                author.name = name;
            }
            author.role = value(role_ref).or(author.role);
            store.author.set(author);
            if opened_by_reader && let Some(field) = body_ref.get_untracked() {
                // Focus that is refused stays where it is.
                let _ = field.focus();
            }
        }
    };
    Effect::new(move |_| take_up());

    let submit = {
        let place = place.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let text = body.get_untracked();
            if event.submitter().is_some_and(|button| button.has_attribute("name")) {
                if let Err(invalid) = check_body(&text) {
                    return refuse(store, "body", invalid, body_ref.get_untracked().as_deref());
                }
                previewing.set(true);
                return spawn_local(async move {
                    let shown = store.preview(text).await;
                    match shown {
                        Ok(html) => preview.set(Some(html)),
                        Err(failure) => store.refused.set(Some(("body".to_owned(), store.explain(&failure)))),
                    }
                    previewing.set(false);
                });
            }
            let typed = store.author.get_untracked();
            let author = Author {
                name: clean_line(&typed.name),
                role: typed.role.as_deref().map(clean_line).filter(|role| !role.is_empty()),
            };
            if let Err(invalid) = check_body(&text) {
                refuse(store, "body", invalid, body_ref.get_untracked().as_deref());
            } else if let Err(invalid) = check_name(&author.name) {
                refuse(store, "author.name", invalid, name_ref.get_untracked().as_deref());
            } else if let Err(invalid) = author.role.as_deref().map_or(Ok(()), check_role) {
                refuse(store, "author.role", invalid, role_ref.get_untracked().as_deref());
            } else {
                store.send(place.clone(), author, text);
                body.set(String::new());
                preview.set(None);
            }
        }
    };
    let typed = {
        let place = place.clone();
        move |event: Event| {
            let text = event_target_value(&event);
            body.set(text.clone());
            preview.set(None);
            store.keep_draft(&place, text);
        }
    };
    let keys = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
            event.prevent_default();
            if let Some(form) = form_ref.get_untracked() {
                // Throws for a submit button of another form alone; none is given.
                let _ = form.request_submit();
            }
        } else if event.key() == "Escape" && store.open.with_untracked(Option::is_some) {
            store.close_form();
        }
    };
    let count = move || {
        let length = body.with(|body| body.chars().count());
        let text = store.text.read_value();
        let left = BODY_MAX.saturating_sub(length);
        (left < COUNT_FROM).then(|| {
            let over = length.saturating_sub(BODY_MAX);
            if over > 0 { text.plural("composer.over", over) } else { text.plural("composer.left", left) }
        })
    };
    let (action, back) = store.fixed.with_value(|fixed| {
        let page = [fixed.server.as_str(), "/thread?", &fixed.query].concat();
        (page.clone(), page)
    });
    let title = match &place {
        None => store.say("composer.title"),
        Some(parent) => store.text.read_value().with("composer.reply-title", "name", &store.name_of(parent)),
    };
    let cancel = place.is_some().then(|| {
        let close = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            store.close_form();
        };
        view! {
            <a class="button cancel" part="button cancel" data-action="cancel" href=back on:click=close>
                {store.say("composer.cancel")}
            </a>
        }
    });
    let class = if place.is_some() { "composer reply" } else { "composer" };
    let body_error = move || store.refused.get().filter(|(field, _)| field != "author.name" && field != "author.role");
    let shown = move || {
        preview.get().map(|html| view! { <div class="preview body" part="preview" dir="auto" inner_html=html></div> })
    };
    view! {
        <form class=class part="composer" id="weerwoord-form" method="post" action=action novalidate node_ref=form_ref on:submit=submit on:keydown=keys>
            <h3 class="composer-title" part="composer-title" id="weerwoord-form-title">{title}</h3>
            {hidden("parent", place.as_ref())} {hidden("id", form.id.as_ref())}
            <div class="field field-body" part="field">
                <label class="label" part="label" for="weerwoord-body">{store.say("composer.body")}</label>
                <textarea
                    class="input" part="input" id="weerwoord-body" name="body" rows="3" required dir="auto"
                    aria-describedby="weerwoord-body-error weerwoord-count"
                    aria-invalid=move || body_error().map(|_| "true")
                    node_ref=body_ref prop:value=move || body.get() on:input=typed
                    inner_html=escape(&form.body)
                ></textarea>
                <p class="error" part="error" id="weerwoord-body-error">{move || body_error().map(|(_, message)| message)}</p>
                <p class="count" part="count" id="weerwoord-count">{count}</p>
            </div>
            <div class="fields">
                {field(store, Field { name: "name", error: "author.name", label: "composer.name", autocomplete: "name", required: true, value: form.name.clone() }, name_ref)}
                {ask_role.then(|| field(store, Field { name: "role", error: "author.role", label: "composer.role", autocomplete: "organization-title", required: false, value: form.role.clone() }, role_ref))}
            </div>
            <div class="composer-actions" part="composer-actions">
                <button type="submit" class="button primary" part="button send">{store.say("composer.send")}</button>
                <button type="submit" class="button" part="button preview-button" name="preview" value="1" disabled=move || previewing.get()>
                    {store.say("composer.preview")}
                </button>
                {cancel}
                <p class="hint" part="hint">{store.say("composer.hint")}</p>
            </div>
            {shown}
        </form>
    }
}

/// Says what is wrong at the field, and goes there.
fn refuse(store: Store, field: &str, invalid: Invalid, element: Option<&HtmlElement>) {
    let limit = invalid.limit.and_then(|limit| u64::try_from(limit).ok());
    store.refused.set(Some((field.to_owned(), store.text.read_value().error(invalid.code, limit))));
    if let Some(element) = element {
        // Focus that is refused stays where it is.
        let _ = element.focus();
    }
}

/// What a field holds, if anything.
fn value(field: NodeRef<Input>) -> Option<String> {
    let input = field.get_untracked()?;
    let input: &web_sys::HtmlInputElement = input.unchecked_ref();
    Some(input.value()).filter(|value| !value.is_empty())
}

/// For the hosted page, which has no other way to know.
fn hidden(name: &'static str, id: Option<&CommentId>) -> Option<AnyView> {
    id.map(|id| view! { <input type="hidden" name=name value=id.to_string() /> }.into_any())
}

/// The text of a `<textarea>` as HTML. The line end in front is the one that the parser drops.
fn escape(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    ["\n", &text.replace('&', "&amp;").replace('<', "&lt;")].concat()
}
