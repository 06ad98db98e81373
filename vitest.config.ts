import { defineConfig } from "vitest/config";

// Two cores: more processes only make servers and timers wait for each other.
const test = { testTimeout: 30_000, hookTimeout: 30_000, maxWorkers: 2 };
const FAULTS = "tests/faults/**/*.test.ts";

export default defineConfig({
  test: {
    ...test,
    reporters: ["default"],
    projects: [
      {
        test: {
          ...test,
          name: "tests",
          include: ["tests/**/*.test.ts"],
          exclude: [FAULTS],
          sequence: { groupOrder: 0 },
        },
      },
      // Whoever kills processes and counts seconds runs after the others.
      { test: { ...test, name: "faults", include: [FAULTS], sequence: { groupOrder: 1 } } },
    ],
  },
});
