//! The server's addresses, asked in process: the whole router with its layers, over a real database in a folder of its
//! own. One file for each file in `src/routes/`; `server.rs` is the harness.

#![allow(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

mod api;
mod assets;
mod cache;
mod closing;
mod comments;
mod counts;
mod cross_origin;
mod desk;
mod desk_marks;
mod desk_reports;
mod desk_session;
mod events;
mod events_streams;
mod feed;
mod forms;
mod fragment;
mod fragment_size;
mod jsonld;
mod limits;
mod lists;
mod logs;
mod orders;
mod own;
mod page;
mod paging;
mod pending;
mod permalink;
mod premoderation;
mod preview;
mod reaction;
mod reader;
mod report;
mod server;
mod stream;
mod studio;
mod thread;
mod vote;
