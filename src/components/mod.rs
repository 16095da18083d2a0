//! What is drawn: the thread, its comments, and the form. Each has a sheet of its name in `style/`.

mod comment;
mod composer;
mod element;
mod field;
mod gap;
mod order;
mod pinned;
mod reactions;
mod reading;
mod share;
mod thread;
mod votes;
mod waiting;

pub use comment::{collapse, context, own, reply};
pub use composer::Composer;
pub use gap::label as gap_label;
pub use reading::{KEYS, steps, tools};
pub use thread::{Thread, line};
pub use votes::votes;
