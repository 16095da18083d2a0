//! The Weerwoord server: `weerwoord serve` and `weerwoord import`.
//!
//! Routes call the domain, the domain calls the store; nothing below the routes knows HTTP.

pub mod address;
pub mod assets;
pub mod atom;
pub mod cache;
pub mod cli;
pub mod closing;
pub mod comment_path;
pub mod config;
pub mod cors;
pub mod cursor;
pub mod demo;
pub mod desk;
pub mod emoji;
mod encoding;
pub mod error;
pub mod excerpt;
pub mod front;
pub mod head;
pub mod html;
pub mod import;
pub mod json;
pub mod jsonld;
pub mod limiter;
pub mod listing;
pub mod lists;
pub mod live;
pub mod locales;
pub mod markdown;
pub mod openapi;
pub mod packed;
pub mod permalink;
pub mod post;
pub mod reader;
pub mod rendering;
pub mod router;
pub mod routes;
pub mod serve;
pub mod sites;
pub mod state;
pub mod store;
pub mod studio;
pub mod telemetry;
pub mod thread_key;
pub mod thread_query;
pub mod view;
