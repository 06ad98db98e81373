import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { eventually } from "./eventually.ts";

export interface SlackSocketServer {
  /** The Web API's address. */
  readonly apiUrl: string;
  /** Tokens by which a connection was asked for. */
  readonly tokens: string[];
  /** Ids of envelopes that were acknowledged. */
  readonly acks: string[];
  /** From now on, answers to apps.connections.open. */
  refuseWith(error: string | undefined): void;
  connections(): number;
  /** Sends one message to every connection. */
  send(message: object): void;
  /** Ends every connection, as Slack does every few hours. */
  drop(): void;
  close(): Promise<void>;
}

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** Slack's Socket Mode on loopback: apps.connections.open over HTTP, then a WebSocket (RFC 6455, short frames only). */
export async function startSlackSocket(): Promise<SlackSocketServer> {
  const [tokens, acks, sockets] = [[] as string[], [] as string[], new Set<Socket>()];
  let refusal: string | undefined;
  const server = createServer((request, response) => {
    tokens.push(String(request.headers.authorization).replace("Bearer ", ""));
    const { port } = server.address() as AddressInfo;
    const url = `ws://127.0.0.1:${port}/link?ticket=T0TICKET`;
    response.setHeader("content-type", "application/json");
    request.resume();
    response.end(JSON.stringify(refusal === undefined ? { ok: true, url } : { ok: false, error: refusal }));
  });
  server.on("upgrade", (request, stream) => {
    const socket = stream as Socket;
    const accept = createHash("sha1")
      .update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest("base64");
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    socket.write(frame(TEXT, JSON.stringify({ type: "hello" })));
    let pending = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      for (let read = readFrame(pending); read; read = readFrame(pending)) {
        pending = pending.subarray(read.length);
        if (read.opcode === PING) socket.write(frame(PONG, read.text));
        if (read.opcode === CLOSE) socket.end(frame(CLOSE, read.text));
        if (read.opcode === TEXT) acks.push((JSON.parse(read.text) as { envelope_id: string }).envelope_id);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    tokens,
    acks,
    refuseWith(error) {
      refusal = error;
    },
    connections: () => sockets.size,
    send(message) {
      for (const socket of sockets) socket.write(frame(TEXT, JSON.stringify(message)));
    },
    drop() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function frame(opcode: number, text: string): Buffer {
  const payload = Buffer.from(text);
  const length =
    payload.length < 126 ? Buffer.of(payload.length) : Buffer.of(126, payload.length >> 8, payload.length & 255);
  return Buffer.concat([Buffer.of(0x80 | opcode), length, payload]);
}

/** A masked frame, as clients send them; undefined while it is not whole. */
function readFrame(bytes: Buffer): { opcode: number; text: string; length: number } | undefined {
  if (bytes.length < 6) return undefined;
  const short = bytes[1]! & 127;
  const at = short === 126 ? 4 : 2;
  const size = short === 126 ? bytes.readUInt16BE(2) : short;
  if (bytes.length < at + 4 + size) return undefined;
  const mask = bytes.subarray(at, at + 4);
  const payload = bytes.subarray(at + 4, at + 4 + size).map((byte, i) => byte ^ mask[i % 4]!);
  return { opcode: bytes[0]! & 15, text: Buffer.from(payload).toString("utf8"), length: at + 4 + size };
}

/** What Slack sends when somebody presses a button under a message. */
export function pressed(envelopeId: string, actionId: string, value: string, conversation = "C0123456789") {
  const payload = {
    type: "block_actions",
    user: { id: "U0ANALYST", username: "<!channel>" },
    container: { type: "message", channel_id: conversation, message_ts: "1700000000.000100" },
    actions: [{ type: "button", action_id: actionId, value }],
  };
  return { type: "interactive", envelope_id: envelopeId, accepts_response_payload: true, payload };
}

/** What Slack sends when somebody puts an emoji to a message. */
export function reacted(envelopeId: string, reaction: string, ts: string, user = "U0ANALYST") {
  const payload = {
    type: "event_callback",
    authorizations: [{ user_id: "U0RASID", is_bot: true }],
    event: { type: "reaction_added", user, reaction, item: { type: "message", channel: "C0123456789", ts } },
  };
  return { type: "events_api", envelope_id: envelopeId, accepts_response_payload: false, payload };
}

/** Resolves once an envelope was acknowledged. */
export function acknowledged(slack: SlackSocketServer, envelopeId: string) {
  return eventually(
    () => slack.acks,
    (acks) => acks.includes(envelopeId),
  );
}
