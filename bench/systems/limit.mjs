// What no system of this kind can beat: a script of 300 bytes that fetches the very fragment that Weerwoord serves and sets
// it as HTML. No style, no form that works, no failure handled. The script is a file of the article's own server.

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
