// What no system of this kind can beat: a script of 300 bytes that fetches the very fragment that Weerwoord serves and sets
// it as HTML. No style, no form that works, no failure handled.

import { fragmentUrl } from "./ours.mjs";

export { install, start } from "./ours.mjs";
export const title = "The limit: fetch and set";
export const told = "the fragment's address; the script is a file of the article's own server";

export const selectors = { comment: "#thread >> .comment .body" };

export const embed = ({ server, url }) => ({
  body: `<div id="thread"></div><script async src="/limit.js"></script>`,
  files: {
    "/limit.js": `fetch(${JSON.stringify(fragmentUrl(server, url))}, { credentials: "omit" })
  .then((answer) => answer.text())
  .then((html) => (document.querySelector("#thread").attachShadow({ mode: "open" }).innerHTML = html));
`,
  },
});
