//! The Weerwoord server: `weerwoord serve` and `weerwoord import`.
//!
//! Routes call the domain, the domain calls the store; nothing below the routes knows HTTP.

pub mod cli;
pub mod config;
pub mod import;
pub mod markdown;
pub mod post;
pub mod serve;
pub mod sites;
pub mod store;
pub mod thread_key;
