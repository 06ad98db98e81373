import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { eventually } from "../support/eventually.ts";
import { aPage, PARAGRAPHS } from "../support/pages.ts";
import { aRig, aSettledDaemon, asker, privateRedis } from "./rig.ts";
import { figure, type Scenario } from "./scenario.ts";

/** Each on a host of its own, in the order in which they are asked; what waits comes last. */
const VICES = [
  "good",
  "forbidden",
  "robots-fail",
  "robots-inside",
  "inside",
  "bomb",
  "no-page",
  "never",
  "silent",
  "drip",
  "robots-never",
] as const;
const WAITING: readonly string[] = ["never", "silent", "drip", "robots-never"];
const titleOf = (vice: string) => `قصف مدفعي عنيف على أطراف البوكمال (${vice})`;

const pages: Scenario = {
  number: 39,
  name: "pages that are forbidden, lead inside, burst, hang or are none",
  bar: "every article told <= 28 s by its feed's text, a good one by its page; 0 pages that robots.txt forbids, 0 connections inside",
  stage: "seconds",
  withinSeconds: 60,
  async run(context) {
    let inside = 0;
    const canary = createServer((_, response) => {
      inside++;
      response.end();
    });
    await new Promise<void>((resolve) => canary.listen(0, "::1", resolve));
    context.closing(() => {
      canary.close();
      canary.closeAllConnections();
    });
    const secret = `http://[::1]:${(canary.address() as AddressInfo).port}/`;
    const bomb = gzipSync(Buffer.alloc(40_000_000));
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const vice = VICES[Number(/^127\.0\.2\.(\d+)/.exec(request.headers.host ?? "")?.[1]) - 1] ?? "";
      const isRobots = request.url === "/robots.txt";
      asked.push(`${vice} ${request.url}`);
      if (isRobots) {
        if (vice === "robots-never") return;
        if (vice === "robots-fail") return void response.writeHead(503).end();
        if (vice === "robots-inside") return void response.writeHead(302, { location: secret }).end();
        if (vice === "forbidden") return void response.end("User-agent: *\nDisallow: /\n");
        return void response.writeHead(404).end();
      }
      if (vice === "never") return;
      if (vice === "inside") return void response.writeHead(302, { location: secret }).end();
      const type = { "content-type": "text/html; charset=utf-8" };
      if (vice === "no-page") return void response.writeHead(403, type).end("<html></html>");
      if (vice === "bomb") return void response.writeHead(200, { ...type, "content-encoding": "gzip" }).end(bomb);
      if (vice === "silent") return void response.writeHead(200, type).write("<html>");
      if (vice === "drip") {
        response.writeHead(200, type);
        const timer = setInterval(() => response.write("x"), 1000);
        return void response.on("close", () => clearInterval(timer));
      }
      const text = [titleOf(vice), ...PARAGRAPHS].map((one) => `<p>${one}</p>`).join("");
      response
        .writeHead(200, type)
        .end(
          aPage(`<main><article><h1>${titleOf(vice)}</h1><div class="entry-content">${text}</div></article></main>`),
        );
    });
    await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
    context.closing(() => {
      server.close();
      server.closeAllConnections();
    });
    const { port } = server.address() as AddressInfo;
    const rig = await aRig(context, 1, { feed: "    every: 1h\n    fullText: always\n" });
    await aSettledDaemon(context, rig);
    rig.publishStories(
      `/${rig.ids[0]}`,
      VICES.map((vice, i) => ({
        guid: vice,
        title: titleOf(vice),
        link: `http://127.0.2.${i + 1}:${port}/${vice}`,
        date: new Date(Date.now() + i * 1000).toUTCString(),
        isExpected: true,
      })),
    );
    const begun = Date.now();
    await asker(context, privateRedis(context, rig.data))(rig.ids);
    const told = () => new Map(rig.sink.received.map(({ title, at }) => [title, at]));
    await eventually(
      () => told().size,
      (count) => count >= VICES.length,
      90_000,
    ).catch(() => undefined);
    const lastSeconds = (Math.max(...told().values()) - begun) / 1000;
    const byPage = rig.sink.server.requests.flatMap(({ body }) => {
      const { article } = JSON.parse(body).alert;
      return article.bodyFrom === "page" ? [article.title as string] : [];
    });
    const forbidden = asked.filter((one) => /^(?:forbidden|robots-\w+) \/(?!robots\.txt)/.test(one)).length;
    const robots = asked.filter((one) => one.endsWith("/robots.txt")).length;
    return figure(
      {
        articles: VICES.length,
        told: rig.expected.filter((title) => told().has(title)).length,
        "last after s": lastSeconds,
        "by page": byPage.length,
        "robots.txt asked": robots,
        "forbidden pages asked": forbidden,
        "connections inside": inside,
      },
      rig.expected.every((title) => told().has(title)) && lastSeconds <= 28,
      byPage.join() === titleOf("good") && forbidden + inside === 0,
      // Those that wait come last, and the time for pages ends before the last of them.
      robots >= VICES.length - WAITING.length,
    );
  },
};

export const HOSTILE_PAGES: readonly Scenario[] = [pages];
