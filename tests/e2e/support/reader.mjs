// What a reader's system asks for that Playwright has no word for.

/** The reader wants nothing to shine through. */
export async function wantOpaque(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-reduced-transparency", value: "reduce" }] });
  return session;
}
