// The reader's place: what has the focus, else the line in the middle of the window, stays where it is on the screen
// while things around it change.

/** How to find again what has the focus in a line, should that be drawn anew. */
const inside = ({ dataset, name }) => (dataset.action ? `[data-action="${dataset.action}"]` : name && `[name="${name}"]`);

/** Remembers the reader's place; answers what brings the reader back to it. */
export function keep(root, list) {
  const focused = root.activeElement;
  const line = focused?.closest(".comments > li");
  const caret = [focused?.selectionStart, focused?.selectionEnd];
  const stays = place(root, list, focused);
  // Of a line that is drawn anew, what stands there then.
  const top = () => (stays?.isConnected === false && stays.id ? root.getElementById(stays.id) : stays)?.getBoundingClientRect()[stays === root.host ? "bottom" : "top"] ?? 0;
  const was = top();
  return () => {
    if (line?.id && !focused.isConnected) {
      const now = root.getElementById(line.id);
      // A link has a name too: an empty one.
      const field = (inside(focused) && now?.querySelector(inside(focused))) || now;
      field?.focus({ preventScroll: true });
      if (caret[0] != null) field?.setSelectionRange?.(...caret);
    }
    const moved = top() - was;
    if (moved) scrollBy({ top: moved, behavior: "instant" });
  };
}

/** What is to stay; nothing where the reader is above the list, and the thread's end where the reader is below. */
function place(root, list, focused) {
  const seen = focused?.getBoundingClientRect();
  if (seen && seen.bottom > 0 && seen.top < innerHeight) return focused.closest(".comments > li") ?? focused;
  const middle = innerHeight / 2;
  if (list.getBoundingClientRect().top > middle) return null;
  return [...list.children].find((line) => line.getBoundingClientRect().bottom > middle) ?? root.host;
}
