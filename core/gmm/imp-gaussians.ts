import { AppError } from "#core/errors.ts";
import { decodeNumber, decodeText } from "#core/format/text.ts";
import { createShapedGaussians, type Gaussians } from "#core/gmm/gaussians.ts";
import { eigenvalues } from "#core/math/symmetric3.ts";

/** Between the columns of IMP's files. */
const COLUMN = "|";

/** Whether a text begins as IMP writes its mixtures. */
export function looksLikeImpGaussians(text: string): boolean {
  return /^\s*(#\|num\|weight\|mean|\|\d+\|[^|]+\|[^|]+\|[^|]+\|)/.test(text);
}

/**
 * Reads the Gaussian mixtures of IMP's integrative models, lines |number|weight|x y z|covariance, nine numbers|, Å and
 * Å². Throws `format` for other lines.
 */
export function readImpGaussians(bytes: Uint8Array): Gaussians {
  const xyz: number[] = [];
  const amplitude: number[] = [];
  const covariance: number[] = [];
  for (const [n, line] of decodeText(bytes).split("\n").entries()) {
    const content = line.trim();
    if (content === "" || content.startsWith("#")) continue;
    const [weight, centre, [xx, xy, xz, , yy, yz, , , zz]] = columnsOf(content, n);
    if (!(eigenvalues([xx, yy, zz, xy, xz, yz])[2] > 0)) throw notImp(n, content);
    xyz.push(...centre);
    amplitude.push(weight[0]);
    covariance.push(xx, yy, zz, xy, xz, yz);
  }
  if (amplitude.length === 0) throw new AppError("format", "The file holds no Gaussian.");
  return createShapedGaussians(
    Float64Array.from(xyz),
    Float64Array.from(amplitude),
    Float64Array.from(covariance),
  );
}

function columnsOf(content: string, n: number): readonly [number[], number[], number[]] {
  const columns = content.split(COLUMN).slice(2, 5);
  const numbers = columns.map((column) => column.trim().split(/\s+/).map(decodeNumber));
  const [weight, centre, covariance] = numbers;
  const isSound =
    numbers.map(({ length }) => length).join() === "1,3,9" && numbers.flat().every(Number.isFinite);
  if (!isSound) throw notImp(n, content);
  return [weight, centre, covariance];
}

function notImp(n: number, content: string): AppError {
  return new AppError(
    "format",
    `Line ${n + 1}: a number, a weight, a centre and a covariance between bars are expected, as IMP writes them.`,
    { seen: content.slice(0, 80) },
  );
}
