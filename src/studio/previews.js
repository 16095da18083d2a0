// The thread in light, in dark, and as wide as a phone: one markup, in the shadow roots of elements that are called as the
// widget's is, so that the CSS to copy is the very CSS that is looked at.
import { contrast, FIGURES } from "./contrast.js";
import { addStates, failure, loading } from "./states.js";

const PREVIEWS = [
  { name: "Light", theme: "light" },
  { name: "Dark", theme: "dark" },
  { name: "Phone", theme: "light", phone: true },
];

customElements.define("weerwoord-thread", class extends HTMLElement {});

const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const fill = (host, sheet, ...content) => {
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  root.append(...content);
  // Nothing here leads anywhere.
  for (const type of ["click", "submit"]) root.addEventListener(type, (event) => event.target.closest?.("summary") || event.preventDefault());
  return root;
};

/** The thread of a template. Its landmarks are named after the preview: there are three of each on the page. */
const clone = (id, name) => {
  const copy = document.getElementById(id).content.cloneNode(true);
  for (const landmark of copy.querySelectorAll("section, form, nav")) {
    const label = landmark.getAttribute("aria-label") ?? copy.getElementById(landmark.getAttribute("aria-labelledby"))?.textContent ?? "";
    landmark.removeAttribute("aria-labelledby");
    landmark.setAttribute("aria-label", `${name}, ${id}: ${label}`);
  }
  return copy;
};

/** Draws the previews in `place`; answers what measures them. */
export const previews = (place, sheet) => {
  const measures = PREVIEWS.map(({ name, theme, phone }) => {
    const title = make("h2", { id: `preview-${name.toLowerCase()}` }, name);
    const figures = make("ul", { class: "figures", "aria-label": `Contrast: ${name}` });
    const ground = make("div", { class: `ground ${theme}`, tabindex: "0", role: "region", "aria-labelledby": title.id });
    const threads = ["main", "closed", "loading", "failure"].map((state) => make("weerwoord-thread", { theme, "data-state": state }));
    ground.append(...threads);
    place.append(make("section", { class: phone ? "preview phone" : "preview" }, make("header", {}, title, figures), ground));
    const [main, closed, waits, failed] = threads;
    const root = fill(main, sheet, clone("thread", name));
    addStates(root);
    fill(closed, sheet, clone("closed", name));
    fill(waits, sheet, loading());
    fill(failed, sheet, failure());
    const show = () =>
      figures.replaceChildren(
        ...FIGURES.map(([what, where, property, least]) => {
          const figure = contrast(root.querySelector(where), property);
          const enough = figure >= least;
          // Down, so that what is too little is never said to be enough.
          const text = (Math.floor(figure * 10) / 10).toFixed(1);
          const item = make("li", { class: enough ? "enough" : "short" }, `${what} `, make("b", {}, text));
          item.title = enough ? `At least ${least}:1, as it should be` : `Should be at least ${least}:1`;
          if (!enough) item.append(make("span", { class: "ears" }, ` is less than ${least}`));
          return item;
        }),
      );
    return { theme, frame: root.querySelector(".weerwoord"), show };
  });
  return {
    show: () => measures.forEach(({ show }) => show()),
    frame: (theme) => measures.find((measure) => measure.theme === theme).frame,
  };
};
