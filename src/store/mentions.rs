//! Mentions in texts, and hidden writers: the reader's own view of names. Both are known to the script beside the module.

use leptos::prelude::*;

use super::Store;
use crate::menu;
use crate::model::Item;

impl Store {
    /// A text as it is sent: with links in the place of the names.
    pub fn linked(self, text: &str) -> String {
        self.host.get_value().map_or_else(|| text.to_owned(), |host| menu::link(&host.root, text))
    }

    /// A text that was sent, as it was typed.
    pub fn unlinked(self, text: &str) -> String {
        if self.connected() { menu::unlink(text) } else { text.to_owned() }
    }

    /// Whether the reader has hidden the line's writer.
    pub(super) fn is_hidden(self, item: &Item) -> bool {
        let Item::Kept(entry) = item else { return false };
        entry.comment.author.as_ref().is_some_and(|author| {
            self.fixed.with_value(|fixed| menu::is_hidden(&fixed.site, &author.name, author.role.as_deref()))
        })
    }
}
