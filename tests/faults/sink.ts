import type { IncomingMessage, ServerResponse } from "node:http";
import type { Digest } from "../../src/domain/alerts/digest.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";
import type { Context } from "./scenario.ts";

export interface Received {
  readonly id: string;
  readonly title: string;
  readonly isMarked: boolean;
  readonly at: number;
  readonly channelId: string;
  readonly storyId: string;
  /** It tells what is new in a story that the channel was told before. */
  readonly isUpdate: boolean;
}

export interface Sink {
  readonly server: TestServer;
  /** Every alert that was accepted, in order. */
  readonly received: Received[];
  /** Titles and lines of every notice that was accepted. */
  readonly notices: { readonly text: string; readonly lines: readonly string[]; readonly at: number }[];
  /** Titles of the alerts in each message that told several together. */
  readonly together: { readonly titles: readonly string[]; readonly at: number }[];
  /** Answers in place of 200; false leaves the answer to the sink. Nothing it answers counts as accepted. */
  refuse: (request: IncomingMessage & { body: string }, response: ServerResponse) => boolean;
  /** How long an answer takes, ms. */
  delayMs: () => number;
}

/** A program at the end of a signed webhook that counts what it is told. */
export async function startSink(context: Context): Promise<Sink> {
  const sink: { -readonly [Key in keyof Sink]: Sink[Key] } = {
    server: undefined as never,
    received: [],
    notices: [],
    together: [],
    refuse: () => false,
    delayMs: () => 0,
  };
  sink.server = await startTestServer((request, response) => {
    if (sink.refuse(request, response)) return;
    const message = JSON.parse(request.body);
    const at = Date.now();
    if (message.kind === "alert")
      sink.received.push({
        id: message.alert.id,
        title: message.alert.article.title,
        isMarked: message.possibleRepeat,
        at,
        channelId: message.alert.channelId,
        storyId: message.alert.storyId,
        isUpdate: message.alert.update !== undefined,
      });
    if (message.kind === "notice")
      sink.notices.push({
        text: [message.notice.title, ...message.notice.lines].join("\n"),
        lines: message.notice.lines,
        at,
      });
    if (message.kind === "digest") {
      const { held } = message.digest as Digest;
      sink.together.push({ titles: held.map(({ alert }) => alert.article.title), at });
    }
    const delayMs = sink.delayMs();
    if (delayMs === 0) response.end("ok");
    else setTimeout(() => response.end("ok"), delayMs);
  });
  context.closing(() => sink.server.close());
  return sink;
}

export interface Tally {
  readonly delivered: number;
  readonly lost: number;
  /** The same alert again without saying so. */
  readonly unmarked: number;
  readonly marked: number;
  /** Alerts that nobody asked for. */
  readonly extra: number;
}

/** Counts what came of the alerts that were expected. */
export function tally(expected: readonly string[], received: readonly Received[]): Tally {
  const wanted = new Set(expected);
  const seen = new Set<string>();
  const ids = new Set<string>();
  let unmarked = 0;
  let marked = 0;
  let extra = 0;
  for (const { id, title, isMarked } of received) {
    if (!wanted.has(title)) extra++;
    if (isMarked) marked++;
    else if (ids.has(id) || seen.has(title)) unmarked++;
    ids.add(id);
    seen.add(title);
  }
  const delivered = expected.filter((title) => seen.has(title)).length;
  return { delivered, lost: expected.length - delivered, unmarked, marked, extra };
}
