//! Weerwoord's widget: a threaded discussion under any article.
//!
//! The same components are rendered on the server (feature `ssr`, [`render`]) and taken over in the browser (feature
//! `hydrate`, `mount`). Imports run one way: mount and render → components → store → model and api → protocol. The DOM
//! is touched in `mount`, `lines`, `html`, `events`, `around`, `menu`, `device`, `tabs` and `api` alone.

#![cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "what only the browser's half calls"))]

pub mod model;
pub mod text;

mod api;
mod around;
mod components;
mod device;
mod events;
mod html;
mod json;
mod lines;
mod menu;
mod signal;
mod store;
mod tabs;
mod time;

#[cfg(feature = "hydrate")]
pub mod mount;
#[cfg(feature = "ssr")]
pub mod render;
