//! What a thread's store holds without a signal: what nothing on the page follows by itself, and the page around.

use weerwoord_protocol::{CommentId, Policy, Reaction, Sort};

use super::outbox::Queue;
use crate::model::{PageForm, Standing, Visit};

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
    pub(super) shown: Sort,
    /// The order of all comments that was chosen last.
    pub(super) full: Sort,
    /// The reader's own votes, as the device keeps them.
    pub(super) votes: String,
    /// The comments whose votes are on their way.
    pub(super) voting: Vec<CommentId>,
    /// What this tab does about what is to be sent.
    pub(super) queue: Queue,
    /// The reader's visit.
    pub(super) visit: Visit,
    /// The line that was gone to last.
    pub(super) stop: String,
    /// How the lines stand that are shown.
    pub(super) standings: Vec<Standing>,
    /// When the thread's last comment was posted.
    pub(super) last_at: Option<String>,
    /// What the site asks of its writers, and what it lets its readers do.
    pub policy: Policy,
    /// How readers reacted to the article.
    pub reactions: Vec<Reaction>,
    /// The level of the thread's heading.
    pub(super) heading: u32,
    /// What the form holds when it is drawn.
    pub form: PageForm,
    /// Whether links to answer lead to the hosted page by themselves, because no script may be there to do it.
    pub linked: bool,
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
