// What connects the threads of a page to their server while the reader looks at the page: one stream for all of a site.
//
// What breaks off is connected again, each time after a longer while, and goes on where it ended. Where no stream comes
// about, the server is asked what changed meanwhile; where one is kept back on the way, it is asked from then on.

/** So many threads a stream follows. */
const MOST = 20;
/** How long the first event may take. What is on the way by then is kept back. */
const HELLO_MS = 8_000;
/** How long a stream may be silent: three times what the server is. */
const SILENCE_MS = 60_000;
const ANSWER_MS = 30_000;
/** How often it is asked where no stream comes through. */
const POLL_MS = 30_000;
/** How long threads that come one after the other are waited for. */
const GATHER_MS = 100;
const LONGEST_PAUSE_MS = 60_000;

/** Those who were cut off together do not come back together. */
const jittered = (milliseconds) => milliseconds * (0.5 + Math.random() / 2);

class Connection {
  threads = [];
  #source;
  #abort;
  #timer;
  #heard = false; // An event has come by the way that is open.
  #failures = 0; // In a row.
  #asking = false; // The next time it is asked.
  #keptBack = false; // No stream comes through here.

  constructor(address) {
    this.address = address;
  }

  /** Connects anew, if the reader looks at the page and there is a thread. */
  begin() {
    this.rest();
    this.#failures = 0;
    if (!document.hidden && this.threads.length) this.#wait(GATHER_MS, () => this.#connect());
  }

  /** Lets go of the stream, and of what is waited for. */
  rest() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#abort?.abort();
    this.#source = this.#abort = undefined;
  }

  #wait(milliseconds, then) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, milliseconds);
  }

  #connect() {
    this.rest();
    this.#heard = false;
    const known = this.threads.map(({ since }) => since);
    // Where not all can go on from where they are, what those missed who could is not known.
    if (!known.every(Boolean)) this.threads.filter((thread) => thread.since).forEach((thread) => thread.lose());
    const since = known.every(Boolean) ? `&since=${known.join("_")}` : "";
    const address = this.address + this.threads.map(({ parameter }) => parameter).join("") + since;
    if (this.#asking) return this.#ask(`${address}&wait=0`);
    this.#source = new EventSource(address);
    this.#source.onmessage = ({ data, lastEventId }) => {
      this.#heard = true;
      this.#failures = 0;
      this.#wait(SILENCE_MS, () => this.#fail());
      this.#tell(lastEventId, [JSON.parse(data)]);
    };
    this.#source.onerror = () => this.#fail();
    this.#wait(HELLO_MS, () => {
      this.#keptBack = this.#asking = true;
      this.#connect();
    });
  }

  async #ask(address) {
    const { signal } = (this.#abort = new AbortController());
    this.#wait(ANSWER_MS, () => this.#fail());
    try {
      const response = await fetch(address, { credentials: "omit", referrerPolicy: "strict-origin", signal });
      // It never gave this id: its database is another by now.
      if (response.status === 400) this.threads.forEach((thread) => thread.lose());
      else if (!response.ok) throw response.status;
      else {
        const { id, events } = await response.json();
        this.#tell(id, events);
      }
    } catch {
      if (!signal.aborted) this.#fail();
      return;
    }
    this.#asking = this.#keptBack;
    if (this.#keptBack) this.#failures = 0;
    this.#wait(this.#keptBack ? jittered(POLL_MS) : this.#pause(), () => this.#connect());
  }

  #tell(id, events) {
    const versions = id.split("_");
    this.threads.forEach((thread, at) => {
      thread.since = versions[at];
      thread.hear(events.filter((event) => event.thread === thread.key));
    });
  }

  #fail() {
    this.rest();
    this.#asking ||= !this.#heard;
    this.#failures++;
    this.#wait(this.#pause(), () => this.#connect());
  }

  #pause() {
    return jittered(Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** this.#failures));
  }
}

const connections = [];

/** Hears what happens to the page, as long as that is there. */
const listen = () => {
  const begin = () => connections.forEach((connection) => connection.begin());
  document.addEventListener("visibilitychange", begin);
  addEventListener("online", begin);
  addEventListener("pageshow", ({ persisted }) => persisted && begin());
  addEventListener("pagehide", () => connections.forEach((connection) => connection.rest()));
};

/**
 * Has a thread hear what changes about it; answers what ends that. `thread` has its `parameter` in the address, its `key`
 * and the version `since` which it is to hear; `hear` is called with events, and `lose` where they cannot be told.
 */
export function follow(address, thread) {
  if (!connections.length) listen();
  let connection = connections.find((one) => one.address === address && one.threads.length < MOST);
  if (!connection) connections.push((connection = new Connection(address)));
  connection.threads.push(thread);
  connection.begin();
  return () => {
    connection.threads.splice(connection.threads.indexOf(thread), 1);
    connection.begin();
  };
}
