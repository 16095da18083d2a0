// Dates in the reader's words, and by the reader's calendar.

const UNITS = [["day", 86_400], ["hour", 3600], ["minute", 60]];

/** "3 hours ago" for what is less than a week old. */
const inWords = (date, relative) => {
  const seconds = (date - Date.now()) / 1000;
  if (seconds < -7 * 86_400 || seconds > 60) return null;
  const [unit, size] = UNITS.find(([, size]) => -seconds >= size) ?? ["second", Infinity];
  return relative().format(Math.ceil(seconds / size) || 0, unit);
};

/** The language of the thread's sentences, with the calendar and the digits of the server's dates. */
const localeOf = (root) => `${root.querySelector(".weerwoord").lang}-u-ca-gregory-nu-latn`;

/** Puts dates less than a week old into words, the others into the reader's calendar. */
export const putIntoWords = (root) => {
  // Made where there is a date for it, and once: that takes a phone 100 ms.
  let relative, day;
  for (const time of root.querySelectorAll("time")) {
    const date = new Date(time.dateTime);
    if (isNaN(date)) continue;
    const words = inWords(date, () => (relative ??= new Intl.RelativeTimeFormat(localeOf(root), { numeric: "auto" })));
    // The server wrote the day in UTC, which mostly is the reader's too.
    if (!words && !time.inWords && time.textContent && date.getDate() === date.getUTCDate()) continue;
    const text = words ?? (day ??= new Intl.DateTimeFormat(localeOf(root), { dateStyle: "long" })).format(date);
    if (time.textContent !== text) time.textContent = text;
    time.inWords = true;
    // "On 12 November" reads as a sentence; "two hours ago" takes no "on".
    const on = time.closest(".permalink")?.previousElementSibling?.firstChild;
    if (on && words) on.data = root.querySelector(".weerwoord").dataset.comma ?? ", ";
  }
  // Comments are named by who wrote them and when.
  for (const byline of root.querySelectorAll("article > .byline")) byline.parentNode.ariaLabel = byline.textContent.trim();
};

/** Says the moment to the minute, for who points at a date. */
export const tellMoment = (root, { target }) => {
  const time = target.closest?.("time");
  const date = new Date(time?.dateTime);
  if (isNaN(date) || time.title) return;
  time.title = new Intl.DateTimeFormat(localeOf(root), { dateStyle: "full", timeStyle: "short" }).format(date);
};
