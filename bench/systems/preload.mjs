// Weerwoord's script tag, and one line that lets the fragment travel beside embed.js.

import { embed as tag, fragmentUrl } from "./ours.mjs";

export { install, selectors, start, told } from "./ours.mjs";
export const title = "Weerwoord, preload line";

export const embed = ({ server, url }) => ({
  head: `<link rel="preload" as="fetch" crossorigin href="${fragmentUrl(server, url).replaceAll("&", "&amp;")}">`,
  ...tag({ server }),
});
