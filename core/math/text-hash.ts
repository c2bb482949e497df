/**
 * 53 bits of a text as a short word, to tell texts apart that differ by accident: two FNV-1a passes (Fowler, Noll and Vo) with
 * different offsets. No protection against anyone who means it.
 */
export function textHash(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt(n);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x01000193) ^ (low >>> 13);
  }
  return (4294967296 * (high & 0x1fffff) + (low >>> 0)).toString(36);
}
