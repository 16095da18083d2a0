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
  async post({ name = "Spijker", role, body, title, parent, page, site = "gazette", url = this.url(page), thread, status = 201 }) {
    const comment = { id: newId(), site, url, thread, title, parent, author: { name, role }, body };
    const response = await fetch(`${this.server.origin}/api/v1/comments`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(comment),
    });
    const answer = await response.json();
    if (response.status !== status) throw new Error(JSON.stringify(answer));
    return answer.comment;
  }

  /** Votes on a comment, as another reader would; `reader` is that reader's token. */
  async vote(comment, { value = 1, site = "gazette", reader = newReader() } = {}) {
    const response = await fetch(`${this.server.origin}/api/v1/comments/${comment.id}/vote`, {
      method: "PUT",
      headers: { "content-type": "application/json", authorization: `Bearer ${reader}` },
      body: JSON.stringify({ site, value }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
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
