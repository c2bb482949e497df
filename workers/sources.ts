import type { CallName, Params, Source } from "#workers/protocol.ts";

/** The parameters of a call with every file or bytes in them replaced; other calls as they are. */
export async function mapSources<C extends CallName>(
  name: C,
  params: Params<C>,
  replace: (source: Source) => Promise<Source>,
): Promise<Params<C>> {
  switch (name) {
    case "openMap":
    case "openModel":
      return (await replace(params as Source)) as Params<C>;
    case "inspectProject":
      return { source: await replace((params as Params<"inspectProject">).source) } as Params<C>;
    case "readProject": {
      const { source, located } = params as Params<"readProject">;
      const found: Params<"readProject">["located"] = [];
      for (const one of located) found.push({ file: one.file, source: await replace(one.source) });
      return { source: await replace(source), located: found } as Params<C>;
    }
    default:
      return params;
  }
}
