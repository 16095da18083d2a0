//! The server's addresses, asked in process: the whole router with its layers, over a real database in a folder of its
//! own. One file for each file in `src/routes/`; `server.rs` is the harness.

mod api;
mod assets;
mod comments;
mod cross_origin;
mod forms;
mod fragment;
mod limits;
mod page;
mod preview;
mod server;
mod thread;
