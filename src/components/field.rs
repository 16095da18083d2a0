//! A one-line field of the form: its label, its input, and what is wrong with it.

use leptos::html::Input;
use leptos::prelude::*;

use crate::store::Store;

/// What tells the fields apart.
pub struct Field {
    /// The name in the form.
    pub name: &'static str,
    /// The name in a problem.
    pub error: &'static str,
    /// The key of the label.
    pub label: &'static str,
    /// What a browser may fill in.
    pub autocomplete: &'static str,
    /// Whether it must be filled.
    pub required: bool,
    /// What it holds when it is drawn.
    pub value: String,
}

/// The writer's name or role; both are kept in the store, for the next form.
pub fn field(store: Store, spec: Field, node: NodeRef<Input>) -> AnyView {
    let Field { name, error, label, autocomplete, required, value } = spec;
    let id = ["weerwoord-", name].concat();
    let message = move || store.refused.get().filter(|(field, _)| field == error).map(|(_, message)| message);
    let described = [&id, "-error"].concat();
    let is_name = name == "name";
    let current = move || {
        store.author.with(|author| if is_name { author.name.clone() } else { author.role.clone().unwrap_or_default() })
    };
    let typed = move |event| {
        let text = event_target_value(&event);
        store.author.update(|author| if is_name { author.name = text } else { author.role = Some(text) });
    };
    view! {
        <div class=["field field-", name].concat() part="field">
            <label class="label" part="label" for=id.clone()>{store.say(label)}</label>
            <input
                class="input" part="input" type="text" id=id name=name autocomplete=autocomplete required=required value=value
                aria-describedby=described.clone() aria-invalid=move || message().map(|_| "true")
                node_ref=node prop:value=current on:input=typed
            />
            <p class="error" part="error" id=described>{message}</p>
        </div>
    }
    .into_any()
}
