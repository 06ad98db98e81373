import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface StatusServerOptions {
  readonly host: string;
  readonly port: number;
  /** `failing`: alerts do not flow. */
  health(): Promise<{ readonly status: "ok" | "degraded" | "failing" }>;
  /** True while Redis answers. */
  isReady(): Promise<boolean>;
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Answers what is asked under /v/; absent where no verdict links are made. */
  verdict?: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
}

const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
} as const;
const ANSWER_WITHIN_MS = 4000;

export interface StatusServer {
  /** Where it listens, without a path. */
  readonly url: string;
  close(): Promise<void>;
}

/** /healthz, /readyz and /metrics, which read only, and the pages of verdict links. */
export async function startStatusServer(options: StatusServerOptions): Promise<StatusServer> {
  const server = createServer(
    { maxHeaderSize: 8192, requestTimeout: 5000, headersTimeout: 5000, keepAliveTimeout: 5000 },
    (request, response) =>
      answer(request, response, options).catch((error: Error) =>
        send(response, 503, { status: "failing", problems: [error.message] }),
      ),
  );
  server.maxConnections = 64;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explained(error, options)));
    server.listen(options.port, options.host, resolve);
  });
  const { address, port, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, options: StatusServerOptions): Promise<void> {
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (options.verdict && (isRead || request.method === "POST") && (request.url ?? "").includes("/v/"))
    return options.verdict(request, response);
  if (!isRead) return send(response, 405, { error: "only GET is answered here" });
  const path = (request.url ?? "/").split("?")[0];
  if (path === "/healthz") {
    const health = await inTime(options.health());
    return send(response, health.status === "failing" ? 503 : 200, health);
  }
  if (path === "/readyz") {
    const ready = await inTime(options.isReady());
    return send(response, ready ? 200 : 503, { ready });
  }
  if (path !== "/metrics") return send(response, 404, { error: "nothing here; try /healthz, /readyz or /metrics" });
  const { contentType, text } = await inTime(options.metrics());
  response.writeHead(200, { ...HEADERS, "content-type": contentType }).end(text);
}

function send(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return;
  response
    .writeHead(status, { ...HEADERS, "content-type": "application/json; charset=utf-8" })
    .end(`${JSON.stringify(body, null, 2)}\n`);
}

/** A health page that hangs is worse than a red one. */
function inTime<Result>(work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("Redis does not answer")), ANSWER_WITHIN_MS);
    void work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function explained(error: NodeJS.ErrnoException, { host, port }: StatusServerOptions): Error {
  if (error.code === "EADDRINUSE")
    return new Error(`port ${port} on ${host} is taken: set web.port in rasid.yaml to another (0 picks a free one)`);
  if (error.code === "EACCES" || error.code === "EADDRNOTAVAIL")
    return new Error(`cannot listen on ${host}:${port} (${error.code}): correct web.host and web.port in rasid.yaml`);
  return error;
}
