// What is open below a row of actions: a menu, a form, a link to copy. One at a time.

let open; // The row, the panel and its button, and what takes them away.

/** Closes what is open; with `back` the focus goes to its button. */
export const close = (back) => {
  const was = open;
  open = undefined;
  was?.end();
  if (back) was?.button.focus();
};

/** Whether something is open below this row. */
export const isOpen = (row) => open?.row === row;

/** Opens a panel below a row, in the place of what is open. One that stays is not closed by a click elsewhere. */
export const show = (row, panel, stays) => {
  close();
  const button = row.querySelector("[data-action=menu], .share");
  const since = performance.now();
  const heard = (event) => {
    const inside = [button, panel].some((place) => event.composedPath().includes(place));
    // The click that opened it is still on its way.
    if (event.timeStamp < since) return;
    if (event.type === "click") inside || stays || close();
    else if (inside && event.key === "Escape" && !event.isComposing) close(true);
  };
  // What could not be done with the comment is said right below the row.
  const error = row.nextElementSibling;
  (error?.matches(".error") ? error : row).after(panel);
  button.setAttribute("aria-expanded", true);
  addEventListener("click", heard);
  addEventListener("keydown", heard);
  const end = () => {
    removeEventListener("click", heard);
    removeEventListener("keydown", heard);
    panel.remove();
    button.setAttribute("aria-expanded", false);
  };
  open = { row, panel, button, end };
};

/** Closes this panel when what was chosen in it is done: until then the click has to find its comment. A focus that is left in it goes back. */
export const closeAfter = (panel) => setTimeout(() => open?.panel === panel && close(panel.matches(":focus-within")));
