// What the scripts beside the module share: what is kept on the device, and how they ask the server for something.
// The module does the same in src/device.rs and src/api.rs.

const TOKEN = /^[\w-]{22}$/;
const TIMEOUT_MS = 30_000;

/** What was kept under the key; `null` where there is nothing, or storage is blocked. */
export const recall = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

/** Keeps it. Where that cannot be done, it holds without being remembered. */
export const remember = (key, value) => {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or blocked.
  }
};

/** The token by which the site knows this reader again. */
const tokenOf = (site) => {
  const key = `weerwoord:reader:${site}`;
  const kept = recall(key);
  if (TOKEN.test(kept)) return kept;
  const bytes = crypto.getRandomValues(new Uint8Array(22));
  const token = Array.from(bytes, (byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[byte & 63]).join("");
  remember(key, token);
  return token;
};

/**
 * Has the server of a thread do something in the reader's name; answers its JSON, or `null` where it has none. Throws the
 * sentence for why it does not, and the page is told of it.
 */
export const exchange = async ({ root, site, state, messages }, method, path, body) => {
  const failed = (code, message) => {
    root.host.dispatchEvent(new CustomEvent("weerwoord:error", { detail: { code, message }, bubbles: true, composed: true }));
    throw message;
  };
  let response, said;
  try {
    response = await fetch(`${state.server}/api/v1/${path}`, {
      method,
      credentials: "omit",
      referrerPolicy: "strict-origin",
      headers: { authorization: `Bearer ${tokenOf(site)}`, ...(body && { "content-type": "application/json" }) },
      body: body && JSON.stringify({ site, ...body }),
      signal: AbortSignal.timeout?.(TIMEOUT_MS),
    });
    said = response.status === 204 ? null : await response.json();
  } catch {
    return failed("network", messages["error.network"]);
  }
  if (response.ok) return said;
  const code = String(said.type).split(":").at(-1);
  return failed(code, (messages[`error.${code}`] ?? messages["error.internal"]).replace("{limit}", said.limit));
};
