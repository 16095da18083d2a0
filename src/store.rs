//! The thread's signals, and everything that changes them.
//!
//! A `Store` is made from the state that the server sent and handed to every component. It is `Copy`: its parts live as
//! long as the owner under which it was made.

#[cfg(feature = "ssr")]
mod hosted;
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
use weerwoord_protocol::{Author, Comment, CommentId, ErrorCode, Policy, Preview, Reaction, Snapshot, Sort, State};

use crate::api::{self, Failure};
use crate::model::{self, Above, Item, Mine, Own, PageForm, Place, Standing, Visit};
use crate::signal::RwSignal;
use crate::text::Text;
use crate::{device, events, json};

/// What nothing on the page follows by itself: most of it does not change while the thread is shown.
pub struct Fixed {
    /// The server's origin.
    pub server: String,
    /// The query of the thread's addresses.
    pub query: String,
    /// The site's name.
    pub site: String,
    /// The article's address, as the page gave it.
    pub url: Option<String>,
    /// The explicit key, as the page gave it.
    pub key: Option<String>,
    /// The thread's key on the server; names what is kept on the device.
    pub thread: String,
    /// The order that was chosen for the root comments.
    pub sort: Sort,
    /// The order in which they are shown.
    shown: Sort,
    /// The order of all comments that was chosen last.
    full: Sort,
    /// The reader's own votes, as the device keeps them.
    votes: String,
    /// The comments whose votes are on their way.
    voting: Vec<CommentId>,
    /// What this tab does about what is to be sent.
    queue: outbox::Queue,
    /// The reader's visit.
    visit: Visit,
    /// The line that was gone to last.
    stop: String,
    /// How the lines stand that are shown.
    standings: Vec<Standing>,
    /// When the thread's last comment was posted.
    last_at: Option<String>,
    /// What the site asks of its writers, and what it lets its readers do.
    pub policy: Policy,
    /// How readers reacted to the article.
    pub reactions: Vec<Reaction>,
    /// What the form holds when it is drawn.
    pub form: PageForm,
    /// Whether links to answer lead to the hosted page by themselves, because no script may be there to do it.
    pub linked: bool,
}

/// The detail of `weerwoord:error`.
#[derive(serde::Serialize)]
struct Trouble<'a> {
    code: &'a str,
    message: &'a str,
}

/// The page around the widget. Only the browser has one.
#[derive(Clone)]
pub struct Host {
    /// The `<weerwoord-thread>` element, from which events leave.
    pub target: web_sys::Element,
    /// The element inside its shadow root in which the thread is drawn.
    pub root: web_sys::Element,
    /// Puts dates into words; the shell's, called after comments appeared.
    pub times: js_sys::Function,
    /// The article's title, kept with a thread's first comment.
    pub title: Option<String>,
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
    /// How many comments the site's editors picked.
    pub picks: RwSignal<u32>,
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
        let State { server, query, url, key, reply_to, at, snapshot, .. } = state;
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
            picks: RwSignal::new(thread.picks),
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
    pub fn take_over(self, author: &Author, body: String) {
        device::remember(device::AUTHOR, author);
        self.keep_draft(&Place::Article, body);
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
        if self.get_about(action) {
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
            _ => return false,
        }
        true
    }

    fn toggle_form(self, place: Place) {
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
                standing.new = standing.mine == Mine::No && self.fixed.with_value(|fixed| fixed.visit.is_new(item));
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
            _ => draft,
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

    /// The text as the server would show it.
    pub async fn preview(self, body: String) -> Result<String, Failure> {
        let (server, site) = self.fixed.with_value(|fixed| (fixed.server.clone(), fixed.site.clone()));
        api::preview(&server, &Preview { site, body }).await.map(|previewed| previewed.html)
    }

    fn draft_key(self, place: &Place) -> String {
        self.fixed.with_value(|fixed| device::draft_key(&fixed.site, &fixed.thread, place))
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
