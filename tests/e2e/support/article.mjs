// One article of one test: the addresses of its pages, and its thread behind them.

/** A version 7 UUID, as the API wants it, of now or of another time. */
export function newId(at = Date.now()) {
  const time = at.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}

/** A reader's token, of the form that the widget makes. */
export const newReader = () => crypto.randomUUID().replaceAll("-", "").slice(0, 22);

export class Article {
  #world;

  constructor(world, id) {
    this.#world = world;
    this.id = id;
  }

  get server() {
    return this.#world.serverOf(this.id);
  }

  /** The address of a host page. */
  url(page = "plain.html") {
    return `${this.#world.hosts.origin}/${this.id}/${page}`;
  }

  /** The address of the thread on the server's own page. */
  hosted(page, more = {}) {
    const query = new URLSearchParams({ site: "gazette", url: this.url(page), lang: "nl", ...more });
    return `${this.server.origin}/thread?${query}`;
  }

  /** Posts a comment, as another reader would; answers it as the server keeps it. One that is to wait has the status 202. */
  async post({ name = "Spijker", role, body, title, parent, page, site = "gazette", url = this.url(page), thread, status = 201, reader }) {
    const comment = { id: newId(), site, url, thread, title, parent, author: { name, role }, body };
    const answer = await this.#ask("POST", "comments", comment, reader);
    if (answer.status !== status) throw new Error(JSON.stringify(answer.json));
    return answer.json.comment;
  }

  /** Votes on a comment, as another reader would; `reader` is that reader's token. */
  vote(comment, { value = 1, site = "gazette", reader = newReader() } = {}) {
    return this.#done("PUT", `comments/${comment.id}/vote`, { site, value }, reader);
  }

  /** Reacts to a comment, or to the article without one, as another reader would. */
  react(emoji, comment, { site = "emoji", page = "emoji.html", reader = newReader() } = {}) {
    const path = comment ? `comments/${comment.id}` : "thread";
    return this.#done("PUT", `${path}/reaction`, { site, url: this.url(page), emoji }, reader);
  }

  /** Changes a comment, as its writer would; `reader` is the token that it was posted with. */
  change(comment, body, reader, site = "gazette") {
    return this.#done("PATCH", `comments/${comment.id}`, { site, body }, reader);
  }

  /** Deletes a comment, as its writer would. */
  remove(comment, reader, site = "gazette") {
    return this.#done("DELETE", `comments/${comment.id}?site=${site}`, undefined, reader);
  }

  async #done(...given) {
    const { ok, json } = await this.#ask(...given);
    if (!ok) throw new Error(JSON.stringify(json));
    return json;
  }

  async #ask(method, path, body, reader) {
    const response = await fetch(`${this.server.origin}/api/v1/${path}`, {
      method,
      headers: { "content-type": "application/json", ...(reader && { authorization: `Bearer ${reader}` }) },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { ok: response.ok, status: response.status, json: text ? JSON.parse(text) : undefined };
  }

  /** Posts a chain of comments, each an answer to the one before; `bodies[0]` is on the article itself. */
  async chain(bodies, page) {
    const posted = [];
    for (const [depth, body] of bodies.entries()) {
      posted.push(await this.post({ name: `Lezer ${depth + 1}`, body, parent: posted.at(-1)?.id, page }));
    }
    return posted;
  }

  /** What the server keeps of this thread. */
  async comments({ page, site = "gazette", url = this.url(page) } = {}) {
    const response = await fetch(`${this.server.origin}/api/v1/thread?${new URLSearchParams({ site, url })}`);
    return (await response.json()).comments;
  }
}
