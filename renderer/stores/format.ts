/** Numbers as people read them: no more digits than mean something. */

/** A density or level: three or four digits. */
export function density(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e5)) return value.toExponential(2);
  return value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4);
}

/** A volume in Å³ as "812 Å³" or "21.4 nm³". */
export function volume(cubicAngstrom: number): string {
  if (cubicAngstrom < 1000) return `${cubicAngstrom.toFixed(0)} Å³`;
  const nm = cubicAngstrom / 1000;
  return `${nm >= 100 ? grouped(Math.round(nm)) : nm.toFixed(nm >= 10 ? 1 : 2)} nm³`;
}

/** 16000 as "16,000". */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "0.4 s", "12 s", "2 min 5 s". */
export function seconds(value: number): string {
  if (value < 10) return `${value.toFixed(1)} s`;
  if (value < 100) return `${Math.round(value)} s`;
  return `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
}

/** "94 %". */
export function percent(fraction: number): string {
  return `${Math.round(100 * fraction)} %`;
}

/** A number with fixed decimals; an en dash when there is none. */
export function fixed(value: number | null, digits: number): string {
  return value === null || Number.isNaN(value) ? "–" : value.toFixed(digits);
}
