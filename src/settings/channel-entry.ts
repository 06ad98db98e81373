import { z } from "zod";
import type { Pace } from "../domain/alerts/pace.ts";
import { LANGUAGES, type Language } from "../domain/language/language.ts";
import { PaceSettings } from "./pace-settings.ts";
import { identifier } from "./units.ts";

/** What every entry of `channels.yaml` holds, whatever its kind; keys of its kind lie beside these. */
export interface ChannelSettings {
  readonly id: string;
  readonly kind: string;
  readonly enabled: boolean;
  readonly language: Language;
  readonly pace: Pace;
}

/** What the settings have to know of a kind of channel. */
export interface ChannelSchema {
  readonly kind: string;
  /** Of an entry, with its `kind` as a literal. */
  readonly schema: z.ZodObject;
  /** Its secrets, by the name that they bear in the entry without Env or File. */
  readonly secrets: Readonly<Record<string, "required" | "optional">>;
  /** What is wrong with a secret and yet stops nothing, told without the secret; undefined when nothing is. */
  secretFault?(name: string, secret: string): readonly [what: string, remedy: string] | undefined;
  /**
   * How verdicts on its alerts come: from itself (buttons that are heard), by links in the message where `web.publicUrl`
   * is known, or not at all (programs, terminals).
   */
  verdictsOf(entry: ChannelSettings): "itself" | "links" | "none";
}

const common = {
  id: identifier("a channel id"),
  enabled: z.boolean().default(true),
  language: z
    .enum(LANGUAGES)
    .default("ar")
    .describe("The language of labels and reasons; what the article says is quoted as it is"),
  pace: PaceSettings.prefault({}).describe("When it is told, and what it is told later and together"),
};

type CommonShape = typeof common;

/** The schema of an entry of a kind: what all have in common, and what this kind takes. */
export function channelEntry<const Kind extends string, Shape extends z.ZodRawShape>(
  kind: Kind,
  shape: Shape,
): z.ZodObject<CommonShape & { kind: z.ZodLiteral<Kind> } & Shape, z.core.$strict> {
  return z.strictObject({ ...common, kind: z.literal(kind), ...shape }) as z.ZodObject<
    CommonShape & { kind: z.ZodLiteral<Kind> } & Shape,
    z.core.$strict
  >;
}

/** One entry of `channels.yaml`, of any of these kinds. */
export function channelEntryOf(kinds: readonly ChannelSchema[]): z.ZodType<ChannelSettings> {
  const [first, ...others] = kinds.map(({ schema }) => schema);
  const names = kinds.map(({ kind }) => kind).join(", ");
  const entry = z.discriminatedUnion("kind", [first!, ...others], {
    error: `no such kind of channel: use one of ${names}`,
  });
  return entry as unknown as z.ZodType<ChannelSettings>;
}
