//! The handlers, one file for each address.

pub mod assets;
pub mod comments;
pub mod desk;
pub mod fragment;
pub mod health;
pub mod own;
pub mod page;
pub mod page_post;
pub mod preview;
pub mod thread;
pub mod vote;
