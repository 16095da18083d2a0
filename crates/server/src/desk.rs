//! The desk: where the editors of a site approve, remove and restore comments, and close threads. Pages and forms of the
//! server alone, which need no script.
//!
//! It is not part of what is embedded: its cookie goes to the server's own pages and to nothing else, no other origin may
//! read an answer, and no page may frame it.

pub mod form;
pub mod lists;
pub mod page;
pub mod secret;
pub mod session;
pub mod view;
