import { BORDERS } from "../settings/watchlist-file.ts";
import { CommandError, EXIT } from "./exit-codes.ts";

/** The border of a --border, such as SY-IQ. Throws a CommandError that lists them when there is no such border. */
export function borderOption(written: string): string {
  if ((BORDERS as readonly string[]).includes(written)) return written;
  throw new CommandError(`no border ${written}: use one of ${BORDERS.join(", ")}`, EXIT.usage);
}

/** The kilometres of a --within, such as 50km. Throws a CommandError when it is no distance. */
export function withinKmOption(written: string): number {
  const found = /^(\d+(?:\.\d+)?)km$/.exec(written);
  if (found) return Number(found[1]);
  throw new CommandError(`--within ${written} is not a distance: write it like 50km`, EXIT.usage);
}
