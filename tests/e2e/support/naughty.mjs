// Texts that break layouts and lines, and what readers write who mean no harm.

/** Marks piled on each letter: a diaeresis is one that most fonts pile up. */
export const zalgo = (text, height = 40) => [...text].map((c) => c + "\u0308".repeat(height)).join("");

/** By what they are. */
export const NAUGHTY = {
  "a family of emoji": "👨‍👩‍👧‍👦".repeat(10),
  "emoji with skins, flags and keycaps": "👍🏽👩🏿‍🚀🏴󠁧󠁢󠁥󠁮󠁧󠁿🇳🇱1️⃣".repeat(4),
  "a word of 500 characters": "Aansprakelijkheidsverzekering".repeat(18).slice(0, 500),
  "500 times the widest sign": "﷽".repeat(500),
  "combining marks on nothing": "\u0301\u0308\u0327".repeat(20) + "e\u0301",
  zalgo: zalgo("Zalgo komt"),
  "marks that few fonts have, on one letter": "Z" + "\u0310\u035b\u0324\u0318".repeat(300),
  "an override that is not ended": "voor \u202egnp.exe\u2066 na",
  "overrides both ways, and a mark": "\u202dlinks\u202e rechts\u200f teken",
  "isolates that are not ended": "\u2067\u2068\u2066 tekst \u2069",
  Arabic: "هذا تعليق (مهم!) رقم 12",
  Hebrew: "תגובה (חשובה!) מספר 12",
  "both directions": "abc הגדול def الكبير 12:34 ghi",
  "no spaces, no letters of ours": "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ".repeat(8),
  "Khmer and Devanagari clusters": "ក្រុម​ខ្មែរ क्ष्त्रिय श्री ज्ञ",
  "what cannot be seen": "a\u200b\u200c\u200d\u2060\ufeff\u00adb",
  "line and paragraph separators": "een\u2028twee\u2029drie",
  "what looks like markup": "<svg/onload=alert(1)> &lt; {n} {name} %s $(x) '--",
  "a word and 800 dashes": `x${"-".repeat(800)}`,
};
