import { decodeText } from "#core/format/text.ts";
import type { Gaussians } from "#core/gmm/gaussians.ts";
import { readGaussianJson } from "#core/gmm/gmm-json.ts";
import { looksLikeImpGaussians, readImpGaussians } from "#core/gmm/imp-gaussians.ts";

/** Reads Gaussians that say where they lie: our JSON, or IMP's text. Throws `format` for anything else. */
export function readGaussians(bytes: Uint8Array): {
  readonly model: Gaussians;
  readonly title: string;
  readonly resolution: number | null;
} {
  const text = decodeText(bytes);
  if (looksLikeImpGaussians(text)) {
    return { model: readImpGaussians(bytes), title: "Gaussians of IMP", resolution: null };
  }
  const { model, notes } = readGaussianJson(text);
  return {
    model,
    title: notes.source === undefined ? "" : `Gaussians of ${notes.source}`,
    resolution: notes.resolution ?? null,
  };
}
