import { AppError } from "#core/errors.ts";
import { matrixOf, quaternionOf, type Rigid } from "#core/math/rigid.ts";

/** A motion as twelve numbers, row by row, three of the turn and one of the shift (Å) each: ChimeraX's view matrix. */
export function matrixText({ rotation, shift }: Rigid): string {
  const m = matrixOf(rotation);
  const numbers = [0, 1, 2].flatMap((row) => [m[3 * row], m[3 * row + 1], m[3 * row + 2], shift[row]]);
  return numbers.map((x) => String(Number(x.toFixed(6)) + 0)).join(",");
}

/** The motion of twelve numbers. Throws `input` when there are others, or their turn is none. */
export function motionOfMatrix(numbers: readonly number[]): Rigid {
  const [a, b, c, x, d, e, f, y, g, h, i, z] = numbers;
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const lengths = [Math.hypot(a, b, c), Math.hypot(d, e, f), Math.hypot(g, h, i)];
  const isTurn = [determinant, ...lengths].every((one) => Math.abs(one - 1) < 1e-3);
  if (numbers.length !== 12 || !isTurn || ![x, y, z].every(Number.isFinite)) {
    throw new AppError(
      "input",
      "A placement takes twelve numbers, row by row: three of a turn and one of a shift (Å) each.",
      { seen: numbers.length },
    );
  }
  return { rotation: quaternionOf([a, b, c, d, e, f, g, h, i]), shift: [x, y, z] };
}
