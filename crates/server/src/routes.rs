//! The handlers, one file for each address.

pub mod assets;
pub mod comments;
pub mod counts;
pub mod desk;
pub mod events;
pub mod feed;
pub mod fragment;
pub mod health;
pub mod lists;
pub mod own;
pub mod page;
pub mod page_post;
pub mod page_report;
pub mod permalink;
pub mod preview;
pub mod reaction;
pub mod report;
pub mod studio;
pub mod thread;
pub mod vote;
