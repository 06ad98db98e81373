/** The state of a running Rasid, as /healthz tells it. */
export interface Health {
  /** `ok`; `degraded`: it runs, and something needs a look; `failing`: alerts do not flow. */
  readonly status: "ok" | "degraded" | "failing";
  readonly version: string;
  readonly settings: string;
  readonly problems: readonly string[];
  readonly feeds: { readonly asked: number; readonly ok: number; readonly failing: readonly FailingFeed[] };
  readonly queues: Readonly<
    Record<string, { readonly waiting: number; readonly delayed: number; readonly active: number }>
  >;
  readonly deadLetters: number;
}

export interface FailingFeed {
  readonly id: string;
  /** `degraded`: it fails; `dead`: it has failed so long that its address wants a look. */
  readonly standing: "ok" | "degraded" | "dead";
  readonly failures: number;
  readonly error: string;
}
