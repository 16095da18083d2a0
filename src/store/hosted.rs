//! What is different on the hosted page, which no script follows.

use leptos::prelude::*;
use weerwoord_protocol::CommentId;

use super::Store;
use crate::model;

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

    /// A comment's HTML. Where nothing brings a comment that is on another page, a mention of it leads to that page.
    pub fn with_pages_of_mentions(self, html: String) -> String {
        const HREF: &str = "href=\"#weerwoord-";
        if !self.is_hosted() {
            return html;
        }
        let mut pieces = html.split(HREF);
        let mut led = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let id = piece.get(..36).and_then(CommentId::parse);
            match id.filter(|id| self.items.with_untracked(|items| model::find(items, id).is_none())) {
                Some(id) => {
                    let page = self.page(&["&at=", id.as_str(), "#weerwoord-"].concat());
                    led.push_str(&["href=\"", &page.replace('&', "&amp;").replace('"', "&quot;")].concat());
                }
                None => led.push_str(HREF),
            }
            led.push_str(piece);
        }
        led
    }
}
