//! The one form of a thread: where it is open, what it holds, what is wrong with it.

use leptos::prelude::*;
use weerwoord_protocol::Preview;

use super::Store;
use crate::api::{self, Failure};
use crate::model::Place;
use crate::{device, events};

impl Store {
    pub(super) fn toggle_form(self, place: Place) {
        if self.is_open_at(&place) {
            self.close_form();
        } else {
            self.open_form(place);
        }
    }

    /// Opens the form at a place. What was typed elsewhere stays there.
    pub fn open_form(self, place: Place) {
        self.refused.set(None);
        self.open.set(Some(place));
    }

    /// Whether the form is open at this place.
    pub fn is_open_at(self, place: &Place) -> bool {
        self.open.with(|open| open.as_ref() == Some(place))
    }

    /// Closes the form at a comment, and gives the focus back to where it was opened. The form under the article stays.
    pub fn close_form(self) {
        let (id, action) = match self.open.get_untracked() {
            Some(Place::Answer(id)) => (id, "reply"),
            Some(Place::Edit(id)) => (id, "edit"),
            Some(Place::Article) | None => return,
        };
        self.refused.set(None);
        self.open.set(None);
        // The comment itself, where the action went meanwhile.
        let comment = ["#weerwoord-", id.as_str()].concat();
        if self.find(&[&comment, " [data-action=", action, "]"].concat()).is_some() {
            self.focus(&[&comment, " [data-action=", action, "]"].concat());
        } else {
            self.focus(&comment);
        }
    }

    /// What a field of the open form holds; `None` where there is no such field.
    pub fn typed(self, field: &str) -> Option<String> {
        self.host.with_value(|host| events::value(&host.as_ref()?.root, field))
    }

    /// Goes to a field of the open form.
    pub fn focus_field(self, field: &str) {
        self.focus(&["[name=", field, "]"].concat());
    }

    /// What is wrong with a field. What is wrong with none of the others is said at the body.
    pub fn wrong(self, field: &str) -> Option<String> {
        let (wrong, sentence) = self.refused.get()?;
        let at = if wrong == "author.name" || wrong == "author.role" { wrong.as_str() } else { "body" };
        (at == field).then_some(sentence)
    }

    /// The field to go to: what was refused, else the body.
    pub fn field_to_fill(self) -> &'static str {
        self.refused.with_untracked(|refused| match refused.as_ref().map(|(field, _)| field.as_str()) {
            Some("author.name") => "name",
            Some("author.role") => "role",
            _ => "body",
        })
    }

    /// The text at a place: as typed, else as remembered on this device.
    pub fn draft(self, place: &Place) -> String {
        let kept =
            |drafts: &Vec<(Place, String)>| drafts.iter().find(|(at, _)| at == place).map(|(_, body)| body.clone());
        let draft = match self.drafts.with_untracked(kept) {
            Some(draft) => draft,
            None if self.connected() => device::recall(&self.draft_key(place)).unwrap_or_default(),
            None => String::new(),
        };
        match place {
            Place::Edit(id) if draft.is_empty() => self.own_text(id),
            _ => self.unlinked(&draft),
        }
    }

    /// Keeps the text at a place as it is typed; of a comment that is being changed, what differs from its text.
    pub fn keep_draft(self, place: &Place, mut body: String) {
        if matches!(place, Place::Edit(id) if self.own_text(id) == body) {
            body.clear();
        }
        let key = self.draft_key(place);
        if body.is_empty() {
            device::forget(&key);
        } else {
            device::remember(&key, &body);
        }
        self.drafts.update(|drafts| {
            drafts.retain(|(at, _)| at != place);
            drafts.push((place.clone(), body));
        });
    }

    /// The text as the server would show it.
    pub async fn preview(self, body: &str) -> Result<String, Failure> {
        let body = self.linked(body);
        let (server, site) = self.fixed.with_value(|fixed| (fixed.server.clone(), fixed.site.clone()));
        api::preview(&server, &Preview { site, body }).await.map(|previewed| previewed.html)
    }

    fn draft_key(self, place: &Place) -> String {
        self.fixed.with_value(|fixed| device::draft_key(&fixed.site, &fixed.thread, place))
    }
}
