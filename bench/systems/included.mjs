// Weerwoord's thread in the page's own HTML, included by the publisher's server.

import { fragmentUrl } from "./ours.mjs";

export { install, selectors, start, told } from "./ours.mjs";
export const title = "Weerwoord, in the page";

export async function embed({ server, url }) {
  const response = await fetch(`${fragmentUrl(server, url)}&wrap=element`);
  if (!response.ok) throw new Error(await response.text());
  return { body: `${await response.text()}<script async src="${server.origin}/embed.js"></script>` };
}
