/**
 * `count` (2 or more) directions spread evenly over the unit sphere along a spiral, xyz triplets: heights from −1 to 1
 * in equal steps, azimuths that grow by 3.6 ⁄ √(count (1 − h²)), 0 at both poles (Saff & Kuijlaars 1997, as Q-scores
 * place their points).
 */
export function spherePoints(count: number): Float64Array {
  const xyz = new Float64Array(3 * count);
  let azimuth = 0;
  for (let k = 0; k < count; k++) {
    const h = -1 + (2 * k) / (count - 1);
    const isPole = k === 0 || k === count - 1;
    azimuth = isPole ? 0 : azimuth + 3.6 / Math.sqrt(count * (1 - h * h));
    const across = Math.sqrt(Math.max(0, 1 - h * h));
    xyz[3 * k] = across * Math.cos(azimuth);
    xyz[3 * k + 1] = across * Math.sin(azimuth);
    xyz[3 * k + 2] = h;
  }
  return xyz;
}
