import type { z } from "zod";
import type { VerdictKind } from "../domain/alerts/verdict.ts";
import type { Language } from "../domain/language/language.ts";
import type { Channel, Outgoing } from "../pipeline/deliver-ports.ts";
import type { ChannelSchema, ChannelSettings } from "../settings/channel-entry.ts";

/** How a channel reaches the person or the log of this process; only the terminal needs it. */
export interface ChannelHost {
  /** Whether a person reads along; otherwise `record` gets one structured entry a message. */
  readonly isInteractive: boolean;
  readonly isColoured: boolean;
  write(text: string): void;
  record(fields: object, message: string): void;
}

/** A verdict as a channel's own service hands it over, on a message it knows by `ref`. */
export interface HeardVerdict {
  readonly kind: VerdictKind;
  /** A person's id in that service. */
  readonly by: string;
  readonly conversation: string;
  readonly ref: string;
  /** A button says it, an emoji does not. */
  readonly alertId?: string | undefined;
}

/** Hears verdicts for all channels that share one connection. */
export interface VerdictListener {
  /** The secret of the connection that a channel uses; undefined where it has none. */
  connectionOf(secrets: ChannelSecrets): string | undefined;
  conversationOf(entry: ChannelSettings): string;
  /** Stays connected until closed. Trouble is told without a secret in it. */
  listen(connection: string, heard: VerdictHandlers, apiUrl?: string): Promise<{ close(): Promise<void> }>;
}

export interface VerdictHandlers {
  onVerdict(verdict: HeardVerdict): Promise<void>;
  onTrouble(why: string): void;
}

/** The secrets of a channel, by their names in the entry without Env or File. */
export type ChannelSecrets = Readonly<Record<string, string>>;

/** Everything that Rasid knows of a kind of channel; nothing outside switches on `kind`. */
export interface ChannelKind extends ChannelSchema {
  /** What `rasid init` writes beside id, kind and language; `...Env` names a secret to fill in. */
  readonly firstEntry: Readonly<Record<string, unknown>>;
  /** Set where `firstEntry` holds addresses that ops have to correct. */
  readonly hasAddresses?: boolean | undefined;
  /** So many messages in so many milliseconds, where its service asks for it. */
  readonly limiter?: { readonly max: number; readonly duration: number } | undefined;
  /** Whether an entry has switched its map pictures off; absent for kinds that show none. */
  isMapOff?(entry: ChannelSettings): boolean;
  /** Loads what sending takes: half of the commands send nothing. */
  open(entry: ChannelSettings, secrets: ChannelSecrets, host: ChannelHost): Promise<Channel>;
  /** A message as a person would read it, as plain text. */
  previewText(message: Outgoing, language: Language): string;
  /** An alert as it is handed to the channel's service. */
  previewSent(message: Outgoing & { kind: "alert" }, language: Language): object;
  readonly listener?: VerdictListener | undefined;
}

/** A kind whose functions know the type of their own entries, as the registry keeps it. */
export function defineChannel<Schema extends z.ZodObject>(
  kind: Omit<ChannelKind, "schema" | "open" | "isMapOff" | "verdictsOf" | "listener"> & {
    readonly schema: Schema;
    open(entry: z.output<Schema>, secrets: ChannelSecrets, host: ChannelHost): Promise<Channel>;
    isMapOff?(entry: z.output<Schema>): boolean;
    verdictsOf(entry: z.output<Schema>): "itself" | "links" | "none";
    readonly listener?: Omit<VerdictListener, "conversationOf"> & { conversationOf(entry: z.output<Schema>): string };
  },
): ChannelKind {
  return kind as unknown as ChannelKind;
}
