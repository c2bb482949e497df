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
    case "openErrors":
      return (await replace(params as Source)) as Params<C>;
    case "addCandidates": {
      const { library, files } = params as Params<"addCandidates">;
      const found: Source[] = [];
      for (const file of files) found.push(await replace(file));
      return { library, files: found } as Params<C>;
    }
    case "inspectParticles":
    case "checkParticles":
      return { star: await replace((params as Params<"inspectParticles">).star) } as Params<C>;
    case "refineParticles": {
      const { star, request } = params as Params<"refineParticles">;
      return { star: await replace(star), request } as Params<C>;
    }
    case "stopParticles": {
      const { star, folder } = params as Params<"stopParticles">;
      return { star: await replace(star), folder } as Params<C>;
    }
    case "followParticles":
    case "reportRun": {
      const { of, folder } = params as Params<"followParticles">;
      return { of: await replace(of), folder } as Params<C>;
    }
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
