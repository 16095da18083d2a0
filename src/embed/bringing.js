// What comes after the fragment: the widget's module and its files, when the browser has nothing better to do.

const modules = new Map();

/** A sheet that any number of threads can wear. */
export const styled = (css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
};

/** The widget's module, started; one instance a page, but for a fresh one after a trap. */
export const start = (url, fresh) => {
  if (fresh || !modules.has(url)) {
    const started = import(fresh ? `${url}?fresh=${Date.now()}` : url).then(async (module) => {
      await module.default();
      return module;
    });
    modules.set(url, started);
    started.catch(() => modules.delete(url));
  }
  return modules.get(url);
};

/** The widget's sentences; kept by the browser, so that a second thread asks for nothing. */
export const read = async (url) => {
  const response = await fetch(url, { credentials: "omit" });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
};

/** Lets the reader act, and the browser paint. */
export const pause = () => new Promise((done) => setTimeout(done));

/** Does it when there is time, or soon. */
export const idle = (work) => ("requestIdleCallback" in window ? requestIdleCallback(work, { timeout: 2000 }) : setTimeout(work, 200));
