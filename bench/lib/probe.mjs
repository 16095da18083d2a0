// What runs in the page, from before its first script: notes when things were painted, what shifted, what blocked. The same
// for every system. It is sent to the browser as text, so it uses nothing from outside itself.

/**
 * `watched` names selectors, `a >> b` going into the shadow root of `a`. Marks are milliseconds since the navigation began,
 * taken in the first task after the frame in which the element was there.
 */
export function probe({ watched, early, quietMs }) {
  const state = { marks: {}, shifts: [], tasks: [], memories: [] };
  window.bench = state;
  let lastStir = 0;
  const stir = () => (lastStir = performance.now());

  const find = (path) => {
    const steps = path.split(" >> ");
    let scope = document;
    for (const [at, step] of steps.entries()) {
      const element = scope.querySelector(step);
      if (!element || at === steps.length - 1) return element;
      scope = element.shadowRoot;
      if (!scope) return null;
    }
  };
  const all = (path) => {
    const steps = path.split(" >> ");
    const last = steps.pop();
    const scope = steps.length ? find(steps.join(" >> "))?.shadowRoot : document;
    return scope ? [...scope.querySelectorAll(last)] : [];
  };
  const painted = (then) => scheduler.postTask(() => then(performance.now()), { priority: "user-blocking" });

  const waiting = new Map(Object.entries(watched));
  const looking = () => {
    for (const [name, path] of waiting) {
      if (!find(path)) continue;
      waiting.delete(name);
      stir();
      painted((at) => (state.marks[name] = at));
      if (name === "box" && early) write();
    }
    if (waiting.size) requestAnimationFrame(looking);
  };
  requestAnimationFrame(looking);

  /** Types and sends as early as the form is there. */
  const write = () => {
    const type = (path, text) => {
      find(path).focus();
      document.execCommand("insertText", false, text);
    };
    if (early.name) type(early.name, early.author);
    type(watched.box, early.text);
    // No hand is faster.
    setTimeout(() => find(early.submit).click(), 500);
  };

  new PerformanceObserver((entries) => {
    for (const { value, startTime } of entries.getEntries()) state.shifts.push({ value, at: startTime });
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((entries) => {
    stir();
    for (const { startTime, duration } of entries.getEntries()) state.tasks.push({ at: startTime, duration });
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver(stir).observe({ type: "resource", buffered: true });

  // WebAssembly's memory is not in the engine's count of its heap.
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await original.apply(WebAssembly, given);
      const { exports } = result.instance ?? result;
      for (const value of Object.values(exports))
        if (value instanceof WebAssembly.Memory) state.memories.push(new WeakRef(value));
      return result;
    };
  }

  const nextClick = () => new Promise((clicked) => addEventListener("click", clicked, { capture: true, once: true }));

  /** Milliseconds from the next click until a field for text was painted with the focus; null where none gets it. */
  state.focused = async () => {
    const { timeStamp } = await nextClick();
    return new Promise((focused) => {
      const look = () => {
        let active = document.activeElement;
        while (active?.shadowRoot) active = active.shadowRoot.activeElement;
        if (active?.matches("textarea, [contenteditable]")) painted((at) => focused(at - timeStamp));
        else if (performance.now() > timeStamp + 3000) focused(null);
        else requestAnimationFrame(look);
      };
      look();
    });
  };

  /** Resolves with the time at which a comment with this text was painted. */
  state.visible = (path, text) =>
    new Promise((seen) => {
      const look = () => {
        if (all(path).some((comment) => comment.textContent.includes(text))) painted(seen);
        else requestAnimationFrame(look);
      };
      look();
    });

  /** Milliseconds from the next click until a comment with this text was painted. */
  state.posted = async (path, text) => {
    const { timeStamp } = await nextClick();
    return (await state.visible(path, text)) - timeStamp;
  };

  /** Resolves when all of these were painted and nothing has stirred for a while; false where that took too long. */
  state.settled = async (names, limitMs) => {
    while (performance.now() < limitMs) {
      await new Promise((later) => setTimeout(later, 100));
      const there = names.every((name) => state.marks[name]) && document.readyState === "complete";
      if (there && performance.now() - lastStir > quietMs) return true;
    }
    return false;
  };

  /** All nodes of the page, those in open shadow roots too. */
  state.nodes = () => {
    const roots = [document];
    let count = 0;
    for (const root of roots) {
      const walker = document.createTreeWalker(root);
      for (let node = walker.currentNode; node; node = walker.nextNode()) {
        count++;
        if (node.shadowRoot) roots.push(node.shadowRoot);
      }
    }
    return count;
  };
  state.wasmBytes = () => state.memories.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0);
}
