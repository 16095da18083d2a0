// A form that is posted without the widget: to the hosted page, which wants to know a little more than it shows.

/** A version 7 UUID (RFC 9562). */
const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let at = 5; at >= 0; at--, time = Math.floor(time / 256)) bytes[at] = time % 256;
  bytes[6] = (bytes[6] & 15) | 112;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

/** What the hosted page needs to take a comment at once, and once. */
export const complete = (form) => {
  for (const [name, value] of [["id", newId()], ["title", document.title]]) {
    if (form.elements[name]) continue;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
};
