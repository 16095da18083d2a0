// What is said: the sentences of the language, and the publisher's own in their place.

/** What the loader says before it has them, next time. */
const LOAD = ["lang", "load.loading", "load.failed", "load.retry", "load.open"];

const told = new Set();

/** Tells the publisher, once a page. */
const tell = (how, sentence) => {
  if (!told.has(sentence)) console[how](`weerwoord: ${sentence}`);
  told.add(sentence);
};

/**
 * The messages of a language (JSON) with the publisher's own (JSON) in their place: the very same text where there are none
 * or none can be used. `asked` is the language of the page.
 */
export const worded = (asked, messages, own) => {
  const said = JSON.parse(messages);
  if (!means(asked, said.lang)) tell("info", `there are no messages in "${asked}"; "${said.lang}" is shown.`);
  const given = read(own);
  const usable = Object.keys(given).filter((key) => key !== "lang" && Object.hasOwn(said, key) && typeof given[key] === "string");
  const unused = Object.keys(given).filter((key) => !usable.includes(key));
  if (unused.length) tell("warn", `not known, or no text, among the page's own messages: ${unused.join(", ")}.`);
  for (const key of usable) said[key] = given[key];
  try {
    localStorage[`weerwoord:load:${asked}`] = JSON.stringify(said, LOAD);
  } catch {
    // Storage is blocked: the next visit begins in English too.
  }
  return usable.length ? JSON.stringify(said) : messages;
};

/** The publisher's own messages; none where that is no object of JSON. */
const read = (own) => {
  try {
    const given = JSON.parse(own ?? "{}");
    if (given.constructor === Object) return given;
  } catch {
    // Told like what is JSON and no object.
  }
  tell("warn", "the page's own messages are no JSON object, and left out.");
  return {};
};

/** Whether a language is the one that was asked for, in whatever region and by whatever name. */
const means = (asked, lang) => {
  try {
    const [wanted, given] = [asked.replace("_", "-"), lang].map((tag) => new Intl.Locale(tag).language);
    return wanted === given || (wanted === "no" && given === "nb");
  } catch {
    return false; // It is no tag at all.
  }
};
