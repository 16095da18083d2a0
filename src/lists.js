// Comments elsewhere: how many an article has, the latest of the site, and the most discussed. For front pages, by itself,
// and loaded by embed.js where a page has something for it. What cannot be loaded leaves the page as it was.

const server = new URL(".", import.meta.url).href;
const COUNT = "data-weerwoord-count";
/** So many articles are counted at once; an address has room for so much. */
const MOST = 250;
const ROOM = 4000;

const langOf = (element) => element.closest("[lang]")?.lang || "en";
const siteOf = (element) =>
  element.closest("[data-weerwoord-site]")?.dataset.weerwoordSite ?? document.querySelector(`script[src^="${server}"][data-site]`)?.dataset.site ?? "";

const ask = async (path, query, options) => {
  const response = await fetch(`${server}${path}?${query}`, { credentials: "omit", referrerPolicy: "strict-origin", ...options });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
};

const warn = (error) => console.warn("weerwoord:", error.message);

/** Writes a number, or the words that the element has for it. */
const write = (element, n, lang = langOf(element)) => {
  const words = [n, new Intl.PluralRules(lang).select(n), "other"].map((name) => element.getAttribute(`data-weerwoord-${name}`));
  element.textContent = (words.find((text) => text != null) ?? "{n}").replace("{n}", n.toLocaleString(lang));
};

const count = async (site, elements) => {
  const urls = new URLSearchParams(elements.map((element) => ["url", new URL(element.getAttribute(COUNT) || element.href || "", location).href]));
  const query = new URLSearchParams({ site });
  const short = `${urls}`.length < ROOM;
  const response = await ask("api/v1/counts", short ? `${query}&${urls}` : query, short ? {} : { method: "POST", body: urls });
  const { counts } = await response.json();
  elements.forEach((element, at) => {
    try {
      write(element, counts[at]);
    } catch {
      // What the page says of its language is none.
      write(element, counts[at], "en");
    }
  });
};

/** Fills in all counts of the page, those of each site together. */
const fill = () => {
  const sites = Object.groupBy([...document.querySelectorAll(`[${COUNT}]`)], siteOf);
  for (const site in sites) while (sites[site][0]) count(site, sites[site].splice(0, MOST)).catch(warn);
};

for (const name of ["recent", "top"]) {
  customElements.get(`weerwoord-${name}`) ||
    customElements.define(
      `weerwoord-${name}`,
      class extends HTMLElement {
        async connectedCallback() {
          if (this.shadowRoot) return;
          const query = new URLSearchParams({ site: siteOf(this), lang: langOf(this) });
          for (const name of ["site", "count", "days"]) if (this.hasAttribute(name)) query.set(name, this.getAttribute(name));
          try {
            const template = document.createElement("template");
            template.innerHTML = await (await ask(`embed/${name}`, query)).text();
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(template.content.querySelector("style").textContent);
            template.content.firstChild.remove();
            // Moved meanwhile, it has asked twice.
            const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
            if (this.getAttribute("styles") !== "none") root.adoptedStyleSheets = [sheet];
            root.replaceChildren(template.content);
          } catch (error) {
            warn(error);
          }
        }
      },
    );
}

addEventListener("weerwoord:count", fill);
fill();
