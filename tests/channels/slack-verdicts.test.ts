import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HeardVerdict } from "../../src/channels/channel-kind.ts";
import { emailMessage } from "../../src/channels/email/email-message.ts";
import { openVerdictSocket } from "../../src/channels/slack-bot/slack-verdicts.ts";
import { slackMessage } from "../../src/channels/slack-message.ts";
import { VERDICTS, type Verdict } from "../../src/domain/alerts/verdict.ts";
import { anAlert } from "../support/builders.ts";
import { eventually } from "../support/eventually.ts";
import { acknowledged, pressed, reacted, type SlackSocketServer, startSlackSocket } from "../support/slack-socket.ts";

let slack: SlackSocketServer;
let socket: ReturnType<typeof openVerdictSocket> | undefined;
let verdicts: HeardVerdict[];
let troubles: string[];
let failing: boolean;
const open = () =>
  openVerdictSocket({
    appToken: "xapp-SECRET",
    apiUrl: slack.apiUrl,
    async onVerdict(verdict) {
      verdicts.push(verdict);
      if (failing) throw new Error("Redis is away");
    },
    onTrouble: (why) => troubles.push(why),
  });
const connected = () =>
  eventually(
    () => slack.connections(),
    (count) => count === 1,
  );
beforeEach(async () => {
  [verdicts, troubles, failing] = [[], [], false];
  slack = await startSlackSocket();
});
afterEach(async () => {
  await socket?.close();
  socket = undefined;
  await slack.close();
});

const TS = "1700000000.000100";

describe("verdicts from Slack", () => {
  it.each(VERDICTS)("a button gives %s, and is acknowledged", async (kind) => {
    socket = open();
    await connected();
    slack.send(pressed("e1", `verdict:${kind}`, "alert-1"));
    await acknowledged(slack, "e1");
    const conversation = "C0123456789";
    await eventually(
      () => verdicts,
      (all) => all.length === 1,
    );
    expect(verdicts).toEqual([{ kind, by: "U0ANALYST", conversation, ref: TS, alertId: "alert-1" }]);
    expect(slack.tokens).toEqual(["xapp-SECRET"]);
  });

  it("an emoji gives one; other emoji, our own, links and what makes no sense give none, and all are acknowledged", async () => {
    socket = open();
    await connected();
    slack.send(reacted("e1", "heart", TS));
    slack.send(reacted("e2", "x", TS, "U0RASID"));
    slack.send(reacted("e3", "constructor", TS));
    slack.send(pressed("e4", "link-0", "alert-1"));
    slack.send(pressed("e5", "verdict:destroy", "alert-1"));
    slack.send({ type: "interactive", envelope_id: "e6", payload: { type: "block_actions", actions: [] } });
    slack.send({ type: "slash_commands", envelope_id: "e7", payload: {} });
    slack.send({ type: "interactive", envelope_id: "e8", payload: null });
    slack.send(reacted("e9", "white_check_mark", TS));
    await acknowledged(slack, "e9");
    expect(slack.acks).toEqual(["e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9"]);
    await eventually(
      () => verdicts,
      (all) => all.length === 1,
    );
    expect(verdicts).toEqual([{ kind: "acknowledge", by: "U0ANALYST", conversation: "C0123456789", ref: TS }]);
  });

  it("one that cannot be noted is told, and the next is taken", async () => {
    socket = open();
    await connected();
    failing = true;
    slack.send(reacted("e1", "x", TS));
    await eventually(
      () => troubles,
      (all) => all.length === 1,
    );
    expect(troubles).toEqual(["a verdict was not taken: Redis is away"]);
    failing = false;
    slack.send(reacted("e2", "mute", TS));
    await eventually(
      () => verdicts.map(({ kind }) => kind),
      (kinds) => kinds.includes("mute"),
    );
  });

  it("a connection that Slack ends or cuts is opened again, through a refusal that would end the client", {
    timeout: 40_000,
  }, async () => {
    socket = open();
    await connected();
    slack.send({ type: "disconnect", reason: "refresh_requested" });
    await eventually(
      () => slack.tokens.length,
      (count) => count === 2,
    );
    await connected();
    slack.refuseWith("invalid_auth");
    slack.drop();
    await eventually(
      () => troubles,
      (all) => all.length > 0,
    );
    expect(troubles[0]).toBe("Slack says invalid_auth");
    expect(troubles.join()).not.toMatch(/SECRET|TICKET/);
    slack.refuseWith(undefined);
    await connected();
    slack.send(reacted("e1", "no_bell", TS));
    await acknowledged(slack, "e1");
  });

  it("closing ends the connection, and no other is opened", async () => {
    socket = open();
    await connected();
    await socket?.close();
    await eventually(
      () => slack.connections(),
      (count) => count === 0,
    );
    expect(slack.tokens.length).toBe(1);
  });
});

it("an email has a link for each verdict where there are any, escaped", () => {
  const verdictLinks = {
    acknowledge: "https://r/v/a?x=1&y='",
    reject: "https://r/v/b",
    "wrong-place": "https://r/v/c",
    mute: "https://r/v/d",
  };
  const told = (alert: Parameters<typeof anAlert>[0]) =>
    emailMessage({ kind: "alert", alert: anAlert(alert), possibleRepeat: false }, "ar");
  const { text, html } = told({ verdictLinks });
  expect(text).toContain(
    "تأكيد: https://r/v/a?x=1&y='\nرفض: https://r/v/b\nالمكان خاطئ: https://r/v/c\nكتم: https://r/v/d",
  );
  expect(html).toContain('<a href="https://r/v/a?x=1&amp;y=&#39;" style="color:#0b5394"><bdi>تأكيد</bdi></a>');
  expect(told({}).html).not.toContain("/v/");
});

describe("an alert in Slack", () => {
  const said = (given: Partial<Verdict>): Verdict => ({
    ...{ kind: "reject", alertId: "alert-1", storyId: "s", channelId: "desk", by: "U0ANALYST" },
    at: "2026-11-24T10:05:00.000Z",
    ...given,
  });
  const blocksOf = (alert: Parameters<typeof anAlert>[0], hasButtons: boolean) =>
    slackMessage({ kind: "alert", alert: anAlert(alert), possibleRepeat: false }, "en", hasButtons).blocks as {
      type: string;
      elements?: { text?: string | { text: string }; action_id?: string; value?: string; url?: string }[];
    }[];
  const verdictButtons = (blocks: ReturnType<typeof blocksOf>) =>
    blocks.flatMap(({ elements = [] }) => elements.filter((one) => one.action_id?.startsWith("verdict:")));

  it("has buttons where we hear them, links where there are any, and neither elsewhere", () => {
    const heard = verdictButtons(blocksOf({}, true));
    expect(heard.map(({ action_id, value, url }) => [action_id, value, url])).toEqual(
      VERDICTS.map((kind) => [`verdict:${kind}`, "alert-1", undefined]),
    );
    const verdictLinks = {
      acknowledge: "https://r/v/a",
      reject: "https://r/v/b",
      "wrong-place": "https://r/v/c",
      mute: "https://r/v/d",
    };
    expect(verdictButtons(blocksOf({ verdictLinks }, false)).map(({ url }) => url)).toEqual(
      Object.values(verdictLinks),
    );
    expect(verdictButtons(blocksOf({}, false))).toEqual([]);
  });

  it("tells who said what and when, and lets nobody's name act", () => {
    const verdicts = [said({}), said({ by: "<!channel> & co", channelId: "<!here>", kind: "mute" })];
    const context = blocksOf({ verdicts }, true).filter(({ type }) => type === "context");
    expect(context.at(-1)!.elements![0]!.text).toBe(
      "✖ Reject · <@U0ANALYST> · 2026-11-24 10:05 UTC\n🔕 Mute · &lt;!here&gt; · 2026-11-24 10:05 UTC",
    );
  });
});
