import { CHANNEL_KINDS } from "../channels/channel-registry.ts";
import { readSettings, type SettingsSources } from "../settings/read-settings.ts";
import type { Settings } from "../settings/settings.ts";

/** Reads and checks all configuration. Throws a SettingsError that carries every problem found. */
export function loadSettings(sources: SettingsSources): Settings {
  return readSettings(sources, CHANNEL_KINDS);
}
