import { cellAt, type Directions } from "#core/particles/directions.ts";

/** Where particles are seen from as a table for spreadsheets: one line per cell, all cells of one area of the sphere. */
export function directionsCsv(directions: Directions): string {
  const { counts } = directions;
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const rows = counts.map((count, cell) => {
    const { rot, tilt } = cellAt(directions, cell);
    const place = [...rot, ...tilt].map((angle) => angle.toFixed(2));
    return [...place, count, (count / Math.max(mean, Number.MIN_VALUE)).toFixed(3)].join(",");
  });
  return `rot_from_deg,rot_to_deg,tilt_from_deg,tilt_to_deg,particles,times_even\n${rows.join("\n")}\n`;
}
