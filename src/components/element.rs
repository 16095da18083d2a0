//! Elements that share one type.
//!
//! To Leptos every tag, attribute, handler and reactive child is a type of its own, and each type brings its own copies
//! of building, hydrating and rebuilding into the WASM: written with `view!` they were a third of it. Here a tag is a
//! value, and what is reactive is boxed, so that those copies exist once.

use std::sync::Arc;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::{CustomAttributeKey, custom_attribute};
use leptos::tachys::html::event::on;
use leptos::tachys::html::property::prop;
#[cfg(not(erase_components))]
use leptos::tachys::view::iterators::StaticVec;
use web_sys::Event;

/// An attribute's name. Unlike a plain string it is not written again when the server's HTML is taken over.
#[derive(Clone)]
struct Name(&'static str);

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        self.0
    }
}

impl CustomAttributeKey for Name {
    // What matters is that it is not empty: the name itself is known at run time.
    const KEY: &'static str = "name";
}

/// An element in the making.
pub struct Element {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element of this tag, with these classes; the same words are its parts.
pub fn element(tag: &'static str, class: &str) -> Element {
    bare(tag).attr("class", class).attr("part", class)
}

/// An element of this tag, without class and part.
pub fn bare(tag: &'static str) -> Element {
    Element { tag, attributes: Vec::new(), children: Vec::new() }
}

/// A place for what the page brings: its children with `slot` and this name.
pub fn slot(name: &str) -> Element {
    bare("slot").attr("name", name)
}

/// A reactive child.
pub fn dynamic(draw: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let draw: Box<dyn FnMut() -> AnyView + Send> = Box::new(draw);
    draw.into_any()
}

/// Nothing, for now: the empty text, which needs no type of its own.
pub fn nothing() -> AnyView {
    String::new().into_any()
}

/// A reactive text.
pub fn dynamic_text(text: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
    let text: Arc<dyn Fn() -> String + Send + Sync> = Arc::new(text);
    text.into_any()
}

impl Element {
    /// An attribute that stays as it is.
    pub fn attr(self, name: &'static str, value: impl Into<String>) -> Self {
        self.with(custom_attribute(Name(name), value.into()))
    }

    /// An attribute that follows its signals, and is absent while there is `None`.
    pub fn attr_signal(self, name: &'static str, value: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        let value: Arc<dyn Fn() -> Option<String> + Send + Sync> = Arc::new(value);
        self.with(custom_attribute(Name(name), value))
    }

    /// The property `value`, which follows its signals.
    pub fn value_signal(self, value: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let value: Arc<dyn Fn() -> String + Send + Sync> = Arc::new(value);
        self.with(prop("value", value))
    }

    /// HTML that came through the server's one gate, or text that was escaped.
    pub fn inner_html(self, html: impl Into<String>) -> Self {
        self.with(leptos::tachys::html::element::inner_html(html.into()))
    }

    /// Hears an event.
    pub fn on(self, event: &'static str, heard: impl FnMut(Event) + 'static) -> Self {
        let heard: Box<dyn FnMut(Event)> = Box::new(heard);
        self.with(on(ev::Custom::<Event>::new(event), heard))
    }

    /// A child.
    pub fn child(mut self, child: AnyView) -> Self {
        self.children.push(child);
        self
    }

    /// A child, where there is one.
    pub fn children(mut self, child: Option<AnyView>) -> Self {
        self.children.extend(child);
        self
    }

    /// A text.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.child(text.into().into_any())
    }

    /// The element, made.
    ///
    /// Without children it is of a type without children: what is inside it, by `inner_html`, is left alone.
    pub fn make(self) -> AnyView {
        let element = html::custom(self.tag).add_any_attr(self.attributes);
        if self.children.is_empty() { element.into_any() } else { with_children(element, self.children) }
    }

    /// An `<input>`, made: it has no children and no end tag.
    pub fn make_input(self) -> AnyView {
        html::input().add_any_attr(self.attributes).into_any()
    }

    fn with(mut self, attribute: impl IntoAnyAttribute) -> Self {
        self.attributes.push(attribute.into_any_attr());
        self
    }
}

/// The children, and one marker after them. Built with erased types Leptos keeps such a list by itself, so that a list
/// handed to it would end in two markers there and in one on the server.
#[cfg(not(erase_components))]
fn with_children<E>(element: E, children: Vec<AnyView>) -> AnyView
where
    E: ElementChild<StaticVec<AnyView>, Output: IntoAny>,
{
    element.child(StaticVec::from(children)).into_any()
}

/// The children, one by one: the list that Leptos keeps ends in the marker.
#[cfg(erase_components)]
fn with_children<E, L>(element: E, children: Vec<AnyView>) -> AnyView
where
    E: ElementChild<AnyView, Output = L>,
    L: ElementChild<AnyView, Output = L> + IntoAny,
{
    let mut children = children.into_iter();
    let Some(first) = children.next() else { return nothing() };
    children.fold(element.child(first), ElementChild::child).into_any()
}
