// What the server's one gate makes of a text.

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": "\u{a0}", "&amp;": "&" };
const text = (html) => html.replace(/<[^>]*>/g, "").replace(/&\S+?;/g, (entity) => ENTITIES[entity] ?? entity);

/** The text that readers see, and the mentions in it. */
export async function shown(server, body) {
  const response = await fetch(`${server.origin}/api/v1/preview`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ site: "gazette", body }),
  });
  const { html } = await response.json();
  return { text: text(html), mentions: [...html.matchAll(/<a class="mention".*?<\/a>/g)].map(([link]) => text(link)) };
}
