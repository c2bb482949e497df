import type { Fsc } from "#core/volume/fsc.ts";

/** The shells of a Fourier shell correlation as a table for spreadsheets. */
export function fscCsv({ shells }: Fsc): string {
  const rows = shells.map(({ resolution, fsc, unmasked, randomised, corrected }, shell) => {
    const place = Number.isFinite(resolution) ? resolution.toFixed(4) : "";
    return [shell, place, ...[fsc, unmasked, randomised, corrected].map((value) => value.toFixed(6))].join(
      ",",
    );
  });
  return `shell,resolution_A,fsc_masked,fsc_unmasked,fsc_randomised,fsc_corrected\n${rows.join("\n")}\n`;
}
