// What a screen reader finds in each state of a thread, and that axe finds nothing wrong with any, in light and dark, in both
// directions. What is found is kept in `structure/`, a file for each state; `make pictures` writes it anew.

import { readFile } from "node:fs/promises";
import { Scene } from "./support/scene.mjs";
import { STATES } from "./support/states.mjs";
import { expect, expectAccessible, test } from "./support/test.mjs";

/** What a screen reader finds, without what differs from run to run or says nothing: addresses, and empty lines. */
async function told(widget) {
  const lines = (await widget.element.ariaSnapshot()).split("\n").filter((line) => !/^ *- (\/url: .*|text: ""|paragraph)$/.test(line));
  const depth = (line) => line.search(/\S/);
  return lines.map((line, at) => (depth(lines[at + 1] ?? "-") > depth(line) ? line : line.replace(/:$/, ""))).join("\n") + "\n";
}

for (const { name, bring, complaints } of STATES) {
  test.describe(name, () => {
    if (complaints) test.use({ expectedComplaints: complaints });

    for (const dir of ["ltr", "rtl"]) {
      test(`${name} is told to a screen reader, and axe finds nothing wrong, ${dir}`, async ({ page, context, article, server, widget }) => {
        const scene = new Scene({ page, context, article, server, widget }, dir);
        await bring(scene);
        if (dir === "ltr") {
          // What closes or is announced in the next task has its time for it.
          const kept = await readFile(test.info().snapshotPath(`${name}.yml`), "utf8").catch(() => "");
          await expect.poll(() => told(widget)).toBe(kept).catch(() => {});
          expect(await told(widget)).toMatchSnapshot(`${name}.yml`);
        }
        await expectAccessible(page, "weerwoord-thread");
        // Light and dark differ in their colours alone, which what is pointed at changes by and by.
        await scene.still();
        await page.emulateMedia({ colorScheme: "dark" });
        await expectAccessible(page, "weerwoord-thread", ["color-contrast"]);
      });
    }
  });
}
