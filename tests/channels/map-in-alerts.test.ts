import { afterEach, describe, expect, it } from "vitest";
import { email } from "../../src/channels/email/email.ts";
import { slackBot } from "../../src/channels/slack-bot/slack-bot.ts";
import type { Outgoing } from "../../src/pipeline/deliver-ports.ts";
import { anAlert } from "../support/builders.ts";
import { startSmtpSink } from "../support/smtp-sink.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const PICTURE = Buffer.from("89504e470d0a1a0a00ff", "hex");
const message: Outgoing = { kind: "alert", alert: anAlert(), possibleRepeat: false, picture: PICTURE };

describe("the map in an email", () => {
  const send = async (given: Outgoing) => {
    const sink = await startSmtpSink();
    const { port } = sink;
    const address = "desk@example.org";
    const channel = email({
      ...{ id: "desk", host: "127.0.0.1", port, security: "none" },
      ...{ from: address, to: [address], language: "ar" },
    });
    const delivery = await channel.send(given, AbortSignal.timeout(5000));
    await sink.close();
    return { delivery, mail: sink.mails[0]! };
  };

  it("is in the message itself, where the text shows it", async () => {
    const { delivery, mail } = await send(message);
    expect(delivery.outcome).toBe("done");
    const [map] = mail.parsed.attachments;
    expect(map).toMatchObject({ contentType: "image/png", cid: "map", related: true, contentDisposition: "inline" });
    expect(map!.content.equals(PICTURE)).toBe(true);
    expect(mail.raw.replace(/=\r\n/g, "")).toMatch(/<img src=3D"cid:map"[^>]* alt=3D"[^"]+"/);
  });

  it("leaves no trace where there is none", async () => {
    const { mail } = await send({ ...message, picture: undefined });
    expect(mail.parsed.attachments).toEqual([]);
    expect(mail.raw).not.toContain("cid:");
  });
});

describe("the map in Slack", () => {
  let server: TestServer;
  afterEach(() => server.close());
  const start = async (failing = "") => {
    server = await startTestServer((request, response) => {
      const path = request.url ?? "";
      if (failing === "silence" && path.includes("/upload/")) return;
      const isRefused = path.includes(failing) && failing !== "";
      const answers: Record<string, object> = {
        "chat.postMessage": { ok: true, ts: "1700000000.000100" },
        getUploadURLExternal: { ok: true, upload_url: `${server.url}/upload/v1/abc`, file_id: "F1" },
        completeUploadExternal: { ok: true, files: [{ id: "F1" }] },
      };
      const answer = Object.entries(answers).find(([name]) => path.includes(name))?.[1] ?? "OK";
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(isRefused ? { ok: false, error: "missing_scope" } : answer));
    });
    return slackBot({
      ...{ id: "desk", token: "xoxb-secret", channel: "C0123456789", language: "ar" },
      apiUrl: `${server.url}/api/`,
    });
  };
  const asked = () => server.requests.map(({ path }) => path.replace(/^\/(api|upload)\//, ""));

  it("goes into the thread of its alert", async () => {
    const bot = await start();
    expect(bot.takesPictures).toBe(true);
    const delivery = await bot.send(message, AbortSignal.timeout(5000));
    expect(delivery).toEqual({ outcome: "done", ref: "1700000000.000100", note: undefined });
    expect(asked()).toEqual([
      "chat.postMessage",
      "files.getUploadURLExternal",
      "v1/abc",
      "files.completeUploadExternal",
    ]);
    const form = (at: number) => new URLSearchParams(server.requests[at]!.body);
    expect(form(1).get("length")).toBe(String(PICTURE.length));
    expect(server.requests[2]!.body).toContain("PNG");
    expect(form(3).get("channel_id")).toBe("C0123456789");
    expect(form(3).get("thread_ts")).toBe("1700000000.000100");
  });

  it.each(["getUploadURLExternal", "completeUploadExternal"])(
    "is only noted when Slack refuses %s: the alert was told, once",
    async (method) => {
      const bot = await start(method);
      const delivery = await bot.send(message, AbortSignal.timeout(5000));
      const note = "the map was not shown: Slack says missing_scope";
      expect(delivery).toEqual({ outcome: "done", ref: "1700000000.000100", note });
      expect(asked().filter((path) => path === "chat.postMessage").length).toBe(1);
    },
  );

  it("is only noted when its upload hangs until the time is up", async () => {
    const bot = await start("silence");
    const delivery = await bot.send(message, AbortSignal.timeout(600));
    const note = "the map was not shown: stopped or timed out";
    expect(delivery).toEqual({ outcome: "done", ref: "1700000000.000100", note });
  });

  it("is not asked of Slack where there is none", async () => {
    const bot = await start();
    await bot.send({ ...message, picture: undefined }, AbortSignal.timeout(5000));
    expect(asked()).toEqual(["chat.postMessage"]);
  });
});
