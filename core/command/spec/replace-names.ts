import type { Spec } from "#core/command/spec/spec.ts";
import { unreachable } from "#core/errors.ts";

/** The spec with every word that is a name replaced by what it stands for. Names may use others, not themselves. */
export function replaceNames(spec: Spec, names: Readonly<Record<string, Spec>>): Spec {
  switch (spec.kind) {
    case "word": {
      if (!Object.hasOwn(names, spec.word)) return spec;
      const { [spec.word]: own, ...others } = names;
      return replaceNames(own, others);
    }
    case "path":
      return spec;
    case "not":
    case "zone":
      return { ...spec, of: replaceNames(spec.of, names) };
    case "and":
    case "or":
      return { ...spec, of: spec.of.map((one) => replaceNames(one, names)) };
    default:
      throw unreachable(spec);
  }
}
