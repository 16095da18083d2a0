//! What the Weerwoord widget and server say to each other.
//!
//! The wire types, the error codes and the limits stand here once, so that both sides check with the same code: the
//! widget says early what the server would refuse, and the server refuses it whatever the widget did. This crate knows
//! nothing of HTTP, storage or the DOM.

mod badge;
mod comment;
mod error;
mod event;
mod limits;
mod reaction;
mod report;
mod thread;
mod vote;

pub use badge::Badge;
pub use comment::{Author, Comment, CommentId, Edit, NewComment, Posted, Preview, Previewed, Restore, Status};
pub use error::{ErrorCode, Problem};
pub use event::{Event, EventKind, Events};
pub use limits::{
    BODY_MAX, Invalid, MARKUP_DEPTH_MAX, NAME_LIMIT, READER_TOKEN_LENGTH, REPORT_TEXT_MAX, REQUEST_BYTES_MAX,
    ROLE_LIMIT, THREAD_KEY_MAX, TITLE_MAX, URL_MAX, check_body, check_name, check_report_text, check_role, clean_line,
    hides_or_reorders, is_reader_token,
};
pub use reaction::{REACTIONS_MAX, React, ReactToArticle, Reacted, Reaction};
pub use report::{NewReport, ReportReason};
pub use thread::{Gap, Policy, Snapshot, Sort, State, ThreadInfo};
pub use vote::{Vote, Voted, Votes, Voting};
