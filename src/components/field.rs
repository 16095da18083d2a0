//! A one-line field of the form: its label, its input, and what is wrong with it.

use leptos::prelude::*;

use super::element::{bare, dynamic_text, element};
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
    /// What it holds when it is drawn.
    pub value: String,
}

/// The writer's name or role; both are kept in the store, for the next form.
pub fn field(store: Store, spec: Field) -> AnyView {
    let Field { name, error, label, autocomplete, value } = spec;
    let is_name = name == "name";
    let current = move || {
        store.author.with(|author| if is_name { author.name.clone() } else { author.role.clone().unwrap_or_default() })
    };
    let typed = move |event| {
        let text = event_target_value(&event);
        store.author.update(|author| if is_name { author.name = text } else { author.role = Some(text) });
    };
    let id = ["weerwoord-", name].concat();
    let described = [&id, "-error"].concat();
    let mut input = element("input", "input")
        .attr("id", id.clone())
        .attr("name", name)
        .attr("autocomplete", autocomplete)
        .attr("aria-describedby", described.clone())
        .attr_signal("aria-invalid", move || store.wrong(error).map(|_| "true".to_owned()));
    if is_name {
        input = input.attr("required", "");
    }
    if !value.is_empty() {
        input = input.attr("value", value);
    }
    bare("div")
        .attr("class", ["field field-", name].concat())
        .attr("part", "field")
        .child(element("label", "label").attr("for", id).text(store.say(label)).make())
        .child(input.value_signal(current).on("input", typed).make_input())
        .child(
            element("p", "error")
                .attr("id", described)
                .child(dynamic_text(move || store.wrong(error).unwrap_or_default()))
                .make(),
        )
        .make()
}
