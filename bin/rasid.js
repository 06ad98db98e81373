#!/usr/bin/env node
import { existsSync } from "node:fs";

const entry = new URL("../dist/src/cli/main.js", import.meta.url);
if (!existsSync(entry)) {
  process.stderr.write("rasid is not built yet: run `npm start` or `npm run build` in its folder once\n");
  process.exit(1);
}
const { main } = await import(entry.href);
await main(process.argv);
