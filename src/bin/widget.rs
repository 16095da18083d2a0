//! The WASM module that `embed.js` loads: the library's exports (`mount.rs`), linked whole. It starts nothing by itself.

#![no_main]

use weerwoord as _;
