import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Report } from "./layers.ts";

const MAX_SECRET_BYTES = 16_384;

/** The two ways to name a secret in a file that never holds it, `<name>Env` and `<name>File`, as schema to spread. */
export function secretKeys<const Name extends string>(name: Name, what: string) {
  const environment = z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "not the name of an environment variable: write its name, not the secret")
    .optional()
    .describe(`The environment variable that holds ${what}`);
  const file = z.string().min(1).max(1000).optional().describe(`A file that holds ${what}, such as /run/secrets/name`);
  return z.strictObject({ [`${name}Env`]: environment, [`${name}File`]: file } as {
    [Key in `${Name}Env` | `${Name}File`]: typeof environment;
  });
}

/** The secret that an entry names by `<name>Env` or `<name>File`; one that cannot be had is reported with its key. */
export function lookUpSecret(
  given: object,
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
  report: Report,
): string | undefined {
  const entry = given as Readonly<Record<string, unknown>>;
  const [inEnvironment, inFile] = [`${name}Env`, `${name}File`];
  const [variable, file] = [entry[inEnvironment], entry[inFile]];
  if (typeof variable === "string" && typeof file === "string") {
    report([inFile], `both \`${inEnvironment}\` and \`${inFile}\``, "keep one of them");
  } else if (typeof variable === "string") {
    const secret = environment[variable]?.trim();
    if (secret) return secret;
    const remedy = "set it where Rasid starts (for the service: /etc/rasid/rasid.env)";
    report([inEnvironment], `the environment variable ${variable} is not set`, remedy);
  } else if (typeof file === "string") {
    try {
      const secret = readFileSync(file, "utf8").slice(0, MAX_SECRET_BYTES).trim();
      if (secret) return secret;
      report([inFile], `the file ${file} is empty`, "write the secret into it");
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
      report([inFile], `cannot read ${file} (${code})`, "create it, readable by Rasid's user");
    }
  }
  return undefined;
}
