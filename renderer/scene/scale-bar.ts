/** Of the width of the view, when the length is not given. */
const SHARE = 0.2;

/** The round length (1, 2 or 5 times a power of ten, Å) nearest below a share of a view whose pixels show so many Å. */
export function roundLength(pixelSize: number, width: number): number {
  const most = SHARE * width * pixelSize;
  const power = 10 ** Math.floor(Math.log10(most));
  return power * (([5, 2].find((factor) => factor * power <= most) ?? 1) as number);
}

/** "20 Å", from a micrometre on in nm. */
export function lengthText(length: number): string {
  return length >= 1000 ? `${length / 10} nm` : `${Number(length.toPrecision(4))} Å`;
}
