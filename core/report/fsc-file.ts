import { fscSvg, type NamedCurve } from "#core/report/fsc-svg.ts";
import { plotFileSvg } from "#core/report/plot-file.ts";
import type { Fsc } from "#core/volume/fsc.ts";

/** One of the curves that the FSC of half maps has. */
export function fscCurveOf(
  name: string,
  style: NamedCurve["style"],
  { shells }: Fsc,
  pick: "corrected" | "unmasked" | "fsc",
): NamedCurve {
  const bins = shells.slice(1).map((shell) => ({ resolution: shell.resolution, fsc: shell[pick], terms: 0 }));
  return { name, style, curve: { bins, resolution05: null, resolution0143: null } };
}

/** Curves as an SVG file of its own, with the resolution (Å) marked. */
export function curvesFileSvg(curves: readonly NamedCurve[], resolution: number): string {
  return plotFileSvg(fscSvg(curves, resolution));
}

/** The FSC of half maps as an SVG file: corrected, under the mask as it is, and without a mask. */
export function fscFileSvg(fsc: Fsc): string {
  const curves = [
    fscCurveOf("corrected", "q", fsc, "corrected"),
    fscCurveOf("masked", "cc", fsc, "fsc"),
    fscCurveOf("no mask", "local", fsc, "unmasked"),
  ];
  return curvesFileSvg(curves, fsc.resolution143);
}
