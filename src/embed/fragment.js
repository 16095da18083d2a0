// The thread as HTML: read as it comes, and shown before all of it is here.
import { putIntoWords } from "./dates.js";

const COMMENT_TAG = '<li class="comment';
const FIRST_SCREEN = 6000; // Characters: the form, and some three comments.

/** Reads it; gives `show` its first screen as soon as that is here, and then what came, each time twice as much. */
export const receive = async ({ ok, body }, isVoid, show) => {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let html = "", most = 0; ; ) {
    const { done, value = "" } = await reader.read();
    html += value;
    if (done || isVoid()) return html;
    const end = html.lastIndexOf(COMMENT_TAG, most || FIRST_SCREEN);
    if (!ok || end <= html.indexOf(COMMENT_TAG) || html.endsWith("</script>") || html.length <= most) continue;
    show(html.slice(0, end));
    most = 2 * (most || FIRST_SCREEN);
  }
};

/** Puts what came since behind the comments that are shown; what the reader has before them stays as it is. */
export const append = (root, html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  const list = root.querySelector(".comments");
  const come = template.content.querySelector(".comments");
  list.append(...[...come.children].slice(list.children.length));
  for (const [shown, whole] of [[list, come], [root.querySelector(".weerwoord"), template.content.firstChild]]) {
    while (whole.nextSibling) shown.parentNode.append(whole.nextSibling);
  }
  putIntoWords(root);
};
