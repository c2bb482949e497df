import { defineConfig } from "vitest/config";
import { SummaryLine } from "./summary-line.ts";

/** Programs started by tests may build, fit or wait for a busy machine: generous, and never an assertion. */
const patience = 120_000; // ms

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    name: "node",
    environment: "node",
    include: ["{core,workers,renderer,electron,e2e}/**/*.test.{ts,tsx}", "e2e/**/*.spec.ts"],
    exclude: ["**/node_modules/**", "dist/**", "build/gate-tests/**"],
    benchmark: { include: ["{core,workers,electron,renderer}/**/*.bench.ts"] },
    pool: "forks",
    allowOnly: false,
    setupFiles: [`${import.meta.dirname}/properties.ts`],
    testTimeout: patience,
    hookTimeout: patience,
    reporters: ["default", new SummaryLine()],
  },
});
