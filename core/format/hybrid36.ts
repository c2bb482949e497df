const UPPER = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * A number in a field of `width` characters: decimal while it fits, then base 36 with a leading capital, then
 * with a leading small letter (R. W. Grosse-Kunstleve, http://cci.lbl.gov/hybrid_36). Null when even that is too short.
 */
export function encodeHybrid36(value: number, width: 4 | 5): string | null {
  const decimals = 10 ** width;
  if (value < decimals && value > -decimals / 10) return String(value).padStart(width);
  const block = 26 * 36 ** (width - 1);
  const beyond = value - decimals;
  if (beyond < 0 || beyond >= 2 * block) return null;
  const digits = base36((beyond % block) + 10 * 36 ** (width - 1));
  return beyond < block ? digits : digits.toLowerCase();
}

/** The number of a hybrid-36 field (blanks around it ignored); null when the characters are no such number. */
export function decodeHybrid36(field: string, width: 4 | 5): number | null {
  const text = field.trim();
  if (isDecimal(text)) return Number(text);
  if (text.length !== width) return null;
  const isUpper = /^[A-Z][0-9A-Z]+$/.test(text);
  if (!isUpper && !/^[a-z][0-9a-z]+$/.test(text)) return null;
  const block = 26 * 36 ** (width - 1);
  const value = Number.parseInt(text, 36) - 10 * 36 ** (width - 1) + 10 ** width;
  return isUpper ? value : value + block;
}

/** Digits with an optional minus; by character codes because every atom line asks twice. */
function isDecimal(text: string): boolean {
  const first = text.charCodeAt(0) === 45 ? 1 : 0;
  for (let n = first; n < text.length; n++) {
    const code = text.charCodeAt(n);
    if (code < 48 || code > 57) return false;
  }
  return text.length > first;
}

function base36(value: number): string {
  let text = "";
  for (let rest = value; rest > 0; rest = Math.floor(rest / 36)) text = UPPER[rest % 36] + text;
  return text;
}
