import { readFileSync } from "node:fs";
import { z } from "zod";

const MAX_SECRET_BYTES = 16_384;

/**
 * The two ways to name a secret in a file, `<name>Env` and `<name>File`, as an object schema to spread.
 * The secret itself is never in a configuration file.
 */
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

/** A secret, or why it cannot be had: `key` is the configuration key to blame, the rest names the remedy. */
export type SecretLookup =
  | { readonly found: true; readonly secret: string }
  | { readonly found: false; readonly key: string; readonly why: string };

/** Looks up the secret that `entry` names by `<name>Env` or `<name>File`; `undefined` when it names none. */
export function lookUpSecret(
  entry: Readonly<Record<string, unknown>>,
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): SecretLookup | undefined {
  const variable = entry[`${name}Env`];
  const file = entry[`${name}File`];
  if (typeof variable === "string" && typeof file === "string")
    return { found: false, key: `${name}File`, why: `both \`${name}Env\` and \`${name}File\`: keep one of them` };
  if (typeof variable === "string") {
    const secret = environment[variable]?.trim();
    if (secret) return { found: true, secret };
    const why = `the environment variable ${variable} is not set: set it where Rasid starts (for the service: /etc/rasid/rasid.env)`;
    return { found: false, key: `${name}Env`, why };
  }
  if (typeof file !== "string") return undefined;
  try {
    const secret = readFileSync(file, "utf8").slice(0, MAX_SECRET_BYTES).trim();
    if (secret) return { found: true, secret };
    return { found: false, key: `${name}File`, why: `the file ${file} is empty: write the secret into it` };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    return {
      found: false,
      key: `${name}File`,
      why: `cannot read ${file} (${code}): create it, readable by Rasid's user`,
    };
  }
}
