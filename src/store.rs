//! The thread's signals, and everything that changes them.
//!
//! A `Store` is made from the state that the server sent and handed to every component. It is `Copy`: its parts live as
//! long as the owner under which it was made.

mod fixed;
mod forms;
#[cfg(feature = "ssr")]
mod hosted;
mod live;
mod mentions;
mod ordering;
mod outbox;
mod own;
mod paging;
mod pending;
mod reading;
mod sending;
mod voting;

use leptos::prelude::*;
use leptos::task::spawn_local;
use weerwoord_protocol::{Author, Comment, CommentId, ErrorCode, Snapshot, Sort, State};

use crate::api::Failure;
use crate::model::{self, Above, Item, Mine, Own, PageForm, Place, Standing, Visit};
use crate::signal::RwSignal;
use crate::text::Text;
use crate::{device, events, json};
pub use fixed::{Fixed, Host};

/// The detail of `weerwoord:error`.
#[derive(serde::Serialize)]
struct Trouble<'a> {
    code: &'a str,
    message: &'a str,
}

/// The thread as signals.
#[derive(Clone, Copy)]
pub struct Store {
    /// What does not change.
    pub fixed: StoredValue<Fixed>,
    /// The sentences.
    pub text: StoredValue<Text, LocalStorage>,
    host: StoredValue<Option<Host>, LocalStorage>,
    /// The comment whose page is shown; `None` while it is the thread's first.
    at: StoredValue<Option<CommentId>>,
    /// How often the thread was read again.
    reads: StoredValue<u32>,
    /// How the loading of another order is doing: a sentence, or nothing.
    pub ordering: RwSignal<String>,
    /// The list.
    pub items: RwSignal<Vec<Item>>,
    /// The comment that stands above the list.
    pub pinned: RwSignal<Option<Comment>>,
    /// Whether the site's editors picked comments.
    pub picked: RwSignal<bool>,
    /// How many comments everybody can read.
    pub count: RwSignal<usize>,
    /// Whether the thread takes no new comments.
    pub closed: RwSignal<bool>,
    /// The branches that the reader collapsed.
    pub collapsed: RwSignal<Vec<CommentId>>,
    /// Where the one form is open; `None` where it is closed: after an answer, until the reader wants it again.
    pub open: RwSignal<Option<Place>>,
    /// The writer, as typed into the form that is or was open.
    pub author: RwSignal<Author>,
    /// The texts as typed, by place.
    drafts: RwSignal<Vec<(Place, String)>>,
    /// What was written here and can still be changed.
    own: RwSignal<Vec<Own>>,
    /// What was posted here and nobody else reads yet.
    pending: RwSignal<Vec<CommentId>>,
    /// What was deleted here and can still be brought back.
    deleted: RwSignal<Vec<CommentId>>,
    /// What the server said of the form's fields: the field and the sentence.
    pub refused: RwSignal<Option<(String, String)>>,
    /// What a screen reader is told.
    pub live: RwSignal<String>,
}

impl Store {
    /// The store of a thread; `form` is empty but on the hosted page.
    pub fn new(state: State, text: Text, form: PageForm) -> Self {
        let State { server, query, url, key, heading, reply_to, at, snapshot, .. } = state;
        let Snapshot { site, thread, policy, sort, pinned, context, comments, gaps } = snapshot;
        let refused = form.problem.as_ref().map(|problem| {
            let field = problem.field.clone().unwrap_or_else(|| "body".to_owned());
            (field, text.error(problem.code, problem.limit))
        });
        let author = Author { name: form.name.clone(), role: Some(form.role.clone()).filter(|role| !role.is_empty()) };
        Self {
            ordering: RwSignal::new(String::new()),
            items: RwSignal::new(model::items(context.iter().map(Above::of).collect(), comments, gaps)),
            pinned: RwSignal::new(pinned),
            picked: RwSignal::new(thread.picks > 0),
            count: RwSignal::new(usize::try_from(thread.count).unwrap_or_default()),
            closed: RwSignal::new(thread.closed),
            collapsed: RwSignal::new(Vec::new()),
            open: RwSignal::new(Some(Place::of(reply_to))),
            author: RwSignal::new(author),
            drafts: RwSignal::new(Vec::new()),
            own: RwSignal::new(Vec::new()),
            pending: RwSignal::new(Vec::new()),
            deleted: RwSignal::new(Vec::new()),
            refused: RwSignal::new(refused),
            live: RwSignal::new(String::new()),
            text: StoredValue::new_local(text),
            host: StoredValue::new_local(None),
            at: StoredValue::new(at),
            reads: StoredValue::new(0),
            fixed: StoredValue::new(Fixed {
                server,
                query,
                site,
                url,
                key,
                thread: thread.key,
                sort,
                shown: sort,
                full: if sort == Sort::Picks { Sort::default() } else { sort },
                votes: String::new(),
                voting: Vec::new(),
                queue: outbox::Queue::default(),
                visit: Visit::default(),
                stop: String::new(),
                standings: Vec::new(),
                last_at: thread.last_at,
                policy,
                reactions: thread.reactions,
                heading: heading.unwrap_or(2),
                form,
                linked: false,
            }),
        }
    }

    /// Connects the store to its page, and takes up what was left on this device.
    pub fn connect(self, host: Host) {
        self.host.set_value(Some(host));
        self.recall_own();
        self.recall_votes();
        self.keep_visit();
        self.take_up_outbox();
    }

    /// Keeps what was typed into a form that is drawn afresh.
    pub fn take_over(self, author: &Author, body: Option<String>) {
        device::remember(device::AUTHOR, author);
        if let Some(body) = body {
            self.keep_draft(&Place::Article, body);
        }
    }

    /// Whether the thread is in a browser's hands already: false while it is rendered or hydrated.
    pub fn connected(self) -> bool {
        self.host.with_value(Option::is_some)
    }

    /// An address on the hosted page of this thread.
    pub fn page(self, more: &str) -> String {
        self.address(&self.fixed.with_value(|fixed| [fixed.query.as_str(), more].concat()))
    }

    /// The address on the hosted page of this query.
    pub fn address(self, query: &str) -> String {
        self.fixed.with_value(|fixed| [fixed.server.as_str(), "/thread?", query].concat())
    }

    /// The tag of a heading, so many levels below that of the thread.
    pub fn heading(self, below: u32) -> &'static str {
        match self.fixed.with_value(|fixed| fixed.heading) + below {
            0 | 1 => "h1",
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        }
    }

    /// The sentence for a key.
    pub fn say(self, key: &str) -> String {
        self.text.read_value().get(key)
    }

    /// Does what was clicked in a comment or in a gap; `on` is its id or its cursor.
    pub fn act(self, action: &str, on: &str) -> bool {
        if action == "more" {
            self.more(on);
            return true;
        }
        if let Some(sort) = Sort::parse(action) {
            self.reorder(sort);
            return true;
        }
        if self.get_about(action, on) {
            return true;
        }
        let Some(id) = CommentId::parse(on) else { return false };
        match action {
            "context" => self.show_in_place(id),
            "reply" => self.toggle_form(Place::Answer(id)),
            "edit" if self.waiting(&id).is_some() => self.rewrite(&id),
            "edit" => self.toggle_form(Place::Edit(id)),
            "delete" => self.delete(id),
            "undo" if self.pending.with_untracked(|pending| pending.contains(&id)) => self.take_back(id),
            "undo" => self.undo(id),
            "collapse" => self.toggle(id),
            "up" => self.vote(id, 1),
            "down" => self.vote(id, -1),
            "retry" => self.retry(&id),
            "discard" => self.discard(&id),
            // The reader has hidden a writer, or shows one again: fewer or more lines are new.
            "hide" | "show" => self.items.update(|_| ()),
            _ => return false,
        }
        true
    }

    /// Focuses what the selector finds, once what has changed is drawn.
    fn focus(self, selector: &str) {
        if let Some(host) = self.host.get_value() {
            let selector = selector.to_owned();
            spawn_local(async move { events::focus(&host.root, &selector) });
        }
    }

    /// How each line stands, in their order.
    pub fn standings(self) -> Vec<Standing> {
        let closed = self.closed.get();
        let flat = self.fixed.with_value(|fixed| fixed.shown == Sort::Picks);
        self.items.with(|items| {
            let mut standings = self.collapsed.with(|collapsed| {
                self.fixed.with_value(|fixed| model::standings(items, collapsed, &fixed.votes, closed))
            });
            for (item, standing) in items.iter().zip(&mut standings) {
                standing.mine = self.mine(item);
                standing.new = standing.mine == Mine::No
                    && self.fixed.with_value(|fixed| fixed.visit.is_new(item))
                    && !self.is_hidden(item);
                standing.flat = flat && item.id().is_some();
            }
            standings
        })
    }

    /// What the selector finds in the thread; nothing while that is rendered or hydrated.
    pub fn find(self, selector: &str) -> Option<web_sys::Element> {
        self.host.with_value(|host| host.as_ref()?.root.query_selector(selector).ok()?)
    }

    /// The name of a comment's author.
    pub fn name_of(self, id: &CommentId) -> String {
        let name = self.items.with_untracked(|items| items[model::find(items, id)?].name().map(str::to_owned));
        name.unwrap_or_else(|| self.say("comment.removed-author"))
    }

    /// Collapses a branch, or shows it again.
    fn toggle(self, id: CommentId) {
        self.collapsed.update(|collapsed| match collapsed.iter().position(|other| *other == id) {
            Some(at) => drop(collapsed.swap_remove(at)),
            None => collapsed.push(id),
        });
    }

    /// Opens the branches in which a comment stands, and its own.
    pub fn reveal(self, id: &CommentId) {
        let path: Vec<CommentId> = self.items.with_untracked(|items| {
            let above = model::find(items, id).map(|at| model::path(items, at)).unwrap_or_default();
            above.into_iter().filter_map(Item::id).cloned().collect()
        });
        self.collapsed.update(|collapsed| collapsed.retain(|id| !path.contains(id)));
    }

    /// Goes to a comment.
    pub fn focus_comment(self, id: &CommentId) {
        self.focus(&["#weerwoord-", id.as_str()].concat());
    }

    /// The sentence for a failure; the page around is told of it too.
    pub fn explain(self, failure: &Failure) -> String {
        let (code, message) = match failure {
            Failure::Refused(problem) | Failure::Busy(problem, _) if problem.code != ErrorCode::Unknown => {
                (problem.code.name(), self.text.read_value().error(problem.code, problem.limit))
            }
            Failure::Refused(_) | Failure::Busy(..) => {
                ("internal", self.text.read_value().error(ErrorCode::Internal, None))
            }
            Failure::Unreachable => ("network", self.say("error.network")),
        };
        self.announce(events::ERROR, &Trouble { code, message: &message });
        message
    }

    fn announce(self, name: &str, detail: &impl serde::Serialize) {
        self.host.with_value(|host| {
            if let (Some(host), Some(json)) = (host, json::text(detail)) {
                events::send(&host.target, name, &json);
            }
        });
    }

    /// Whether the focus is in this comment, so that it must not be lost with the line that is replaced.
    fn has_focus(self, id: &CommentId) -> bool {
        self.host.with_value(|host| host.as_ref().is_some_and(|host| events::has_focus(&host.root, id)))
    }

    /// Has dates put into words, once what has changed is drawn.
    pub fn draw_times(self) {
        self.host.with_value(|host| {
            if let Some(host) = host {
                // Runs after the list is drawn; a shell that fails leaves dates without words, and nothing else.
                let times = host.times.clone();
                spawn_local(async move {
                    let _ = times.call0(&wasm_bindgen::JsValue::NULL);
                });
            }
        });
    }
}
