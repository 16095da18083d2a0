// The threads under test. The same size always gives the same comments: texts, names, times and the tree of replies.

import { seeded } from "./random.mjs";
import { FIRST_NAMES, LAST_NAMES, PATTERNS, WORDS } from "./words.mjs";

const MAX_DEPTH = 6;
const FIRST_AT = Date.UTC(2026, 0, 5, 7, 30);

/** One sentence. */
export function sentence(random) {
  let text = random.pick(PATTERNS);
  while (text.includes("{")) {
    text = text.replace(/\{(\w+)\}/g, (_, kind) =>
      kind === "number" ? 2 + random.below(980) : random.pick(WORDS[kind]),
    );
  }
  return text[0].toUpperCase() + text.slice(1);
}

/** A text of about this many characters, in paragraphs. */
export function prose(random, length) {
  let text = sentence(random);
  while (text.length < length) text += (random.next() < 0.12 ? "\n\n" : " ") + sentence(random);
  return text;
}

/** Lengths as readers write: the median is about 200 characters, a few are ten times that. */
const bodyLength = (random) => {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Math.min(2500, 160 * Math.exp(0.9 * normal));
};

/**
 * A thread of so many comments, oldest first: `{id, parent, root, depth, name, postedAt, body}`, ids from 1, `parent` and
 * `root` null for a comment on the article itself. Two in five are that.
 */
export function makeThread(size) {
  const random = seeded(size + 3);
  const comments = [];
  let postedAt = FIRST_AT;
  for (let id = 1; id <= size; id++) {
    postedAt += 20_000 + random.below(400_000);
    let parent = null;
    if (id > 1 && random.next() > 0.4) {
      // Readers answer what is recent.
      const back = Math.min(comments.length, 1 + Math.floor(40 * random.next() ** 2));
      parent = comments[comments.length - back];
      if (parent.depth === MAX_DEPTH) parent = comments[parent.parent - 1];
    }
    comments.push({
      id,
      parent: parent?.id ?? null,
      root: parent ? (parent.root ?? parent.id) : null,
      depth: parent ? parent.depth + 1 : 0,
      name: `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`,
      postedAt: new Date(postedAt),
      body: prose(random, bodyLength(random)),
    });
  }
  return comments;
}
