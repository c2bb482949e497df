/*
 * The parts of the zip format that are used (PKWARE APPNOTE 6.3.3): entries stored or deflated, no encryption, one disk,
 * no zip64. Numbers are little-endian.
 */
export const SIGNATURE = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
export const BYTES = { local: 30, central: 46, end: 22 } as const;
export const METHOD = { stored: 0, deflated: 8 } as const;
/** Bit 11: names are UTF-8. Bit 0: encrypted. */
export const FLAG = { encrypted: 1, utf8: 0x0800 } as const;
/** What a 32-bit field holds when the number is in a zip64 extension. */
export const IN_ZIP64 = 0xffffffff;
/** Longest comment after the end record. */
export const LONGEST_COMMENT = 0xffff;
/** Archives larger than this are neither written nor read: Node takes no more at once. */
export const MOST_ARCHIVE = 2 ** 31 - 1;
