// The oldest browsers that the loader and the glue are written for: the first with constructable stylesheets, declarative
// shadow roots and the WASM features that rustc assumes. Older ones get the link to the hosted page.

export const target = "es2022";
