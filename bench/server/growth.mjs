// Growth: what a first page costs in databases of different sizes and threads of different lengths. Nothing is kept
// between reads here (`fragments_mib = 0`), so each is rendered anew.

import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { generate, query } from "./databases.mjs";
import { get } from "./load.mjs";
import { median, round, spread } from "./figures.mjs";
import { weerwoord } from "./programs.mjs";

const READS = 300;
/** From so many comments on, generate.mjs makes the two threads of 100,000. */
const HUGE_FROM = 300_000;

/** `sizes` are comments a database. */
export async function growth({ tools, work, sizes, rounds }) {
  const databases = [];
  for (const comments of sizes) {
    const folder = join(work, `growth-${comments}`);
    const database = join(folder, "weerwoord.db");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const imported = await generate(tools, folder, database, comments);
    // What was imported last may still be in the log alone.
    const files = [database, `${database}-wal`].filter(existsSync);
    const mib = files.reduce((sum, file) => sum + statSync(file).size, 0) / 2 ** 20;
    databases.push({ comments, folder, database, imported, mib, hundred: [], thousand: [], huge: [], branch: [] });
  }
  // Round by round over all databases, so that what the machine does meanwhile hits all alike.
  for (let n = 0; n < rounds; n++) {
    for (const base of databases) {
      const ours = await weerwoord(tools.ours, base.folder, base.database, { cacheMib: 0 });
      const read = async (name) => {
        const begin = performance.now();
        await get(`${ours.origin}/embed/thread?${query(name)}`);
        return performance.now() - begin;
      };
      const several = async (count, name) => {
        const times = [];
        for (let nth = 0; nth < count; nth++) times.push(await read(name(nth)));
        return median(times);
      };
      // Spread over the whole database; others in each round.
      const hundreds = Math.floor((base.comments - 1_000 - (base.comments < HUGE_FROM ? 0 : 200_000)) / 100);
      const hundred = (nth) => `a/${Math.floor(((nth + n / rounds) * hundreds) / READS)}`;
      await several(20, hundred);
      base.hundred.push(await several(READS, hundred));
      base.thousand.push(await several(20, () => "thousand"));
      if (base.comments >= HUGE_FROM) {
        base.huge.push(await several(20, () => "hundred-thousand"));
        base.branch.push(await several(20, () => "one-root"));
      }
      await ours.stop();
    }
  }
  for (const { folder } of databases) rmSync(folder, { recursive: true, force: true });
  const figures = (values) => (values.length > 0 ? spread(values) : undefined);
  const result = databases.map(({ comments, imported, mib, hundred, thousand, huge, branch }) => ({
    comments, mib: round(mib), imported: round(imported),
    hundred: figures(hundred), thousand: figures(thousand), huge: figures(huge), branch: figures(branch),
  }));
  return { databases: result };
}
