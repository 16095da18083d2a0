// How well what is drawn can be read: WCAG 2's contrast, of colours as they come out, whichever way the style says them.

const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });

/** The bytes of colours over each other. */
export const painted = (...layers) => {
  canvas.clearRect(0, 0, 1, 1);
  for (const layer of layers) {
    canvas.fillStyle = layer;
    canvas.fillRect(0, 0, 1, 1);
  }
  return [...canvas.getImageData(0, 0, 1, 1).data];
};

/** Colours over each other as a picker has them: `#rrggbb`. */
export const hex = (...layers) => `#${painted(...layers).slice(0, 3).map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

const luminance = ([r, g, b]) => {
  const linear = (byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
};

/** Every ground under an element, the lowest first. */
export const grounds = (element) => {
  const layers = [];
  for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) layers.unshift(getComputedStyle(at).backgroundColor);
  return ["white", ...layers];
};

/** The contrast of an element's text, or of its edge, with what is under it. */
export const contrast = (element, property) => {
  const under = grounds(property === "color" ? element : element.parentElement);
  const [front, back] = [painted(...under, getComputedStyle(element).getPropertyValue(property)), painted(...under)].map(luminance);
  return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
};

/** What is measured: its name, where it is in a thread, of which property, and how much it has to be. */
export const FIGURES = [
  ["Text", ".comment:not(.failed, .waiting, .sending) > article > .body", "color", 4.5],
  ["Muted", ".permalink", "color", 4.5],
  ["Links", "[data-action=reply]", "color", 4.5],
  ["Button", ".primary", "color", 4.5],
  ["Errors", ".error:not(:empty)", "color", 4.5],
  ["Edges", ".input:not([aria-invalid])", "border-top-color", 3],
  ["New", ".way", "background-color", 3],
];
