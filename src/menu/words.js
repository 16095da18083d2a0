// Another's words: what is selected of a comment, and text as Markdown.

const WHOLE_MAX = 400; // Characters that are quoted of a comment of which nothing is selected.

let noted; // What was selected when a menu's button was pressed: the row and the text.

/** Notes what is selected of a comment. */
export const note = (row) => {
  noted = { row, text: selected(bodyOf(row)) };
};

/** What to quote of a comment, as lines of a quote: what is selected, else its beginning. */
export const quoted = (row) => {
  const body = bodyOf(row);
  const before = noted?.row === row ? noted.text : "";
  noted = undefined;
  return quote(selected(body) || before || beginning(textOf(body) || textOf(body, true)));
};

const bodyOf = (row) => row.parentNode.querySelector(":scope > .body");

/** Each engine tells in its own way what is selected in a shadow root: first the standard, then Chromium's, then Firefox's. */
const selected = (body) => {
  const root = body.getRootNode();
  const selection = getSelection();
  let range;
  try {
    range = selection.getComposedRanges
      ? selection.getComposedRanges({ shadowRoots: [root] })[0]
      : (root.getSelection?.() ?? selection).getRangeAt(0);
  } catch {
    // Nothing is selected, or an older engine wants to be asked otherwise.
  }
  if (!range) return "";
  const piece = document.createRange();
  piece.setStart(range.startContainer, range.startOffset);
  piece.setEnd(range.endContainer, range.endOffset);
  if (!piece.intersectsNode(body)) return "";
  if (!body.contains(range.startContainer)) piece.setStart(body, 0);
  if (!body.contains(range.endContainer)) piece.setEnd(body, body.childNodes.length);
  return textOf(piece.cloneContents(), true);
};

/** The text below a node, a free line between its paragraphs; without what is quoted there, unless that is asked for. */
const textOf = (node, quotes) => {
  const inside = (node) =>
    [...node.childNodes].map((child) => {
      const name = child.nodeName;
      if (name === "#text") return child.data;
      if (name === "BR") return "\n";
      if (name === "BLOCKQUOTE" && !quotes) return "";
      const text = inside(child);
      if (name === "LI") return `\n${text}`;
      return /^(P|[UO]L|PRE|BLOCKQUOTE)$/.test(name) ? `\n\n${text}\n\n` : text;
    }).join("");
  return inside(node).replace(/\n{3,}/g, "\n\n").trim();
};

/** The beginning of a text, up to the end of a word. */
export const beginning = (text) => {
  if (text.length <= WHOLE_MAX) return text;
  // Not through what a reader takes for one character, where the browser can tell (Firefox from 125).
  const cut = text.slice(0, Intl.Segmenter ? new Intl.Segmenter().segment(text).containing(WHOLE_MAX).index : WHOLE_MAX);
  return `${cut.replace(/(?<=^.{200,})\s\S*$/s, "").trim()} …`;
};

/** The text as lines of a quote, and a free line below. */
export const quote = (text) => {
  const lines = text.trim().split("\n").map((line) => (line.trim() ? `> ${escape(line.trim())}` : ">"));
  return text.trim() && `${lines.join("\n")}\n\n`;
};

/**
 * A line of text as Markdown that shows just that text. What means nothing where it stands stays as it is, so that it is
 * legible while it is written.
 */
export const escape = (line) =>
  line
    .replace(/[\\`*[\]]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[a-z/!?])|&(?=#?\w+;)/giu, "\\$&")
    .replace(/^[#>+=~-]/, "\\$&")
    .replace(/^(\d+)(?=[.)])/, "$1\\");
