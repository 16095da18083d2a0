// A control for each token, made from style/tokens.css: what it sets, its default, and for colours one picker for light and
// one for dark.
import { tokens } from "weerwoord:tokens";
import { grounds, hex } from "./contrast.js";

/** Those that reach far stand first. */
const FIRST = ["accent", "surface", "text", "muted", "border", "danger", "font", "size", "space", "radius", "padding"];
const NUMBER = /^(-?[\d.]+)(px|em|s|)$/;

const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** Whether a token takes a value. */
const takes = ({ property }, value) => !value || CSS.supports(property, value);

/** Draws the controls in `form`; `changed` is called with what is set, by name. */
export const controls = (form, previews, changed) => {
  const values = new Map();
  const rows = new Map(tokens.map((token) => [token.name, row(token)]));

  function set(token, value) {
    const { text } = rows.get(token.name);
    text.setAttribute("aria-invalid", String(!takes(token, value)));
    if (!takes(token, value)) return;
    if (value) values.set(token.name, value);
    else values.delete(token.name);
    changed(values);
  }

  function row(token) {
    const short = token.name.slice("--ww-".length);
    const text = make("input", { type: "text", id: `token-${short}`, name: short, placeholder: token.words, spellcheck: false, autocomplete: "off" });
    text.oninput = () => set(token, text.value.trim());
    const write = (value) => {
      text.value = value;
      set(token, value);
    };
    const label = make("label", { htmlFor: text.id, textContent: token.what });
    const whole = make("div", { className: "token" }, label, make("code", { textContent: token.name }));
    const pickers = token.kind.startsWith("a colour") ? ["light", "dark"].map((theme) => picker(theme)) : [];
    whole.append(...pickers, ...slider(token, write), text);
    function picker(theme) {
      const picker = make("input", { type: "color", title: `${token.what}: ${theme}` });
      picker.setAttribute("aria-label", picker.title);
      picker.oninput = () => {
        const [light, dark] = pickers.map(({ value }) => value);
        write(light === dark ? light : `light-dark(${light}, ${dark})`);
      };
      return picker;
    }
    /** The pickers show what comes out. */
    const show = () =>
      pickers.forEach((picker, at) => {
        if (picker === document.activeElement) return;
        const probe = document.createElement("i");
        probe.style.color = `var(${token.private})`;
        const frame = previews.frame(["light", "dark"][at]);
        frame.append(probe);
        picker.value = hex(...grounds(frame), getComputedStyle(probe).color);
        probe.remove();
      });
    return { whole, text, write, show };
  }

  function slider(token, write) {
    const [, number, unit] = token.value.match(NUMBER) ?? [];
    if (number === undefined || token.kind === "a number") return [];
    const most = Number(number) * 3 || 32;
    const range = make("input", { type: "range", min: 0, max: most, step: unit === "px" || !unit ? 1 : most / 60, value: number });
    range.setAttribute("aria-label", `${token.what}, by hand`);
    range.oninput = () => write(`${Number(Number(range.value).toFixed(3))}${unit || "px"}`);
    return [range];
  }

  const first = FIRST.map((name) => rows.get(`--ww-${name}`).whole);
  const rest = tokens.map(({ name }) => rows.get(name).whole).filter((whole) => !first.includes(whole));
  const more = make("details", {}, make("summary", { textContent: "All other tokens" }), ...rest);
  form.append(make("fieldset", {}, make("legend", { textContent: "These reach far" }), ...first), more);
  form.onsubmit = (event) => event.preventDefault();
  return {
    show: () => rows.forEach(({ show }) => show()),
    /** Sets these values and no others. */
    set: (given) => {
      for (const token of tokens) {
        const { text } = rows.get(token.name);
        text.value = given[token.name] ?? "";
        set(token, text.value);
      }
    },
  };
};
