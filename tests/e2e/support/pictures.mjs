// The pictures of docs/theming.md: the studio's thread, cut out, one beside the other.

const SIZE = { width: 470, height: 560 };

/** Draws the three pictures of the three levels into `folder`. */
export async function themingPictures(browser, origin, folder) {
  const page = await browser.newPage({ viewport: { width: 1300, height: 900 } });
  const tokens = { "--ww-accent": "#8a1538", "--ww-surface": "#fdf7f4", "--ww-font-ui": "system-ui", "--ww-radius": "10px", "--ww-padding": "20px" };
  const plain = await cut(page, `${origin}/studio`);
  await beside(page, `${folder}theming-tokens.png`, [plain, await cut(page, `${origin}/studio?tokens#${new URLSearchParams(tokens)}`)]);
  const themes = ["bubbles", "newspaper"].map((theme) => `${origin}/studio?${theme}#theme=${theme}`);
  await beside(page, `${folder}theming-parts.png`, [await cut(page, themes[0]), await cut(page, themes[1])]);
  await beside(page, `${folder}theming-none.png`, [await cut(page, `${origin}/studio?bare`, true)]);
  await page.close();
}

/** A piece of the thread in light, as an address that an image can have. */
async function cut(page, url, bare = false) {
  await page.goto(url);
  await page.locator("body[data-ready]").waitFor();
  await page.evaluate(
    ([{ width }, bare]) => {
      const thread = document.querySelector("[data-state=main]");
      const root = thread.shadowRoot;
      if (bare) root.adoptedStyleSheets = [];
      for (const element of root.querySelectorAll(".comment:is(.waiting, .failed), .steps, .palette, .react, .menu, .reactions")) element.remove();
      document.querySelectorAll("body > *, .preview header, .preview:not(:first-child)").forEach((element) => element.matches("main") || element.remove());
      document.body.style.display = document.querySelector("main").style.display = "block";
      document.querySelector(".ground").style.cssText = `overflow: visible; border: 0; inline-size: ${width}px; padding: 16px; box-sizing: border-box`;
      for (const other of document.querySelectorAll("weerwoord-thread:not([data-state=main])")) other.remove();
    },
    [SIZE, bare],
  );
  const ground = await page.locator(".ground").boundingBox();
  const first = await page.locator("[data-state=main]").locator(".pinned").boundingBox();
  const clip = { x: ground.x, y: first.y - 14, ...SIZE };
  const picture = await page.screenshot({ fullPage: true, clip });
  return `data:image/png;base64,${picture.toString("base64")}`;
}

async function beside(page, path, pictures) {
  await page.goto("about:blank");
  const images = pictures.map((picture) => `<img src="${picture}" width="${SIZE.width}" height="${SIZE.height}">`).join("");
  await page.setContent(`<!doctype html><div style="display: flex; gap: 12px; width: max-content; background: #ccc">${images}</div>`);
  await page.locator("img").last().evaluate((image) => image.decode());
  await page.locator("div").screenshot({ path });
}
