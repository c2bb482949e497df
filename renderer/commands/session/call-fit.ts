import { asAppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { note } from "#renderer/commands/run.ts";
import { beginFit, endFit } from "#renderer/stores/project.ts";
import type { FitOptions } from "#renderer/stores/settings.ts";
import type { CallOptions } from "#workers/client.ts";
import type { Params, Result } from "#workers/protocol.ts";

/**
 * Asks the engine for a fit and keeps on record that it is under way, so that a page that is loaded again waits for it.
 * With the number of a call that an earlier page made it waits for that one; when nobody knows it any more, it asks anew.
 */
export async function callFit(
  app: App,
  params: Params<"fit">,
  options: FitOptions,
  earlier: number | null,
  calling: CallOptions<"fit">,
): Promise<Result<"fit">> {
  const { project } = app.stores;
  let call = 0;
  const onBegin = (id: number) => {
    call = id;
    beginFit(project, { call, map: params.map, models: params.models, options });
    void app.keeper?.keep();
  };
  try {
    if (earlier !== null) {
      const answer = await stillRunning(app, earlier, { ...calling, onBegin });
      if (answer) return answer;
      endFit(project, call);
      note(
        app,
        "It ended with the program that ran it, and begins again: the same seed gives the same result.",
      );
    }
    return await app.engine.call("fit", params, { ...calling, onBegin });
  } finally {
    endFit(project, call);
  }
}

async function stillRunning(
  app: App,
  earlier: number,
  calling: CallOptions<"fit">,
): Promise<Result<"fit"> | undefined> {
  try {
    return await app.engine.resume("fit", earlier, calling);
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.detail["isLost"] === true) return undefined;
    throw error;
  }
}
