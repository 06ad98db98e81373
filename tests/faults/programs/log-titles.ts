// Logs hostile titles as the daemon would, for the scenario to read what comes out.
import { createLogger } from "../../../src/process/logger.ts";
import { hostileTitles } from "../hostile-titles.ts";

const log = createLogger({ level: "info", isInteractive: false, secrets: [process.env.SECRET ?? ""] });
for (const title of hostileTitles(Number(process.env.COUNT), Number(process.env.SEED_OF_TITLES)))
  log.warn({ about: title, [title.slice(0, 20)]: [title] }, "hostile");
