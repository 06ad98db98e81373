// A feed server with a vice a route, in a process of its own, so that its memory and its pauses are not ours.

import { createServer as createHttpServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { rss } from "../news.ts";

const BOMB_BYTES = 256_000_000;
const zeros = Buffer.alloc(process.env.BOMBS ? BOMB_BYTES : 1000);
const gzip = gzipSync(zeros, { level: 1 });
const bombs: Readonly<Record<string, readonly [string, Buffer]>> = {
  "/gzip": ["gzip", gzip],
  "/brotli": ["br", brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })],
  "/double": ["gzip, gzip", gzipSync(gzip)],
  "/nested": ["gzip", gzipSync(gzip)],
  "/lie": ["deflate", Buffer.from("<rss>not deflated</rss>")],
};
const open = new Set<Socket>();

function every(ms: number, response: ServerResponse, write: () => void): void {
  const timer = setInterval(write, ms);
  response.on("close", () => clearInterval(timer));
}

const server = createHttpServer((request, response) => {
  const path = request.url ?? "/";
  const bomb = bombs[path];
  if (bomb) response.writeHead(200, { "content-encoding": bomb[0] }).end(bomb[1]);
  else if (path === "/endless") {
    response.writeHead(200).write("<rss>");
    every(2, response, () => {
      if (!response.writableNeedDrain) response.write(Buffer.alloc(16_384, "x"));
    });
  } else if (path === "/drip") {
    response.writeHead(200);
    every(1000, response, () => void response.write("x"));
  } else if (path === "/never") return;
  else if (path === "/silent") response.writeHead(200).write("<rss>");
  else if (path === "/huge") response.writeHead(200, { "content-length": 10_000_000_000 }).write("<rss>");
  else if (path === "/loop") response.writeHead(302, { location: "/loop" }).end();
  else if (path.startsWith("/hop/")) {
    const left = Number(path.slice(5));
    response.writeHead(left === 0 ? 200 : 302, left === 0 ? {} : { location: `/hop/${left - 1}` }).end(rss(""));
  } else if (path === "/moved") response.writeHead(301, { location: "/good" }).end();
  else if (path === "/sockets") response.end(String(open.size - 1));
  else response.end(rss("<item><title>t</title></item>"));
});
server.on("connection", (socket) => {
  open.add(socket);
  socket.on("error", () => undefined);
  socket.on("close", () => open.delete(socket));
});
server.listen(0, "0.0.0.0");

/** Headers a byte a second, below what Node's own server can do. */
const slow = createServer((socket) => {
  open.add(socket);
  socket.on("error", () => undefined);
  const headers = `HTTP/1.1 200 OK\r\nX-Slow: ${"x".repeat(1000)}\r\n`;
  let at = 0;
  const timer = setInterval(() => socket.write(headers[at++ % headers.length]!), 1000);
  socket.on("close", () => {
    open.delete(socket);
    clearInterval(timer);
  });
});
slow.listen(0, "0.0.0.0", () => {
  const port = (listening: { address(): unknown }) => (listening.address() as AddressInfo).port;
  process.stdout.write(`ports ${port(server)} ${port(slow)} ready\n`);
});
