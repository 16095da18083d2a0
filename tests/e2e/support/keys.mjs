// A reader with a keyboard alone: presses keys, and sees at each step what has the focus.

import { expect } from "@playwright/test";

const MOST = 120;

/** What is wrong with the focus of a page; nothing where it is seen, whole, with nothing over it. */
const unseen = () => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return "nothing has the focus";
  const name = `${at.localName}.${at.className} "${(at.getAttribute("aria-label") || at.textContent).trim().slice(0, 40)}"`;
  const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(at);
  const outlined = outlineStyle !== "none" && parseFloat(outlineWidth) > 0 && !/^rgba\(.*, 0\)$|\/ 0\)$/.test(outlineColor);
  if (!outlined && boxShadow === "none") return `${name} has no ring`;
  const { top, right, bottom, left, height } = at.getBoundingClientRect();
  const box = [top, right, bottom, left].map(Math.round).join(" ");
  // What is higher than the window begins in it.
  const fits = top >= -1 && (bottom <= innerHeight + 1 || (height > innerHeight && top < innerHeight / 2));
  if (!fits || left < -1 || right > innerWidth + 1) return `${name} is not in view: ${box} of ${innerWidth} x ${innerHeight}`;
  const [line] = at.getClientRects();
  const over = at.getRootNode().elementFromPoint(line.left + line.width / 2, Math.min(line.top + line.height / 2, innerHeight - 1));
  if (!over || !(at.contains(over) || over.contains(at))) return `${name} is under ${over?.localName}.${over?.className}: ${box}`;
  return "";
};

/** What has the focus is seen to have it. */
export async function expectSeen(page) {
  await expect.poll(() => page.evaluate(unseen)).toBe("");
}

export class Keys {
  constructor(page) {
    this.page = page;
  }

  /** Presses keys, one after the other. After each the focus is somewhere, and seen. */
  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      await expectSeen(this.page);
    }
  }

  async type(text) {
    await this.page.keyboard.type(text);
    await expectSeen(this.page);
  }

  /** The focus is here, and seen. */
  async at(locator) {
    await expect(locator).toBeFocused();
    await expectSeen(this.page);
  }

  /** Goes there by Tab, or by another key; everything on the way is seen. */
  async to(locator, key = "Tab") {
    for (let presses = 0; presses < MOST; presses++) {
      const there = await locator.evaluateAll(([element]) => Boolean(element) && element.getRootNode().activeElement === element);
      if (there) return expectSeen(this.page);
      await this.press(key);
    }
    await expect(locator).toBeFocused();
  }

  /** Goes there by Tab, and presses Enter. */
  async use(locator, key = "Enter") {
    await this.to(locator);
    await this.press(key);
  }

  /** Goes back there by Shift and Tab, and presses Enter. */
  async back(locator, key = "Enter") {
    await this.to(locator, "Shift+Tab");
    await this.press(key);
  }
}
