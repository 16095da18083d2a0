// An editor at the desk, for specs about what readers see of it: signs in and acts by the desk's own forms.

export class Desk {
  #server;
  #cookie;
  #token;

  /** Signs in to the desk of a site. */
  static async of(server, site = "gazette") {
    const desk = new Desk();
    desk.#server = server;
    const secret = await server.secret(site);
    const answer = await desk.#send("/desk/session", { site, who: "Petra", secret });
    desk.#cookie = answer.headers.getSetCookie()[0].split(";")[0];
    const page = await fetch(`${server.origin}/desk`, { headers: { cookie: desk.#cookie } });
    desk.#token = (await page.text()).match(/name="token" value="([^"]+)"/)[1];
    return desk;
  }

  /** Does something to a comment. */
  async does(act, comment) {
    await this.#acts(act, { comment: comment.id });
  }

  /** Closes a thread, by its key. */
  async closes(thread) {
    await this.#acts("close", { thread });
  }

  async #acts(act, on) {
    const answer = await this.#send("/desk/acts", { token: this.#token, act, ...on });
    if (answer.status !== 303) throw new Error(`${act}: ${answer.status} ${await answer.text()}`);
  }

  #send(address, fields) {
    return fetch(`${this.#server.origin}${address}`, {
      method: "POST",
      redirect: "manual",
      headers: this.#cookie ? { cookie: this.#cookie } : {},
      body: new URLSearchParams(fields),
    });
  }
}
