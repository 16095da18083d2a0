// Quoting a comment: in the answer to another one, where there is one that was begun, else in an answer to this one.
import { lineOf, onAction, rowOf, idOf, textOf } from "./make.js";
import { insert, mean } from "./mentions.js";
import { quoted } from "./words.js";

/** Offers it in a thread; answers what ends that. */
export const quoting = ({ root }) =>
  onAction(root, {
    quote: (_, line) => {
      const words = quoted(rowOf(line));
      const form = root.querySelector(".comments form.composer");
      const at = form && lineOf(form);
      const began = form?.elements.namedItem("body").value;
      if (at === line) return insert(root, words);
      if (!began) {
        rowOf(line).querySelector("[data-action=reply]").click();
        return insert(root, words);
      }
      // There nothing tells whose words they are.
      const name = textOf(line, "author");
      mean(name, idOf(line));
      insert(root, `@${name}:\n\n${words}`);
    },
  });
