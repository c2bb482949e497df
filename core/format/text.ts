// Arguments of one call; engines allow some 65 000 and more.
const PIECE = 8192;

const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/** The text of a stretch of bytes: UTF-8, each undecodable byte as one Latin-1 character. */
export function decodeText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = "";
  for (let n = start; n < end; n += PIECE) {
    const piece = bytes.subarray(n, Math.min(end, n + PIECE));
    if (piece.some((byte) => byte >= 0x80)) return text + decodeUtf8(bytes, n, end);
    text += String.fromCharCode(...piece);
  }
  return text;
}

/**
 * The decimal number ("-12.345") in a stretch of bytes; NaN when it holds anything else, exponents and blanks
 * included. Exact: digits are gathered as a whole number and divided once by a power of ten.
 */
export function decodeDecimal(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end) return Number.NaN;
  if (bytes[start] === 45) return -unsignedDecimal(bytes, start + 1, end);
  return unsignedDecimal(bytes, bytes[start] === 43 ? start + 1 : start, end);
}

/** A number as CIF writes it, its standard uncertainty in parentheses cut off; NaN when it is none. */
export function decodeNumber(text: string): number {
  const bracket = text.indexOf("(");
  const digits = bracket > 0 ? text.slice(0, bracket) : text;
  return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(digits) ? Number(digits) : Number.NaN;
}

/** UTF-8 bytes of a text; lone surrogates become "?". */
export function encodeText(text: string): Uint8Array {
  const bytes = new Uint8Array(3 * text.length);
  let length = 0;
  for (let n = 0; n < text.length; n++) {
    const code = text.codePointAt(n) ?? 63;
    if (code < 0x80) {
      bytes[length++] = code;
      continue;
    }
    if (code > 0xffff) n++;
    for (const byte of utf8Bytes(code)) bytes[length++] = byte;
  }
  return bytes.slice(0, length);
}

function unsignedDecimal(bytes: Uint8Array, start: number, end: number): number {
  let digits = 0;
  let point = -1;
  for (let n = start; n < end; n++) {
    const digit = bytes[n] - 48;
    if (digit >= 0 && digit <= 9) digits = 10 * digits + digit;
    else if (bytes[n] === 46 && point < 0) point = n;
    else return Number.NaN;
  }
  if (end - start < (point < 0 ? 1 : 2)) return Number.NaN;
  if (point < 0) return digits;
  const decimals = end - 1 - point;
  return digits / (decimals < POWERS.length ? POWERS[decimals] : 10 ** decimals);
}

function utf8Bytes(code: number): number[] {
  if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 63)];
  if (code >= 0xd800 && code <= 0xdfff) return [63];
  if (code < 0x10000) return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
}

function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let n = start; n < end; n++) {
    const lead = bytes[n];
    const more = followers(lead);
    let code = more === 0 ? lead : lead & (63 >> more);
    let good = n + more < end;
    for (let m = 1; m <= more && good; m++) {
      good = (bytes[n + m] & 0xc0) === 0x80;
      code = (code << 6) | (bytes[n + m] & 63);
    }
    if (!good || code > 0x10ffff) {
      text += String.fromCharCode(lead);
      continue;
    }
    text += String.fromCodePoint(code);
    n += more;
  }
  return text;
}

/** How many bytes follow the first of a UTF-8 character. */
function followers(lead: number): 0 | 1 | 2 | 3 {
  if (lead >= 0xf0 && lead < 0xf8) return 3;
  if (lead >= 0xe0 && lead < 0xf0) return 2;
  return lead >= 0xc0 && lead < 0xe0 ? 1 : 0;
}
