// The form that reports a comment to the editors, below its actions. What was filled in stays until they have it.
import { button, idOf, make, onAction, rowOf, textOf } from "./make.js";
import { close, show } from "./panels.js";

const REASONS = "report.reason.";
const TEXT_MAX = 1000; // The server's own limit (REPORT_TEXT_MAX).

/** Offers it in a thread; answers what ends that. */
export const reporting = ({ root, messages, say, announce, ask }) => {
  const forms = new Map(); // By the ids of comments.

  const drawn = (line) => {
    const form = make("form", "menu report", "", { novalidate: "", "aria-label": say("comment.report-of", textOf(line, "author")) });
    const reasons = make("fieldset", "reasons");
    reasons.append(make("legend", "label", say("report.why")));
    for (const key of Object.keys(messages).filter((key) => key.startsWith(REASONS))) {
      const reason = make("label", "reason");
      reason.append(make("input", "radio", "", { type: "radio", name: "reason", value: key.slice(REASONS.length) }), messages[key]);
      reasons.append(reason);
    }
    const about = make("label", "label", say("report.text"));
    about.append(make("textarea", "input", "", { name: "about", rows: 2, dir: "auto", maxlength: TEXT_MAX }));
    const buttons = make("p", "composer-actions");
    buttons.append(
      make("button", "button send primary", say("report.send")),
      " ",
      button("button cancel", say("composer.cancel"), "menu"),
    );
    form.append(reasons, about, make("p", "error"), buttons, make("p", "hint", say("report.hint")));
    form.onsubmit = (event) => {
      event.preventDefault();
      send(line, form);
    };
    return form;
  };

  /** Says in the form why the report was not taken. */
  const refuse = (form, sentence) => {
    form.querySelector(".error").textContent = sentence;
    announce(sentence);
  };

  const send = async (line, form) => {
    const reason = form.elements.reason.value;
    const text = form.elements.about.value.trim() || undefined;
    if (!reason) {
      refuse(form, say("report.reason-missing"));
      return form.elements.reason[0].focus();
    }
    if (form.inert) return;
    form.inert = true;
    announce(say("comment.sending"));
    try {
      await ask("POST", `comments/${idOf(line)}/reports`, { reason, text });
    } catch (sentence) {
      form.inert = false;
      return refuse(form, sentence);
    }
    forms.delete(idOf(line));
    if (form.isConnected) close(true);
    line.querySelector(".reported")?.remove();
    rowOf(line).after(make("p", "state reported", say("report.done")));
    announce(say("report.done"));
  };

  const report = (_, line) => {
    const id = idOf(line);
    const form = forms.get(id) ?? drawn(line);
    forms.set(id, form);
    show(rowOf(line), form, true);
    (form.querySelector(":checked") ?? form.querySelector("input")).focus();
  };
  return onAction(root, { report });
};
