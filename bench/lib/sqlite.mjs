// Fills the database of a system whose own way in would take hours. Through Python, which Isso needs anyway.

import { feed } from "./process.mjs";

const SCRIPT = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=30).executescript(sys.stdin.read())";

/** A value as SQL has it. */
const literal = (value) =>
  value === null ? "NULL" : typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;

/** `INSERT` statements for rows that all have the same columns. */
export function inserts(table, rows) {
  const columns = Object.keys(rows[0]).map((name) => `"${name}"`);
  return rows
    .map((row) => `INSERT INTO ${table} (${columns}) VALUES (${Object.values(row).map(literal).join(", ")});`)
    .join("\n");
}

/** Runs the statements in one transaction. */
export const execute = (database, sql) => feed("python3", ["-c", SCRIPT, database], `BEGIN;\n${sql}\nCOMMIT;\n`);
