// Isso behind a proxy that compresses.

import { start as plain } from "./isso.mjs";

export { embed, install, selectors, told } from "./isso.mjs";
export const title = "Isso, gzip proxy";
export const start = (given) => plain({ ...given, gzip: true });
