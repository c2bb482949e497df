import axe from "axe-core";
import type { OpenWindow } from "./window.testing.ts";

/** Serious problems of accessibility, as axe names them. */
export async function seriousProblems({ page }: OpenWindow): Promise<string[]> {
  await page.evaluate(`${axe.source}; void 0`);
  const found = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })");
  const { violations } = found as {
    violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 140)}`));
}
