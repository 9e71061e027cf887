// Base45 (RFC 9285).

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** Decodes a text, or returns null. */
export function decodeBase45(text) {
  const bytes = [];
  for (let start = 0; start < text.length; start += 3) {
    const digits = [...text.slice(start, start + 3)].map((character) => ALPHABET.indexOf(character));
    const number = digits.reduce((sum, digit, place) => sum + digit * 45 ** place, 0);
    if (digits.length === 1 || digits.includes(-1) || number >= 256 ** (digits.length - 1)) return null;
    if (digits.length === 3) bytes.push(number >> 8);
    bytes.push(number & 255);
  }
  return Uint8Array.from(bytes);
}
