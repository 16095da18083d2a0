// Readers who come, go, and come back.

/** The reader leaves the article, and an hour goes by. */
export async function leave(page, article) {
  await page.goto(article.url("single-page.html"));
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage).filter((key) => key.startsWith("weerwoord:visit:"))) {
      const visit = JSON.parse(localStorage[key]).split("\n");
      visit[5] -= 3600;
      localStorage[key] = JSON.stringify(visit.join("\n"));
    }
  });
}

/** The reader comes, goes, and comes back an hour later, when others have posted. */
export async function comeBack(page, article, widget, post) {
  await widget.open(article.url());
  await leave(page, article);
  await post();
  await widget.open(article.url());
}
