/**
 * Normal form C as the tokenizers have it that normalize: by the tables of Unicode 9.
 *
 * The runtime's tables are newer. To those of Unicode 9, a mark that was added later is a character
 * like any other: it stays where it is and nothing moves across it. So the text between such marks is
 * normalized, and they are left alone.
 *
 * @module
 */

/** Characters since Unicode 10 that take part in normalization; up to Unicode 16. */
const LATER_MARKS_REGEXP =
  /([\u07fd\u0897-\u089f\u08ca-\u08d3\u09fe\u0c3c\u0d3b-\u0d3c\u0eba\u1715\u1abf-\u1ace\u1df6-\u1dfa\ua82c\u{105c9}\u{105e4}\u{10d24}-\u{10d27}\u{10d69}-\u{10d6d}\u{10eab}-\u{10eac}\u{10efd}-\u{10eff}\u{10f46}-\u{10f50}\u{10f82}-\u{10f85}\u{11070}\u{1133b}\u{11383}\u{11385}\u{1138e}\u{11391}\u{113c5}\u{113c7}-\u{113c8}\u{113ce}-\u{113d0}\u{1145e}\u{11839}-\u{1183a}\u{11938}\u{1193d}-\u{1193e}\u{11943}\u{119e0}\u{11a34}\u{11a47}\u{11a99}\u{11d42}\u{11d44}-\u{11d45}\u{11d97}\u{11f41}-\u{11f42}\u{16121}-\u{16128}\u{1612f}\u{16d68}-\u{16d6a}\u{16ff0}-\u{16ff1}\u{1e08f}\u{1e130}-\u{1e136}\u{1e2ae}\u{1e2ec}-\u{1e2ef}\u{1e4ec}-\u{1e4ef}\u{1e5ee}-\u{1e5ef}]+)/u;

/** Puts a text into normal form C. */
export function toNormalForm(text: string): string {
  const parts = text.split(LATER_MARKS_REGEXP);
  return parts.map((part, i) => i % 2 === 0 ? part.normalize("NFC") : part).join("");
}
