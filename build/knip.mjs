import { pages, scripts } from "./entries.mjs";

/**
 * What knip looks for: files, exports and packages that nothing uses. It runs twice.
 *
 * Without `--production` tests count as users, and an export that only its own file uses is reported:
 * the word `export` is then too much.
 * With `--production` tests do not count: what is reported is code that only tests keep alive. Code that
 * exists for tests lives in x.testing.ts; an export that is a promise to readers outside is marked @public.
 */
const isProduction = process.argv.includes("--production");

/** A trailing `!` marks what is part of the product: the programs of the build table. */
const programs = [...scripts, ...pages].map(({ source }) => `${source}!`);
const tests = ["**/*.{test,bench}.{ts,tsx}", "e2e/**/*.spec.ts"];
// build/shells.ts is a program: what it alone uses makes a shipped table.
const tools = ["build/*.mjs", "build/!(shells).ts", "build/gate-tests/run.mjs"];

export default {
  entry: [...programs, ...tests, ...tools],
  project: [
    "{core,workers,renderer,electron,e2e}/**/*.{ts,tsx}!",
    "!**/*.{test,bench,testing}.{ts,tsx}!",
    "build/**/*.{mjs,ts}",
    "build/shells.ts!",
    "!build/gate-tests/{bad,clean}/**",
    "!workers/kernels/wasm/assembly/**",
  ],
  // dependency-cruiser loads @swc/core by itself, as the parser of TypeScript.
  ignoreDependencies: ["@swc/core"],
  ignoreExportsUsedInFile: isProduction ? true : { interface: true, type: true },
  vitest: { config: ["build/vitest.config.ts"] },
};
