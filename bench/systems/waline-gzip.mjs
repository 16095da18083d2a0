// Waline behind a proxy that compresses its client and its answers.

import { start as plain } from "./waline.mjs";

export { embed, install, selectors, told } from "./waline.mjs";
export const title = "Waline, gzip proxy";
export const start = (given) => plain({ ...given, gzip: true });
