import { grouped } from "#renderer/stores/format.ts";
import type { ModelEntry } from "#renderer/stores/scene.ts";

/** Whether a model is made of Gaussians instead of atoms. */
export function isGaussian({ format }: Pick<ModelEntry, "format">): boolean {
  return format === "gaussians";
}

/** How much a model holds: "292 res", or "120 Gaussians" of one that is made of them. */
export function modelSize({
  format,
  residues,
  atoms,
}: Pick<ModelEntry, "format" | "residues" | "atoms">): string {
  if (!isGaussian({ format })) return `${grouped(residues)} res`;
  return `${grouped(atoms)} ${atoms === 1 ? "Gaussian" : "Gaussians"}`;
}

/** The same for a narrow place, beside a name that is to be read: "4,000 G". */
export function shortModelSize(model: Pick<ModelEntry, "format" | "residues" | "atoms">): string {
  return isGaussian(model) ? `${grouped(model.atoms)} G` : modelSize(model);
}
