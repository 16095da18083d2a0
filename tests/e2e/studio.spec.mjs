// The studio, as a developer uses it who makes the widget look like the site.

import { tokens } from "../../build/tokens.mjs";
import { expect, expectAccessible, test } from "./support/test.mjs";

const open = async (page, server, hash = "") => {
  await page.goto(`${server.origin}/studio${hash}`);
  await expect(page.locator("body")).toHaveAttribute("data-ready", "");
};
const preview = (page, name) => page.getByRole("region", { name, exact: true }).locator("weerwoord-thread").first();
const figure = (page, name, what) => page.getByRole("list", { name: `Contrast: ${name}` }).getByRole("listitem").filter({ hasText: what });

test("there is a control for each token, and nothing wrong with the page", async ({ page, server }) => {
  // axe goes through three threads in all their states.
  test.slow();
  await open(page, server);
  expect(await page.locator(".token code").allTextContents()).toHaveLength(tokens.length);
  expect((await page.locator(".token code").allTextContents()).sort()).toEqual(tokens.map(({ name }) => name).sort());
  await page.getByText("All other tokens").click();
  await expectAccessible(page);
});

test("a colour is seen at once, light and dark, measured, and copied", async ({ page, server, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, server);
  await page.getByLabel("The one accent, the ground of the main button: light").fill("#ffd400");
  await expect(preview(page, "Light").locator(".primary")).toHaveCSS("background-color", "rgb(255, 212, 0)");
  await expect(preview(page, "Dark").locator(".primary")).not.toHaveCSS("background-color", "rgb(255, 212, 0)");
  // Yellow on white would be 1.4.
  await expect(figure(page, "Light", "Links")).toHaveClass("enough");
  await page.getByLabel("Bylines, hints and counts", { exact: true }).fill("#bbb");
  await expect(figure(page, "Light", "Muted")).toHaveText("Muted 1.7 is less than 4.5");
  await expect(figure(page, "Dark", "Muted")).toHaveClass("enough");
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const css = await page.evaluate(() => navigator.clipboard.readText());
  expect(css).toMatch(/^weerwoord-thread \{\n {2}--ww-accent: light-dark\(#ffd400, #[\da-f]{6}\);\n {2}--ww-muted: #bbb;\n\}$/);
});

test("a theme is the file itself, with what is changed after it; the address brings it back", async ({ page, server }) => {
  await open(page, server);
  await page.getByLabel("Theme").selectOption("sepia");
  const css = page.getByRole("textbox", { name: "CSS to copy" });
  await expect(css).toHaveValue(/old book by lamplight/);
  await page.getByLabel("Corners of fields, buttons and boxes", { exact: true }).fill("20px");
  await expect(css).toHaveValue(/\n\nweerwoord-thread \{\n {2}--ww-radius: 20px;\n\}$/);
  await page.reload();
  await expect(css).toHaveValue(/old book by lamplight[^]*--ww-radius: 20px;\n\}$/);
  await expect(preview(page, "Phone").locator("textarea.input")).toHaveCSS("border-radius", "20px");
  await page.getByRole("button", { name: "Start again" }).click();
  await expect(css).toHaveValue(/Nothing is set/);
});

test("a value that a token does not take is marked, and changes nothing", async ({ page, server }) => {
  await open(page, server);
  const field = page.getByLabel("Space unit, of which all gaps and paddings are multiples", { exact: true });
  await field.fill("blue");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByRole("textbox", { name: "CSS to copy" })).toHaveValue(/Nothing is set/);
});

test("the thread shows every state", async ({ page, server }) => {
  await open(page, server);
  const parts = await page.getByRole("region", { name: "Light", exact: true }).evaluate((region) =>
    [...region.querySelectorAll("weerwoord-thread")].flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll("[part]")].map((element) => element.getAttribute("part"))),
  );
  const states = ["comment", "comment held", "comment removed", "comment sending", "comment waiting", "comment failed", "comment new"];
  const others = ["action vote active", "action order active", "notice pinned", "notice", "error", "preview", "menu", "loading", "failure", "empty", "more", "way"];
  for (const part of [...states, ...others]) expect(parts).toContain(part);
});

test("on a narrow window nothing sticks out", async ({ page, server }) => {
  await page.setViewportSize({ width: 375, height: 800 });
  await open(page, server);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
});
