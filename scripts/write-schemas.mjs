// Writes config/schemas/*.json, which editors read, from the definitions the settings are checked by: the last step of
// `npm run build`.
import { mkdirSync, writeFileSync } from "node:fs";
import { CHANNEL_KINDS } from "../dist/src/channels/channel-registry.js";
import { jsonSchemas } from "../dist/src/settings/json-schemas.js";

const folder = new URL("../config/schemas/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(jsonSchemas(CHANNEL_KINDS))) {
  writeFileSync(new URL(`${name}.schema.json`, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
