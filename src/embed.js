// The shell of the widget: what an article page loads.
//
// Defines <weerwoord-thread>, which shows the HTML of its thread as soon as that is here, puts dates into the reader's
// words before the first paint, and brings in the WebAssembly near the viewport or at the first sign of intent. What
// the reader does before that is done again after it. Where WebAssembly cannot run, links and forms lead to the hosted
// page of the thread. Nothing here throws into the page.
import css from "../style/embed.css";
import { idle, pause, read, start, styled } from "./embed/bringing.js";
import { ask, langOf, ownOf, queryOf, script, sentencesOf, server } from "./embed/asking.js";
import { putIntoWords, tellMoment } from "./embed/dates.js";
import { complete } from "./embed/form.js";
import { append, receive } from "./embed/fragment.js";

const TAG = "weerwoord-thread";
const ATTRIBUTES = ["site", "thread", "url", "sort", "lang", "heading-level", "messages"];
const GIVE_UP_MS = 30_000;
const NEAR = "600px";
const FIELDS = ["name", "role", "body"];
const COMMENT = /^#weerwoord-([\da-f]{8}(?:-[\da-f]{4}){4}[\da-f]{8})$/i;

// A tag with data-site stands where its discussion should: <script async src="…/embed.js" data-site="…">. It is asked for
// at once, while the browser still reads on in this script.
let early;
if (script?.dataset.site && document.currentScript && document.body?.contains(script)) {
  const thread = document.createElement(TAG);
  for (const { name, value } of script.attributes) {
    if (name.startsWith("data-")) thread.setAttribute(name.slice(5), value);
  }
  script.after(thread);
  if (!customElements.get(TAG) && !COMMENT.test(location.hash)) early = ask(queryOf(thread));
}

let sheet, late;

class WeerwoordThread extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  #turn = 0; // What was begun in an earlier turn is void.
  #mounted; // The widget, once it has taken over.
  #started; // The promise of it.
  #blocked = false; // It cannot run here: links and forms do their own work.
  #partial = false; // The first comments are shown, the rest is on its way.
  #undo = []; // What a turn must let go of.
  #waiting = new Map(); // What the reader did too early, once for each thing that was clicked or sent.
  #at; // The comment whose page was asked for last.
  #shownAt; // How far the page was scrolled when a comment was last shown.
  #old = false; // The HTML came with the page, and may be of yesterday.
  #restore; // Puts back what was typed, once there is a form again.
  #asked = false; // A change of attributes is being acted on.
  #left = true; // It is in no page, or was not until now.

  connectedCallback() {
    // It only moved.
    if (!this.#left) return;
    this.#left = false;
    const included = this.shadowRoot ?? this.#included();
    const root = included ?? this.attachShadow({ mode: "open" });
    const shown = !this.#turn && included?.querySelector("[data-module]");
    // Before the style, which is read while the fragment is on its way.
    if (!shown) this.#load();
    this.#wear(root, (sheet ??= styled(css)));
    if (shown) {
      this.#listen(++this.#turn);
      this.#show(this.#turn, true);
    }
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#left = true;
      this.#leave();
    });
  }

  attributeChangedCallback(_name, before, after) {
    if (before === after || !this.#turn || this.#asked) return;
    this.#asked = true;
    queueMicrotask(() => {
      this.#asked = false;
      this.#restore = this.#at = undefined;
      if (!this.#left && this.isConnected) this.#load();
    });
  }

  /** Reads the thread again; resolves when what is new is shown. */
  async refresh() {
    const mounted = this.#mounted;
    await (mounted ? new Promise((done) => mounted.refresh(done)) : this.#reload(this.#at));
  }

  /** Goes to the form. */
  focus() {
    const field = this.#find("[name=body]");
    if (!field) return void this.addEventListener("weerwoord:ready", () => this.focus(), { once: true });
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  }

  /** Adopts sheets, where the page does not want to bring all of them itself. */
  #wear(root, ...sheets) {
    if (this.getAttribute("styles") !== "none") root.adoptedStyleSheets = sheets;
  }

  #find(selector) {
    return this.shadowRoot?.querySelector(selector);
  }

  #comment(hash) {
    return this.#find(`[id="${CSS.escape(hash.slice(1))}"]`);
  }

  /** A declarative shadow root in a browser that does not know them. */
  #included() {
    const template = this.querySelector(":scope > template[shadowrootmode]");
    if (!template) return null;
    const root = this.attachShadow({ mode: "open" });
    root.append(template.content);
    template.remove();
    return root;
  }

  /** The comment that the page's address names, unless the reader was led there already. */
  get #named() {
    const [, id] = location.hash.match(COMMENT) ?? [];
    return id === this.#at ? undefined : id;
  }

  #leave() {
    this.#turn++;
    for (const undo of this.#undo.splice(0)) undo();
    const mounted = this.#mounted;
    this.#mounted = this.#started = undefined;
    this.#blocked = this.#partial = false;
    this.#waiting.clear();
    try {
      mounted?.free();
    } catch {
      // An instance that trapped has nothing left to let go of.
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`weerwoord:${name}`, { detail, bubbles: true, composed: true }));
  }

  /** Loads the thread: its first page, or the one that holds a comment. */
  async #load(at = this.#named) {
    // What stood here leaves its room until something else does: the page does not jump twice.
    const room = this.#turn && this.offsetHeight;
    this.#leave();
    const turn = this.#turn;
    const query = queryOf(this);
    if (at) query.set("at", (this.#at = at));
    const { abort, answer } = `${early?.query}` === `${query}` ? early : ask(query);
    early = undefined;
    const alarm = setTimeout(() => abort.abort(), GIVE_UP_MS);
    this.#undo.push(() => abort.abort(), () => clearTimeout(alarm));
    const say = sentencesOf(this);
    const wait = document.createElement("p");
    wait.className = wait.part = "loading";
    wait.role = "status";
    wait.lang = say.lang;
    wait.dir = "auto";
    wait.textContent = say["load.loading"];
    this.#frame(wait);
    wait.parentNode.style.minBlockSize = `${room}px`;
    try {
      const response = await answer;
      const html = await receive(response, () => turn !== this.#turn, (part) => {
        this.#put(part, turn);
        this.#partial = true;
      });
      if (turn !== this.#turn) return;
      if (!response.ok) throw new Error(html);
      this.#put(html, turn);
      this.#partial = false;
      this.#show(turn, false);
    } catch (error) {
      if (turn === this.#turn) this.#fail(wait, say, error);
    } finally {
      clearTimeout(alarm);
    }
  }

  /** Shows the thread, or what came since the first of it was shown. */
  #put(html, turn) {
    if (this.#partial) return append(this.shadowRoot, html);
    this.shadowRoot.innerHTML = html;
    this.#restore?.();
    this.#restore = undefined;
    this.#listen(turn);
  }

  #frame(...children) {
    const frame = document.createElement("div");
    frame.className = "weerwoord";
    frame.lang = langOf(this);
    frame.append(...children);
    this.shadowRoot.replaceChildren(frame);
  }

  /** Loads again what is shown; what was typed stays. */
  async #reload(at) {
    const typed = FIELDS.map((name) => this.#find(`[name=${name}]`)?.value);
    const caret = this.#caret();
    if (this.#find("form")) {
      this.#restore = () => {
        FIELDS.forEach((name, at) => {
          const field = this.#find(`[name=${name}]`);
          if (field && typed[at]) field.value = typed[at];
        });
        caret();
      };
    }
    await this.#load(at);
  }

  /** Says so where it said that it was loading, so that a screen reader hears of it. */
  #fail(sentence, say, error) {
    this.#at = undefined;
    sentence.className = "failed-load";
    sentence.part = "failure";
    const retry = document.createElement("button");
    retry.className = retry.part = "button";
    retry.textContent = say["load.retry"];
    retry.onclick = () => this.#retry();
    const open = document.createElement("a");
    open.href = `${server}/thread?${queryOf(this)}`;
    open.textContent = say["load.open"];
    sentence.replaceChildren(say["load.failed"], " ", retry, " ", open);
    if (this.#partial) {
      // Where it is new, a status would not be heard.
      sentence.role = "alert";
      this.#find(".comments").after(sentence);
      this.#block();
      this.#letGo();
    } else if (sentence.isConnected) sentence.parentNode.style.minBlockSize = "";
    else this.#frame(sentence);
    console.warn("weerwoord: the thread could not be loaded.", error?.message);
    this.#tell("error", { code: "load", message: say["load.failed"] });
  }

  /** Loads again, and leaves the focus where the reader goes on: at the thread, or at the same button. */
  async #retry() {
    await this.#reload();
    const next = this.#find(".failed-load button, .thread-title");
    if (!next || document.activeElement !== document.body) return;
    if (!next.matches("button")) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }

  /** There are comments: hears what the reader does with them. */
  #listen(turn) {
    putIntoWords(this.shadowRoot);
    const ticking = setInterval(() => document.hidden || putIntoWords(this.shadowRoot), 60_000);
    this.#undo.push(() => clearInterval(ticking));
    const root = this.shadowRoot;
    const listen = (type, heard) => {
      root.addEventListener(type, heard, true);
      this.#undo.push(() => root.removeEventListener(type, heard, true));
    };
    listen("click", (event) => this.#clicked(event));
    listen("pointerover", (event) => tellMoment(root, event));
    listen("submit", (event) => this.#submitted(event));
    for (const type of ["pointerover", "pointerdown", "focusin", "keydown"]) listen(type, () => this.#hydrate(turn));
  }

  /** The thread's HTML is here. */
  #show(turn, included) {
    this.#old = included;
    const wake = () => this.#hydrate(turn);
    if (this.#waiting.size) wake();
    const near = new IntersectionObserver(
      ([entry]) => {
        if (!entry.isIntersecting) return;
        near.disconnect();
        idle(() => turn === this.#turn && wake());
      },
      { rootMargin: NEAR },
    );
    near.observe(this);
    this.#undo.push(() => near.disconnect());
    const state = this.#state();
    this.#tell("ready", { count: state ? JSON.parse(state).snapshot.thread.count : 0 });
    if (location.hash.startsWith("#weerwoord-")) this.#arrive(turn);
    const moved = () => this.#go(location.hash);
    addEventListener("hashchange", moved);
    this.#undo.push(() => removeEventListener("hashchange", moved));
  }

  #state() {
    return this.#find("script[type='application/json']")?.textContent;
  }

  #hydrate(turn) {
    if (this.#blocked || this.#partial || turn !== this.#turn) return;
    this.#started ??= this.#takeOver(turn).catch((error) => {
      if (turn !== this.#turn) return;
      if (this.#old) {
        const acts = [...this.#waiting];
        return this.#reload().then(() => acts.forEach((act) => this.#wait(...act)));
      }
      this.#block();
      console.info("weerwoord: answering leads to the hosted page.", error?.message);
      this.#catchUp(false);
    });
  }

  /** The widget cannot run: links and forms do their own work, those that answer on the hosted page. */
  #block() {
    this.#blocked = true;
    for (const link of this.shadowRoot.querySelectorAll("[data-action=reply]")) {
      link.href = `${server}/thread?${queryOf(this)}&reply=${link.closest("li").id.slice(10)}#weerwoord-form`;
    }
  }

  async #takeOver(turn) {
    let frame = this.#find("[data-module]");
    const url = server + frame.dataset.module;
    const more = frame.dataset.reactions;
    const [module, messages, css, menu, reactions] = await Promise.all([
      start(url),
      read(server + frame.dataset.messages),
      read(url.replace(/js$/, "css")),
      import(url.replace("weerwoord-", "menu-")),
      more && import(server + more).catch(() => {}),
    ]);
    const state = this.#state();
    if (turn !== this.#turn) return;
    // What is drawn says what the language does; where the publisher says otherwise it is drawn afresh.
    const said = menu.worded(langOf(this), messages, ownOf(this));
    const worded = said !== messages;
    this.#wear(this.shadowRoot, sheet, (late ??= styled(css)));
    const page = module.read(frame, state, said, worded || this.#old);
    await pause();
    if (turn !== this.#turn) return page.free();
    const title = this.getAttribute("article-title") ?? (this.hasAttribute("url") ? undefined : document.title);
    let restore = this.#caret();
    let mounted;
    const given = [this, () => turn === this.#turn && putIntoWords(this.shadowRoot), title];
    try {
      mounted = worded ? module.mount(frame, page, ...given) : module.hydrate(frame, page, ...given);
      await pause();
    } catch (error) {
      console.warn("weerwoord: the thread is drawn afresh.", error);
      // What is left of the first attempt would empty the fields; it keeps the nodes that it knows.
      const trapped = frame;
      frame = trapped.cloneNode(true);
      trapped.replaceWith(frame);
      restore();
      const again = await start(url, true);
      if (turn !== this.#turn) return;
      restore = this.#caret();
      mounted = again.mount(frame, again.read(frame, state, said, true), ...given);
    }
    if (turn !== this.#turn) return mounted.free();
    // What was typed is back in its field by now, with the caret at its end.
    restore();
    this.#mounted = mounted;
    mounted.follow();
    const begin = (more, last) => {
      if (more && turn === this.#turn) this.#undo.push(more.start(this.shadowRoot, JSON.parse(state), JSON.parse(said), last));
    };
    begin(menu, title);
    begin(reactions, title);
    const { live } = frame.dataset;
    if (live) import(server + live).then((live) => begin(live, mounted), () => {});
    frame.setAttribute("data-interactive", "");
    // The rest happens in microtasks; what was done too early is done again after them.
    setTimeout(() => {
      restore();
      this.#catchUp(true);
    });
    if (this.#old) this.refresh();
  }

  /** Keeps what was done too early, and lets it be seen that it was noticed. */
  #wait(element, act) {
    element.classList.add("early");
    this.#waiting.set(element, act);
    this.#hydrate(this.#turn);
  }

  /** Does what the reader did too early: here, or on the hosted page. */
  #catchUp(able) {
    for (const act of this.#letGo()) act(able);
  }

  /** What was kept, which is done elsewhere or not at all. */
  #letGo() {
    const acts = [...this.#waiting.values()];
    for (const element of this.#waiting.keys()) element.classList.remove("early");
    this.#waiting.clear();
    return acts;
  }

  /** Where the reader is: setting a field's text moves the caret, and drawing afresh makes other elements. */
  #caret() {
    const focused = this.shadowRoot.activeElement ?? {};
    const { name, value, selectionStart, selectionEnd } = focused;
    return () => {
      if (focused.isConnected === false && focused.dataset.action) return this.#again(focused)?.focus({ preventScroll: true });
      const field = name ? this.#find(`[name=${name}]`) : null;
      if (!field || field.value !== value) return;
      field.focus({ preventScroll: true });
      field.setSelectionRange?.(selectionStart, selectionEnd);
    };
  }

  #clicked(event) {
    const target = event.target;
    const link = target.closest?.("a[href^='#weerwoord-']:not([data-action])");
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link) {
      event.preventDefault();
      // The whole address: a bare fragment would be taken from the page's <base>.
      if (link.matches(".permalink") || !this.#comment(link.hash)) history.replaceState(history.state, "", location.href.split("#")[0] + link.hash);
      return this.#go(link.hash);
    }
    const action = target.closest?.("[data-action]");
    if (!action || this.#mounted || this.#blocked) return;
    event.preventDefault();
    event.stopPropagation();
    this.#wait(action, (able) => {
      const again = action.isConnected ? action : this.#again(action);
      if (able) again?.click();
      else if (action.href) location.assign(action.href);
    });
  }

  #again(action) {
    const { action: name, cursor } = action.dataset;
    const comment = action.closest("li")?.id;
    return this.#find(cursor ? `[data-cursor="${cursor}"]` : `#${comment} [data-action=${name}]`);
  }

  #submitted(event) {
    const form = event.target;
    const button = event.submitter;
    if (this.#blocked) return complete(form);
    if (this.#mounted) return;
    event.preventDefault();
    event.stopPropagation();
    this.#wait(form, (able) => {
      const again = form.isConnected ? form : this.#find("form");
      if (able && again) return again.requestSubmit(button?.isConnected ? button : undefined);
      complete(form);
      form.requestSubmit(button);
    });
  }

  /** Goes where the address leads; and again when the page has its final shape, unless the reader went elsewhere. */
  #arrive(turn) {
    this.#go(location.hash);
    const again = () => turn === this.#turn && scrollY === this.#shownAt && this.#go(location.hash);
    if (document.readyState !== "complete") addEventListener("load", again, { once: true });
  }

  /** Goes to a comment, and marks it; opens the branches that hide it. */
  #go(hash, again = true) {
    const comment = this.#comment(hash);
    if (!comment) return again && this.#seek();
    if (comment.hidden && again) {
      this.#mounted.reveal(comment.id);
      return void setTimeout(() => this.#go(hash, false));
    }
    this.#find(".comment.target")?.classList.remove("target");
    comment.classList.add("target");
    const show = () => {
      comment.scrollIntoView({ block: "start" });
      this.#shownAt = scrollY;
    };
    show();
    // Once more when what stands around it is laid out: until then its place is an estimate.
    requestAnimationFrame(() => requestAnimationFrame(show));
    comment.focus({ preventScroll: true });
  }

  /** Loads the page that holds the comment which the address names; what was typed stays. */
  async #seek() {
    const at = this.#named;
    if (!at) return;
    const before = this.#at;
    this.#at = at;
    const mounted = this.#mounted;
    if (mounted) {
      await new Promise((done) => mounted.refresh(done, at));
      if (!this.#comment(location.hash)) this.#at = before;
      return void setTimeout(() => this.#go(location.hash, false));
    }
    await this.#reload(at);
  }
}

if (!customElements.get(TAG)) customElements.define(TAG, WeerwoordThread);

/** What the page says of other articles is a script of its own; most pages have nothing for it. */
const list = () => document.querySelector("[data-weerwoord-count],weerwoord-recent,weerwoord-top") && import(`${server}/lists.js`).catch(() => {});
if (document.readyState === "loading") addEventListener("DOMContentLoaded", list);
else list();
