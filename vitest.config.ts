import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    dir: "tests",
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Two cores: more processes only make servers and timers wait for each other.
    maxWorkers: 2,
    reporters: ["default"],
  },
});
