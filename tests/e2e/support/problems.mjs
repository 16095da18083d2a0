// Answers of a server that says no.

/** A problem (RFC 9457), as Playwright gives it for an answer. */
export const problem = (code, status, more = {}, headers = {}) => ({
  status,
  contentType: "application/problem+json",
  headers: { "access-control-allow-origin": "*", ...headers },
  json: { type: `urn:weerwoord:problem:${code}`, title: code, status, detail: "No.", ...more },
});

/** Answers what is asked of an address with a problem from now on. */
export const refuse = (page, url, ...given) =>
  page.route(url, (route) => (route.request().method() === "OPTIONS" ? route.fallback() : route.fulfill(problem(...given))));
