import { greyPng, pngUrl } from "#core/report/png.ts";

/**
 * A picture of numbers as a data URL: rows from the bottom up, as images of particles and planes of maps are looked at.
 * Black is the mean less `spread` standard deviations, white the mean and as many.
 */
export function greyImage(values: ArrayLike<number>, width: number, height: number, spread = 3): string {
  const [low, high] = limits(values, spread);
  const pixels = Uint8Array.from({ length: width * height }, (_, n) => {
    const row = height - 1 - Math.floor(n / width);
    const grey = (255 * (values[row * width + (n % width)] - low)) / (high - low);
    return Math.min(255, Math.max(0, Math.round(grey)));
  });
  return pngUrl(greyPng(width, height, pixels));
}

function limits(values: ArrayLike<number>, spread: number): [number, number] {
  let sum = 0;
  let squares = 0;
  for (let n = 0; n < values.length; n++) {
    sum += values[n];
    squares += values[n] * values[n];
  }
  const mean = sum / values.length;
  const sd = Math.sqrt(Math.max(0, squares / values.length - mean * mean)) || 1;
  return [mean - spread * sd, mean + spread * sd];
}
