// Colours as they reach the eye, whichever way the style says them.

/** Gives a page `window.colours`: `bytes(colour)`, `of(element, property)` as bytes, `contrast(front, back)` by WCAG 2. */
export async function bringColours(page) {
  await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
    const bytes = (...layers) => {
      canvas.clearRect(0, 0, 1, 1);
      for (const layer of layers) {
        canvas.fillStyle = layer;
        canvas.fillRect(0, 0, 1, 1);
      }
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = ([r, g, b]) => {
      const [R, G, B] = [r, g, b].map((byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * R + 0.7152 * G + 0.0722 * B;
    };
    /** All that lies under an element, from the page's ground up. */
    const grounds = (element) => {
      const layers = [];
      for (let at = element; at; at = at.assignedSlot ?? at.parentElement ?? at.getRootNode().host) layers.unshift(getComputedStyle(at).backgroundColor);
      return ["white", ...layers];
    };
    window.colours = {
      bytes,
      of: (element, property) => bytes(getComputedStyle(element).getPropertyValue(property)),
      contrast(element, property = "color") {
        const under = property === "color" ? grounds(element) : grounds(element.parentElement ?? element.getRootNode().host);
        const [front, back] = [bytes(...under, getComputedStyle(element).getPropertyValue(property)), bytes(...under)].map(luminance);
        return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
      },
    };
  });
}

/** The bytes of a colour of an element. */
export async function painted(locator, property) {
  await bringColours(locator.page());
  return locator.evaluate((element, property) => window.colours.of(element, property), property);
}
