//! What is different on the hosted page, which no script follows.

use leptos::prelude::*;
use weerwoord_protocol::CommentId;

use super::Store;

impl Store {
    /// Whether this draws the hosted page: its form alone has an id.
    pub fn is_hosted(self) -> bool {
        self.fixed.with_value(|fixed| fixed.form.id.is_some())
    }

    /// Whether the page was asked for because of this comment, and is to say so itself.
    pub fn is_target(self, id: &CommentId) -> bool {
        self.is_hosted() && self.at.with_value(|at| at.as_ref() == Some(id))
    }

    /// The page of a comment of its own.
    pub fn comment_page(self, id: &str) -> String {
        let text = self.text.read_value();
        self.fixed.with_value(|fixed| [fixed.server.as_str(), "/comment/", id, "?lang=", text.lang()].concat())
    }
}
