import type { App } from "#renderer/commands/app.ts";
import { note, say, withJob } from "#renderer/commands/run.ts";
import { describeGpu, describeGraphics } from "#renderer/host/graphics.ts";
import { seconds } from "#renderer/stores/format.ts";
import type { ComputerCheck } from "#renderer/stores/start.ts";

/** Fits made-up data with a known answer here, and says what to expect of this computer. */
export async function checkComputer(app: App): Promise<void> {
  say(app, "check");
  const fit = await withJob(app, { title: "Checking this computer", kind: "other" }, (job) =>
    app.engine.call("selfCheck", {}, job),
  );
  const check = { fit, graphics: describeGraphics(), gpu: await describeGpu() };
  app.stores.start.setState({ check });
  note(app, checkSentence(check));
}

/** What the check found, as one would say it. */
export function checkSentence({ fit }: ComputerCheck): string {
  if (!fit.isRight) {
    return `The known answer was not found (${Number.isFinite(fit.rmsd) ? `${fit.rmsd.toFixed(1)} Å away` : "nothing found"}): please report this, with the computer's model.`;
  }
  const took = seconds(fit.seconds);
  return `Works: the known answer was found to ${fit.rmsd.toFixed(2)} Å in ${took}. ${EXPECTATION(fit.seconds)}`;
}

/** Chains of real maps took up to ten times as long as this one (README, “Right answer at rank 1”). */
const EXPECTATION = (took: number) =>
  `Expect up to ${seconds(10 * took)} for a large chain in a real map, and that for each chain of a complex.`;
