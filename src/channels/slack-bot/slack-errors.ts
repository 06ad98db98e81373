import { LogLevel } from "@slack/web-api";
import type { Delivery } from "../../pipeline/deliver-ports.ts";
import { deliveryOf, deliveryOfError } from "../outcome.ts";

/** Errors of the Web API that pass by themselves: https://docs.slack.dev/reference/methods/chat.postMessage */
const PASSING =
  "internal_error fatal_error service_unavailable request_timeout ratelimited rate_limited team_added_to_org".split(
    " ",
  );

interface SlackError {
  readonly code?: string;
  readonly retryAfter?: number;
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: { readonly error?: string };
  readonly original?: unknown;
}

/** What a failed call means, told without a secret in it. */
export function deliveryOfSlackError(error: SlackError): Delivery {
  const { code, retryAfter = 30, statusCode, headers, data, original = error } = error;
  if (code === "slack_webapi_rate_limited_error")
    return { outcome: "later", why: "HTTP 429", afterMs: retryAfter * 1000 };
  if (code === "slack_webapi_http_error" && statusCode !== undefined)
    return deliveryOf(statusCode, headers?.["retry-after"]);
  if (code !== "slack_webapi_platform_error") return deliveryOfError(original);
  const why = `Slack says ${String(data?.error).replace(/[^\w]/g, "").slice(0, 60)}`;
  return { outcome: PASSING.includes(data?.error ?? "") ? "later" : "never", why };
}

/** The client would write tokens of failed requests to the console; failures are told as deliveries. */
const quiet = () => undefined;
export const SILENT = {
  ...{ debug: quiet, info: quiet, warn: quiet, error: quiet, setLevel: quiet, setName: quiet },
  getLevel: () => LogLevel.ERROR,
};
