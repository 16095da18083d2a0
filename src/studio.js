// The studio: a thread in all its states, whose tokens are set by hand, whose contrast is measured as they change, and the CSS
// that comes of it. What is set stands in the address, so that it can be passed on. Not part of the widget.
import { controls } from "./studio/controls.js";
import { previews } from "./studio/previews.js";

const at = (id) => document.getElementById(id);

const read = async (path) => {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.text();
};

const styled = (css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
};

const widget = styled(await read("/studio/widget.css"));
const page = styled("");
document.adoptedStyleSheets = [page];
const shown = previews(at("previews"), widget);

let theme = ""; // The text of the chosen theme.

/** What is set, as CSS after the theme's. */
const result = (values) => {
  const lines = [...values].map(([name, value]) => `  ${name}: ${value};\n`);
  const own = lines.length ? `weerwoord-thread {\n${lines.join("")}}\n` : "";
  return [theme.trim(), own].filter(Boolean).join("\n\n").trim();
};

let values = new Map();
const show = () => {
  const css = result(values);
  page.replaceSync(css);
  at("css").value = css || "/* Nothing is set: the widget looks like the page around it. */";
  const address = new URLSearchParams(values);
  if (at("theme").value) address.set("theme", at("theme").value);
  history.replaceState(null, "", `#${address}`);
  // After a burst of changes once.
  cancelAnimationFrame(show.next);
  show.next = requestAnimationFrame(() => {
    shown.show();
    tokens.show();
  });
};

const tokens = controls(at("controls"), shown, (set) => {
  values = set;
  show();
});

const choose = async (name) => {
  theme = name ? await read(`/themes/${name}.css`) : "";
  at("theme").value = name;
  show();
};

at("theme").onchange = () => choose(at("theme").value);
at("reset").onclick = () => {
  tokens.set({});
  choose("");
};
at("copy").onclick = async () => {
  at("css").select();
  await navigator.clipboard.writeText(at("css").value);
  at("copy").textContent = "Copied";
};

// What the address says.
const { theme: given = "", ...set } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const known = [...at("theme").options].some(({ value }) => value === given);
tokens.set(set);
await choose(known ? given : "");
document.body.dataset.ready = "";
