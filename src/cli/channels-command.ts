import { openChannel } from "../channels/channel-registry.ts";
import type { Delivery, Outgoing } from "../pipeline/deliver-ports.ts";
import { CommandError, EXIT, paint, print } from "./output.ts";
import { settingsOrFail } from "./settings-option.ts";

const TIMEOUT_MS = 20_000;

/** Asks each channel whether it can be reached, and with --send sends it a test message. Sets the exit code. */
export async function channelsCheckCommand(
  ids: readonly string[],
  options: { readonly config?: string; readonly send?: boolean },
): Promise<void> {
  const settings = settingsOrFail(options.config);
  const unknown = ids.find((id) => !settings.channels.some(({ entry }) => entry.id === id));
  if (unknown !== undefined) throw new CommandError(`no channel ${unknown} that is on in channels.yaml`, EXIT.usage);
  for (const configured of settings.channels) {
    const { id, kind } = configured.entry;
    if (ids.length > 0 && !ids.includes(id)) continue;
    const terminal = { isInteractive: true, isColoured: false, write: print, record: () => undefined };
    const channel = await openChannel(configured, terminal);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const delivery = options.send ? await channel.send(testMessage(), signal) : await channel.check(signal);
    const isDone = delivery.outcome === "done";
    if (!isDone) process.exitCode = EXIT.problem;
    print(`${isDone ? paint("green", "✓") : paint("red", "✗")} ${id} (${kind}): ${told(delivery, options.send)}`);
  }
}

function told(delivery: Delivery, sent = false): string {
  if (delivery.outcome === "done") return delivery.note ?? (sent ? "a test message was accepted" : "answers");
  return `${delivery.why}${delivery.outcome === "later" ? "; it may pass by itself" : "; correct channels.yaml or its secret"}`;
}

function testMessage(): Outgoing {
  const at = new Date().toISOString();
  const english = "This is a test message of Rasid. Alerts will come here.";
  const lines = [english, "هذه رسالة تجريبية من راصد. ستصل التنبيهات إلى هنا."];
  return { kind: "notice", notice: { key: `test-${at}`, title: "Rasid test · رسالة تجريبية", lines, at } };
}
