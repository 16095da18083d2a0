// What the browser itself says of things that moved on the page, and a hand on the clock that moves the dates on.

/** Watches from the moment at which the thread's HTML is on the screen. */
export async function watchLayout(page) {
  await page.addInitScript(() => {
    window.shifts = [];
    const twoFrames = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
    document.addEventListener("weerwoord:ready", () =>
      twoFrames(() => {
        const note = (list) => window.shifts.push(...list.getEntries());
        window.observer = new PerformanceObserver(note);
        window.observer.observe({ type: "layout-shift" });
      }),
    );
    const { setInterval } = window;
    window.setInterval = (work, time, ...more) => {
      if (time === 60_000) window.tick = work;
      return setInterval(work, time, ...more);
    };
  });
}

/** Watches a page that is there already. */
export async function watchLayoutNow(page) {
  await page.evaluate(() => {
    window.shifts = [];
    window.observer = new PerformanceObserver((list) => window.shifts.push(...list.getEntries()));
    window.observer.observe({ type: "layout-shift" });
  });
}

/** How far things moved since, as the browser counts it. */
export async function layoutShift(page) {
  return page.evaluate(async () => {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    window.shifts.push(...window.observer.takeRecords());
    return window.shifts.reduce((sum, shift) => sum + shift.value, 0);
  });
}
