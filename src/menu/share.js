// Passing on the address of a comment, of the article, or of the feed of answers to the reader: by the device's share sheet,
// by the clipboard, by hand.
import { make, onAction, rowOf } from "./make.js";
import { close, show } from "./panels.js";

const SAID_MS = 4000;

/** Offers it in a thread; answers what ends that. */
export const sharing = (thread) => {
  const { root, site, state, title, address, say, announce, ask } = thread;

  /** Says in a row for a while what was done; a screen reader hears it from the live region. */
  const flash = (row, sentence) => {
    const said = make("span", "said", sentence, { "aria-hidden": true });
    row.append(said);
    setTimeout(() => said.remove(), SAID_MS);
    announce(sentence);
  };

  const passOn = async (row, url, sheet) => {
    close(true);
    try {
      if (sheet) return await navigator.share({ title, url });
    } catch (error) {
      // The reader closed it.
      if (error.name === "AbortError") return;
    }
    try {
      await navigator.clipboard.writeText(url);
      flash(row, say("share.copied"));
    } catch {
      const field = make("input", "input", "", { readonly: "", value: url });
      const label = make("label", "label", `${say("share.address")} `);
      const panel = make("p", "menu");
      label.append(field);
      panel.append(label);
      show(row, panel);
      field.select();
      field.focus();
    }
  };

  const share = (acting, line) => {
    if (line) passOn(rowOf(line), `${address}#${line.id}`, true);
    else passOn(acting.parentNode, address, true);
  };
  const link = (_, line) => passOn(rowOf(line), `${address}#${line.id}`);
  const feed = async (_, line) => {
    try {
      const { url } = await ask("GET", `feed?${new URLSearchParams({ site })}`);
      passOn(rowOf(line), `${url}&lang=${state.lang}`);
    } catch (sentence) {
      flash(rowOf(line), sentence);
    }
  };
  return onAction(root, { share, link, feed });
};
