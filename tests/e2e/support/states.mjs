// The widget's states, and how a page is brought to each by the real server and the real widget: for pictures, for what a
// screen reader finds, and for axe. Nothing here speaks the page's language, which runs either way.
//
// `shows` is what a picture shows of a state, from the first to the last of these elements; without it, all of the thread.
// What is `fleeting` is over after some seconds, unless the scene is frozen. `complaints` is what the browser says meanwhile.
// `window` is the height of a window that shows the end of the thread, for what depends on that.

import { expect } from "@playwright/test";
import { refuse } from "./problems.mjs";
import { FAILED_REQUEST } from "./test.mjs";
import { leave } from "./visit.mjs";
import { hold, POST, STREAM } from "./widget.mjs";

const FRAGMENT = "**/embed/thread?*";
const LIST = [".comments"];
const ORDERS = [".tools", "#weerwoord-order"];
const SECOND = [".comments > li:nth-child(2)", ".comments > li:last-child"];
const FORM = ["form.composer"];

/** A conversation: badges, votes, a quote, a link, code, a tombstone that keeps its answer, the other direction. */
async function conversation(scene) {
  const told = await scene.tell(
    ["nel", "claim"],
    ["wim", "quote", 0],
    ["ineke", "link", 1],
    ["wim", "short", 2],
    ["joop", "other", 3],
    ["ineke", "list"],
  );
  const desk = await scene.desk();
  await desk.does("badge-author", told[0]);
  await desk.does("badge-staff", told[2]);
  await desk.does("remove", told[3]);
  for (let vote = 0; vote < 3; vote++) await scene.article.vote(told[0]);
  return { told, desk };
}

/** A comment, and one that answers it. */
const pair = (scene) => scene.tell(["nel", "claim"], ["wim", "quote", 0]);

export const STATES = [
  { name: "empty", shows: [".composer-actions", ".empty"], bring: (scene) => scene.open() },

  {
    name: "thread",
    shows: LIST,
    async bring(scene) {
      await conversation(scene);
      await scene.change("wim", "edited");
      await scene.open();
      await scene.act(2, "up").click();
      await expect(scene.act(2, "up")).toHaveAttribute("aria-pressed", "true");
    },
  },

  {
    name: "draft",
    shows: FORM,
    async bring(scene) {
      await scene.open();
      await scene.widget.write({ ...scene.words.me, body: scene.words.answer });
      await scene.widget.form.locator("[name=preview]").click();
      await expect(scene.widget.form.locator(".preview")).toBeVisible();
    },
  },

  {
    name: "too-long",
    shows: [".field-body"],
    async bring(scene) {
      await scene.open();
      await scene.widget.body.fill(`${scene.words.short}${" ".repeat(10_000)}!`);
      await scene.widget.send.click();
      await expect(scene.widget.form.locator(".field-body .error")).not.toBeEmpty();
      await scene.widget.body.evaluate((body) => (body.scrollTop = 0));
    },
  },

  {
    name: "reply",
    shows: [".comments > li:nth-child(2) > article > .actions", ".comments > li:last-child"],
    async bring(scene) {
      await pair(scene);
      await scene.open();
      await scene.act(1, "reply").click();
      await scene.widget.body.fill(scene.words.answer);
    },
  },

  {
    name: "mistake",
    shows: [".fields"],
    async bring(scene) {
      await scene.open();
      await scene.widget.body.fill(scene.words.short);
      await scene.widget.send.click();
      await expect(scene.widget.form.locator(".field-name .error")).not.toBeEmpty();
    },
  },

  {
    name: "sending",
    shows: LIST,
    async bring(scene) {
      await scene.open();
      await hold(scene.page, POST);
      await scene.send("answer");
      await expect(scene.line(0)).toHaveClass("comment sending");
    },
  },

  {
    name: "refused",
    shows: LIST,
    complaints: FAILED_REQUEST,
    async bring(scene) {
      await scene.open();
      await refuse(scene.page, POST, "thread-closed", 403);
      await scene.send("answer");
      await expect(scene.line(0)).toHaveClass("comment failed");
    },
  },

  {
    name: "waiting",
    shows: [".comments > li:nth-child(2) > article > .actions", ".comments > .waiting"],
    complaints: FAILED_REQUEST,
    async bring(scene) {
      await pair(scene);
      await scene.open();
      await scene.page.route(POST, (route) => route.abort());
      await scene.act(1, "reply").click();
      await scene.send("answer");
      await expect(scene.line(2)).toHaveClass("comment waiting");
    },
  },

  {
    name: "held",
    shows: LIST,
    async bring(scene) {
      await scene.open("review");
      await scene.send("answer");
      await expect(scene.line(0)).toHaveClass("comment held");
    },
  },

  {
    name: "just-posted",
    shows: LIST,
    fleeting: true,
    async bring(scene) {
      await scene.page.clock.install();
      await scene.open("undo");
      await scene.send("answer");
      await expect(scene.act(0, "undo")).toBeVisible();
    },
  },

  {
    name: "own",
    shows: LIST,
    async bring(scene) {
      await scene.open();
      await scene.send("answer");
      await expect(scene.act(0, "edit")).toBeVisible();
    },
  },

  {
    name: "editing",
    shows: LIST,
    async bring(scene) {
      await scene.open();
      await scene.send("answer");
      await scene.act(0, "edit").click();
      await expect(scene.widget.form).toHaveClass("composer edit");
    },
  },

  {
    name: "deleted",
    shows: LIST,
    fleeting: true,
    async bring(scene) {
      await scene.page.clock.install();
      await scene.open();
      await scene.send("answer");
      await scene.act(0, "delete").click();
      await expect(scene.line(0)).toHaveClass("comment removed");
      await expect(scene.act(0, "undo")).toBeVisible();
    },
  },

  {
    name: "closed",
    shows: [".thread-title", ".notice"],
    async bring(scene) {
      await scene.tell(["nel", "claim"]);
      const query = new URLSearchParams({ site: "gazette", url: scene.article.url("picture.html") });
      const { thread } = await (await fetch(`${scene.server.origin}/api/v1/thread?${query}`)).json();
      await (await scene.desk()).closes(thread.key);
      await scene.open();
    },
  },

  {
    name: "pinned",
    shows: [".pinned"],
    async bring(scene) {
      const told = await pair(scene);
      const desk = await scene.desk();
      await desk.does("pin", told[0]);
      await desk.does("pick", told[1]);
      await scene.open();
    },
  },

  {
    name: "picks",
    shows: [...ORDERS, ".comments"],
    async bring(scene) {
      const told = await pair(scene);
      await (await scene.desk()).does("pick", told[1]);
      await scene.open();
      await scene.widget.element.locator("[data-action=picks]").click();
      await expect(scene.widget.element.locator("[data-action=picks]")).toHaveAttribute("aria-current", "true");
      await expect(scene.widget.comments).toHaveCount(1);
    },
  },

  {
    name: "ordered",
    shows: ORDERS,
    async bring(scene) {
      await scene.tell(["nel", "claim"], ["wim", "short"]);
      await scene.open();
      await scene.widget.element.locator("[data-action=oldest]").click();
      await expect(scene.widget.element.locator("[data-action=oldest]")).toHaveAttribute("aria-current", "true");
      await expect(scene.line(1).locator(".body")).toHaveText(scene.words.short);
    },
  },

  {
    name: "more",
    shows: [".comments > li:nth-last-child(2)", ".comments > li:last-child"],
    async bring(scene) {
      await scene.tell(...Array.from({ length: 51 }, () => ["wim", "short"]));
      await scene.open();
    },
  },

  {
    name: "more-replies",
    shows: [".comment:has(+ .more:not([data-depth='0']))", ".more:not([data-depth='0'])"],
    async bring(scene) {
      // Of a branch no more comes than of the rest, where the page begins with one of its comments.
      const branch = Array.from({ length: 120 }, (_, at) => ["wim", "short", at ? 0 : undefined]);
      const [first] = await scene.tell(...branch, ...Array.from({ length: 50 }, () => ["nel", "short"]));
      await scene.open("gazette", `#weerwoord-${first.id}`);
      await expect(scene.widget.element.locator(".more:not([data-depth='0']) [data-cursor]")).toBeVisible();
    },
  },

  {
    name: "collapsed",
    shows: [...ORDERS, ".comments > li:first-child"],
    async bring(scene) {
      await pair(scene);
      await scene.open();
      await scene.act(0, "collapse").click();
      await expect(scene.line(1)).toBeHidden();
    },
  },

  {
    name: "hidden-writer",
    shows: LIST,
    async bring(scene) {
      await pair(scene);
      await scene.open();
      await scene.choose(0, "hide");
      await expect(scene.line(0).locator(".muted")).toBeVisible();
    },
  },

  {
    name: "menu",
    shows: SECOND,
    async bring(scene) {
      await pair(scene);
      await scene.open();
      await scene.act(1, "menu").click();
      await expect(scene.line(1).locator(".menu")).toBeVisible();
    },
  },

  {
    name: "report",
    shows: [".comments > li > article > .actions", "form.report"],
    async bring(scene) {
      await scene.tell(["nel", "claim"]);
      await scene.open();
      await scene.choose(0, "report");
      await scene.line(0).locator("[name=about]").fill(scene.words.report);
      await scene.line(0).locator(".report .send").click();
      await expect(scene.line(0).locator(".report .error")).not.toBeEmpty();
    },
  },

  {
    name: "reported",
    shows: [".comments > li > article > .actions", ".reported"],
    async bring(scene) {
      await scene.tell(["nel", "claim"]);
      await scene.open();
      await scene.choose(0, "report");
      await scene.line(0).locator("[name=reason]").first().check();
      await scene.line(0).locator(".report .send").click();
      await expect(scene.line(0).locator(".reported")).toBeVisible();
    },
  },

  {
    name: "reactions",
    shows: LIST,
    async bring(scene) {
      await scene.post("nel", "claim", { site: "signs", role: undefined });
      await scene.open("signs");
      await scene.act(0, "react").click();
      await scene.line(0).locator(".palette .emoji").nth(1).click();
      await expect(scene.line(0).locator(".reactions")).not.toBeEmpty();
      const toArticle = scene.widget.element.locator("#weerwoord-article [data-action=emoji]").first();
      await toArticle.click();
      await expect(toArticle).toHaveAttribute("aria-pressed", "true");
      await scene.act(0, "react").click();
      await expect(scene.line(0).locator(".palette")).toBeVisible();
    },
  },

  {
    name: "shortcuts",
    shows: ["dialog"],
    async bring(scene) {
      await pair(scene);
      await scene.open();
      await scene.act(1, "reply").focus();
      await scene.page.keyboard.press("?");
      await expect(scene.widget.element.locator("dialog")).toBeVisible();
    },
  },

  {
    name: "unread",
    window: 400,
    async bring(scene) {
      const told = await conversation(scene);
      await scene.open();
      await leave(scene.page, scene.article);
      await scene.post("ineke", "short", { parent: told.told[1].id });
      await scene.post("wim", "short");
      await scene.open();
      await expect(scene.widget.element.locator(".way")).toBeVisible();
    },
  },

  {
    name: "news",
    shows: [".new", ".comments"],
    async bring(scene) {
      const [first] = await pair(scene);
      const stream = scene.page.waitForResponse((response) => STREAM.test(response.url()));
      await scene.open();
      await stream;
      await scene.post("ineke", "short", { parent: first.id });
      await scene.post("wim", "short");
      await expect(scene.widget.element.locator(".new .action")).toHaveCount(2);
    },
  },

  {
    name: "pointed-at",
    shows: [".comments > .target"],
    async bring(scene) {
      await pair(scene);
      await scene.open();
      await scene.choose(1, "parent");
      await expect(scene.widget.element.locator(".menu")).toHaveCount(0);
      await expect(scene.line(0)).toHaveClass("comment target");
    },
  },

  {
    name: "mention",
    shows: [".field-body"],
    async bring(scene) {
      await pair(scene);
      await scene.open();
      await scene.widget.body.pressSequentially("@");
      await expect(scene.widget.form.locator("[role=option]")).toHaveCount(2);
    },
  },

  {
    name: "loading",
    shows: [".loading"],
    async bring(scene) {
      const { arrived } = await hold(scene.page, FRAGMENT);
      await scene.goto();
      await arrived;
      await expect(scene.widget.element.locator(".loading")).toBeVisible();
    },
  },

  {
    name: "failed",
    shows: [".failed-load"],
    complaints: /^Failed to load resource|could not be loaded/,
    async bring(scene) {
      await scene.page.route(FRAGMENT, (route) => route.abort());
      await scene.goto();
      await expect(scene.widget.element.locator(".failed-load")).toBeVisible();
    },
  },
];
