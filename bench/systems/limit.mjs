// The least that a system of this kind can do: a script of 300 bytes that fetches the very fragment that Weerwoord serves and
// sets it as HTML. No style, no form that works, no failure handled. It waits for the whole fragment, so Weerwoord, which shows
// the first comments before the last have come, can paint sooner. The script is a file of the article's own server.

import { fragmentUrl } from "./ours.mjs";

export { install, start, told } from "./ours.mjs";
export const title = "The limit: fetch and set";

export const selectors = { comment: "#thread >> .comment .body" };

export const embed = ({ server, url }) => {
  const script = `${new URL(url).pathname}limit.js`;
  return {
    body: `<div id="thread"></div><script async src="${script}"></script>`,
    files: {
      [script]: `fetch(${JSON.stringify(fragmentUrl(server, url))}, { credentials: "omit" })
  .then((answer) => answer.text())
  .then((html) => (document.querySelector("#thread").attachShadow({ mode: "open" }).innerHTML = html));
`,
    },
  };
};
