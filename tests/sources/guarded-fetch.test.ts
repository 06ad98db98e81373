import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAddressGuard } from "../../src/sources/address-guard.ts";
import { createGuardedFetch, FetchFailed, type FetchLimits } from "../../src/sources/guarded-fetch.ts";
import { eventually } from "../support/eventually.ts";
import { startTestServer, type TestServer } from "../support/test-server.ts";

const LIMITS: FetchLimits = {
  connectTimeoutMs: 500,
  headersTimeoutMs: 400,
  idleTimeoutMs: 400,
  wholeTimeoutMs: 1500,
  maxBytes: 100_000,
  maxRedirects: 5,
  allowAddresses: ["127.0.0.1"],
};
const never = new AbortController().signal;
const open = createGuardedFetch(LIMITS);
const closed = createGuardedFetch({ ...LIMITS, allowAddresses: [] });
let server: TestServer;
let running = 0;
let mostAtOnce = 0;

const get = (path: string, fetcher = open) =>
  fetcher.fetch(
    {
      url: path.startsWith("http") ? path : server.url + path,
      headers: {},
      privateHeaders: { authorization: "Basic c2VjcmV0" },
    },
    never,
  );
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "no failure",
    (error: unknown) => (error instanceof FetchFailed ? error.code : String(error)),
  );

beforeAll(async () => {
  const page = Buffer.from("نص الخبر");
  // Packed here, since packing it while answering would spend the time limit of the fetch it is for.
  const bomb = brotliCompressSync(Buffer.alloc(20_000_000));
  server = await startTestServer((request, response) => {
    const path = request.url!;
    const send = (encoding: string, body: Buffer) =>
      response.writeHead(200, { "content-encoding": encoding }).end(body);
    if (path === "/gzip") send("gzip", gzipSync(page));
    else if (path === "/br") send("br", brotliCompressSync(page));
    else if (path === "/deflate") send("deflate", deflateSync(page));
    else if (path === "/raw-deflate") send("deflate", deflateRawSync(page));
    else if (path === "/twice") send("gzip, gzip", gzipSync(gzipSync(page)));
    else if (path === "/lie") send("gzip", page);
    else if (path === "/bomb") send("br", bomb);
    else if (path === "/silent") response.writeHead(200).write("<rss>");
    else if (path === "/never") return;
    else if (path === "/drip") {
      response.writeHead(200);
      const timer = setInterval(() => response.write("x"), 100);
      response.on("close", () => clearInterval(timer));
    } else if (path === "/endless") {
      response.writeHead(200);
      const timer = setInterval(() => response.write(Buffer.alloc(20_000)), 5);
      response.on("close", () => clearInterval(timer));
    } else if (path.startsWith("/hop/")) {
      const left = Number(path.slice(5));
      response.writeHead(left === 0 ? 200 : 301, left === 0 ? {} : { location: `/hop/${left - 1}` }).end("end");
    } else if (path === "/loop") response.writeHead(302, { location: "/loop" }).end();
    else if (path === "/inside") response.writeHead(302, { location: "http://169.254.169.254/latest" }).end();
    else if (path === "/to-file") response.writeHead(302, { location: "file:///etc/passwd" }).end();
    else if (path === "/elsewhere")
      response.writeHead(302, { location: `http://localhost:${server.port}/plain` }).end();
    else if (path === "/slow") {
      mostAtOnce = Math.max(mostAtOnce, ++running);
      setTimeout(() => {
        running--;
        response.end("ok");
      }, 60);
    } else response.end("ok");
  });
});
afterAll(async () => {
  await open.close();
  await closed.close();
  await server.close();
});

describe("a body", () => {
  it.each(["/gzip", "/br", "/deflate", "/raw-deflate"])("%s is unpacked", async (path) => {
    expect(Buffer.from((await get(path)).body).toString("utf8")).toBe("نص الخبر");
  });

  it.each([
    ["/twice", "BAD_ENCODING"],
    ["/lie", "BAD_ENCODING"],
    ["/bomb", "TOO_LARGE"],
    ["/endless", "TOO_LARGE"],
    ["/silent", "UND_ERR_BODY_TIMEOUT"],
    ["/never", "UND_ERR_HEADERS_TIMEOUT"],
    ["/drip", "TOO_SLOW"],
  ])("%s ends as %s", async (path, code) => {
    expect(await codeOf(get(path))).toBe(code);
  });

  it("leaves no socket open when it is given up", async () => {
    await codeOf(get("/drip"));
    await eventually(
      () => server.openSockets(),
      (sockets) => sockets <= 1,
      2000,
    );
  });
});

describe("redirects", () => {
  it("are followed five times, and a permanent move is told", async () => {
    const response = await get("/hop/5");
    expect([response.status, response.movedTo]).toEqual([200, `${server.url}/hop/0`]);
  });

  it.each([
    ["/hop/6", "TOO_MANY_REDIRECTS"],
    ["/loop", "TOO_MANY_REDIRECTS"],
    ["/inside", "ADDRESS_REFUSED"],
    ["/to-file", "BAD_ADDRESS"],
  ])("%s ends as %s", async (path, code) => {
    expect(await codeOf(get(path))).toBe(code);
  });

  it("do not carry credentials to another origin", async () => {
    const before = server.requests.length;
    const both = createGuardedFetch({ ...LIMITS, allowAddresses: ["127.0.0.1", "::1"] });
    await get("/elsewhere", both);
    await both.close();
    const [first, second] = server.requests.slice(before);
    expect([first?.headers.authorization, second?.path, second?.headers.authorization]).toEqual([
      "Basic c2VjcmV0",
      "/plain",
      undefined,
    ]);
  });
});

describe("the address guard", () => {
  it.each([
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "localhost",
  ])("refuses %s before anything is sent", async (host) => {
    const before = server.requests.length;
    expect(await codeOf(get(`http://${host}:${server.port}/canary`, closed))).toBe("ADDRESS_REFUSED");
    expect(server.requests.length).toBe(before);
  });

  it.each([
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "fd00::1",
    "fe80::1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "::ffff:a9fe:a9fe",
  ])("refuses %s", (address) => {
    expect(() => createAddressGuard([]).checkAddress(address)).toThrow(/not a public address/);
  });

  it("lets public addresses pass, and private ones that are allowed", () => {
    expect(() => createAddressGuard([]).checkAddress("93.184.216.34")).not.toThrow();
    expect(() => createAddressGuard(["10.1.0.0/16"]).checkAddress("10.1.2.3")).not.toThrow();
  });

  it.each(["ftp://example.org/", "gopher://example.org/", "http://user:pass@example.org/"])(
    "refuses %s by its form",
    async (url) => {
      expect(await codeOf(get(url))).toBe("BAD_ADDRESS");
    },
  );
});

describe("a proxy", () => {
  it("carries the request, and the address check holds for what lies behind it", async () => {
    const tunnels: string[] = [];
    const proxy = createServer().on("connect", (request, socket) => {
      tunnels.push(request.url ?? "");
      const [host, port] = (request.url ?? "").split(":");
      const target = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        target.pipe(socket).pipe(target);
      });
      target.on("error", () => socket.destroy());
      socket.on("error", () => target.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const through = (fetcher: typeof open) =>
      fetcher.fetch({ url: `${server.url}/plain`, headers: {}, privateHeaders: {}, proxy: address }, never);
    expect((await through(open)).status).toBe(200);
    expect(await codeOf(through(closed))).toBe("ADDRESS_REFUSED");
    expect(tunnels).toEqual([`127.0.0.1:${server.port}`]);
    proxy.close();
    proxy.closeAllConnections();
  });
});

describe("politeness", () => {
  it("gives a request its whole time from its own turn on", async () => {
    const answers = await Promise.all([codeOf(get("/drip")), codeOf(get("/plain"))]);
    expect(answers).toEqual(["TOO_SLOW", "no failure"]);
  });

  it("asks a host for one thing at a time", async () => {
    await Promise.all(Array.from({ length: 5 }, () => get("/slow")));
    expect(mostAtOnce).toBe(1);
  });

  it("ends when the caller gives up", async () => {
    const stop = new AbortController();
    const asked = open.fetch({ url: `${server.url}/never`, headers: {}, privateHeaders: {} }, stop.signal);
    stop.abort();
    await expect(asked).rejects.toThrow();
  });
});
