import type { Alert } from "../../src/domain/alerts/alert.ts";
import { type HeldAlert, MOST_HELD } from "../../src/domain/alerts/digest.ts";
import type { Silence } from "../../src/domain/alerts/silence.ts";
import { isClosed, isRejection, type Verdict, type VerdictCounts } from "../../src/domain/alerts/verdict.ts";
import { FOLLOW_UP_MS, placeInStory } from "../../src/domain/stories/story.ts";
import { type StoryRecord, type StoryTelling, tellStory } from "../../src/domain/stories/story-record.ts";
import type { DeadLetter, DeadLetters } from "../../src/pipeline/dead-letter.ts";
import type { DigestBox, SentLedger, Silences, ToldAlerts, VerdictBook } from "../../src/pipeline/deliver-ports.ts";
import type { StoryBook } from "../../src/pipeline/match-ports.ts";
import type { FeedState, FeedStates, SeenLedger } from "../../src/pipeline/poll-ports.ts";

/** Every port that keeps something, as the steps know them. */
export interface Stores {
  readonly feedStates: FeedStates;
  readonly seen: SeenLedger;
  readonly sent: SentLedger;
  readonly told: ToldAlerts;
  readonly digests: DigestBox;
  readonly silences: Silences;
  readonly verdicts: VerdictBook;
  readonly stories: StoryBook;
  readonly deadLetters: DeadLetters;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const KEEP_ENDED_MS = 7 * DAY_MS;

/** All ports in memory, for tests of steps; tests/conformance proves that they keep what Redis keeps. */
export function memoryStores(keepMs: number, now: () => Date): Stores {
  const verdicts = memoryVerdictBook();
  return {
    feedStates: memoryFeedStates(),
    seen: memorySeenLedger(keepMs),
    sent: memorySentLedger(),
    told: memoryToldAlerts(),
    digests: memoryDigestBox(),
    silences: memorySilences(now),
    verdicts,
    stories: memoryStoryBook(verdicts),
    deadLetters: memoryDeadLetters(keepMs),
  };
}

/** What was written and is read again is another value, as it is behind a network. */
function copyOf<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function memoryFeedStates(): FeedStates {
  const states = new Map<string, FeedState>();
  return {
    load: async (feedId) => states.get(feedId),
    async save(feedId, state) {
      states.set(feedId, copyOf(state));
    },
  };
}

function memorySeenLedger(keepMs: number): SeenLedger {
  const byFeed = new Map<string, Map<string, number>>();
  return {
    seen: async (feedId, keys) => keys.map((key) => byFeed.get(feedId)?.has(key) ?? false),
    async remember(feedId, keys, at) {
      const known = byFeed.get(feedId) ?? new Map<string, number>();
      byFeed.set(feedId, known);
      for (const key of keys) known.set(key, at.getTime());
      for (const [key, seenMs] of known) if (seenMs <= at.getTime() - keepMs) known.delete(key);
    },
  };
}

function memorySentLedger(): SentLedger {
  const intents = new Set<string>();
  const proofs = new Map<string, string | undefined>();
  return {
    async begin(alertId) {
      if (proofs.has(alertId)) return "sent";
      if (intents.has(alertId)) return "again";
      intents.add(alertId);
      return "first";
    },
    async refused(alertId) {
      intents.delete(alertId);
    },
    async done(alertId, ref) {
      proofs.set(alertId, ref);
    },
    refOf: async (alertId) => proofs.get(alertId),
  };
}

function withoutTexts(alert: Alert): Alert {
  return copyOf({ ...alert, article: { ...alert.article, summary: "", body: "" } });
}

function memoryToldAlerts(): ToldAlerts {
  const alerts = new Map<string, Alert>();
  const byRef = new Map<string, string>();
  const times = new Map<string, Map<string, number>>();
  const lastOfPlace = new Map<string, Date>();
  return {
    find: async (alertId) => alerts.get(alertId),
    async keep(alert, ref, at) {
      const { id, channelId, place } = alert;
      alerts.set(id, withoutTexts(alert));
      const ofChannel = times.get(channelId) ?? new Map<string, number>();
      times.set(channelId, ofChannel.set(id, at.getTime()));
      for (const [told, ms] of ofChannel) if (ms <= at.getTime() - HOUR_MS) ofChannel.delete(told);
      if (place) lastOfPlace.set(`${channelId} ${place.id}`, at);
      if (ref !== undefined) byRef.set(`${channelId} ${ref}`, id);
    },
    findByRef: async (channelId, ref) => alerts.get(byRef.get(`${channelId} ${ref}`) ?? ""),
    lastOf: async (channelId, placeId) => lastOfPlace.get(`${channelId} ${placeId}`),
    countSince: async (channelId, since) =>
      [...(times.get(channelId) ?? [])].filter(([, ms]) => ms >= since.getTime()).length,
  };
}

function memoryDigestBox(): DigestBox {
  type Box = { readonly held: Map<string, HeldAlert>; leftOut: number };
  const filling = new Map<string, Box>();
  const opened = new Map<string, Box>();
  return {
    async hold(held) {
      const { channelId, id } = held.alert;
      const box = filling.get(channelId) ?? { held: new Map(), leftOut: 0 };
      filling.set(channelId, box);
      if (box.held.size >= MOST_HELD && !box.held.has(id)) box.leftOut++;
      else box.held.set(id, { ...copyOf(held), alert: withoutTexts(held.alert) });
    },
    async open(channelId) {
      const waiting = filling.get(channelId);
      if (waiting && !opened.has(channelId)) {
        opened.set(channelId, waiting);
        filling.delete(channelId);
      }
      const { held = new Map<string, HeldAlert>(), leftOut = 0 } = opened.get(channelId) ?? {};
      const inOrder = [...held.values()].toSorted((a, b) => a.alert.decidedAt.localeCompare(b.alert.decidedAt));
      return { held: inOrder, leftOut };
    },
    async told(channelId) {
      opened.delete(channelId);
    },
  };
}

function memorySilences(now: () => Date): Silences {
  const silences = new Map<string, Silence>();
  return {
    all: async () => [...silences.values()].toSorted((a, b) => a.until.localeCompare(b.until)),
    async add(silence) {
      for (const { id, until } of silences.values())
        if (Date.parse(until) < now().getTime() - KEEP_ENDED_MS) silences.delete(id);
      silences.set(silence.id, silence);
    },
    drop: async (id) => silences.delete(id),
  };
}

function memoryVerdictBook(): VerdictBook {
  const byStory = new Map<string, Map<string, Verdict>>();
  const rejected = new Set<string>();
  const counts = new Map<string, VerdictCounts>();
  return {
    async give(verdict, alert) {
      const { kind, alertId, storyId, by } = verdict;
      if (isRejection(kind)) rejected.add(storyId);
      const said = byStory.get(storyId) ?? new Map<string, Verdict>();
      byStory.set(storyId, said);
      const key = `${alertId} ${kind} ${by}`;
      if (said.has(key)) return false;
      said.set(key, verdict);
      for (const { id } of alert.watchlists)
        for (const counted of [id, ...alert.concepts.map((concept) => `${id} ${concept.id}`)]) {
          const before = counts.get(counted) ?? {};
          counts.set(counted, { ...before, [kind]: (before[kind] ?? 0) + 1 });
        }
      return true;
    },
    on: async (storyId) => [...(byStory.get(storyId)?.values() ?? [])].toSorted((a, b) => a.at.localeCompare(b.at)),
    rejected: async () => [...rejected],
    counts: async () => new Map(counts),
  };
}

function memoryStoryBook(verdicts: Pick<VerdictBook, "on" | "rejected">): StoryBook {
  const records = new Map<string, StoryRecord>();
  const tellings = new Map<string, StoryTelling>();
  let last: Promise<unknown> = Promise.resolve();
  async function tellNow(asked: Parameters<StoryBook["tell"]>[0]): Promise<StoryTelling> {
    const { sketch, outlet, channels: asking, rules, alertIdOf, now } = asked;
    const before = tellings.get(sketch.articleId);
    if (before) return before;
    const known = [...records.values()];
    const stories = known.map(({ story }) => story);
    const placed = placeInStory(sketch, stories, rules, await verdicts.rejected());
    const said = await verdicts.on(placed.story.id);
    const closed = asking.filter((channel) => isClosed(said, channel));
    const previous = records.get(placed.story.id);
    const { record, telling } = tellStory({ placed, outlet, asking, closed, before: previous, alertIdOf, now });
    records.set(record.story.id, copyOf(record));
    tellings.set(sketch.articleId, copyOf(telling));
    for (const [id, { story }] of records)
      if (story.members.at(-1)!.at <= now.getTime() - FOLLOW_UP_MS) records.delete(id);
    return telling;
  }
  return {
    // One writer at a time, as behind the lock.
    tell(asked) {
      const turn = last.then(() => tellNow(asked));
      last = turn.catch(() => undefined);
      return turn;
    },
    async standing(storyId) {
      const record = records.get(storyId);
      return record && { outlets: record.outlets, reports: record.reports };
    },
  };
}

function memoryDeadLetters(keepMs: number): DeadLetters {
  const letters = new Map<string, DeadLetter>();
  return {
    async add(letter) {
      for (const { id, at } of letters.values())
        if (Date.parse(at) <= Date.parse(letter.at) - keepMs) letters.delete(id);
      letters.set(letter.id, copyOf(letter));
    },
    list: async () => [...letters.values()].toSorted((a, b) => a.at.localeCompare(b.at)),
    find: async (id) => letters.get(id),
    drop: async (id) => letters.delete(id),
    count: async () => letters.size,
  };
}
