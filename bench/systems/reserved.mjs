// Weerwoord's tag in an element that keeps room for it.

import { embed as tag } from "./ours.mjs";

export { install, selectors, start, told } from "./ours.mjs";
export const title = "Weerwoord, room kept";

export const embed = ({ server }) => ({ body: `<div style="min-height: 60rem">${tag({ server }).body}</div>` });
