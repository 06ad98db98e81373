import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const compiled = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const FOLDER = compiled("../../bundle");

/** The roles as one program: a process that lives for half a second would spend two thirds of it on looking for modules. */
export const BUNDLED_ROLES = `${FOLDER}/roles.js`;

/** Puts the compiled roles, and the threads that they start, into a folder of their own. */
export async function bundleRoles(): Promise<void> {
  await build({
    input: {
      roles: compiled("./programs/roles.js"),
      "parser-thread": compiled("../../src/sources/feed/parser-thread.js"),
      "page-thread": compiled("../../src/sources/page/page-thread.js"),
    },
    platform: "node",
    // What draws maps is optional and loads a binary.
    external: [/resvg/],
    output: { dir: FOLDER, format: "esm", cleanDir: true },
    logLevel: "warn",
  });
}
