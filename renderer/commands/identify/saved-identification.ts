import type { App } from "#renderer/commands/app.ts";
import type { Params } from "#workers/protocol.ts";

export type SavedIdentify = NonNullable<Params<"keepView">["view"]["identify"]>;

/** What a session keeps of an identification; undefined until the engine holds the library: files die with their page. */
export function savedIdentify(app: App): SavedIdentify | undefined {
  const { options, library, held, run: asked, chosen, shown, marks } = app.stores.identify.getState();
  if (held === null) return undefined;
  const goesOn = app.stores.jobs.getState().jobs.some(({ kind }) => kind === "identify");
  return { options, library, held, run: asked, goesOn, chosen, shown, marks };
}
