// Signatures ES256, and points of P-256 in their compressed form, which WebCrypto does not read.

const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };

/** Reads a public key from its x coordinate and the parity of y; null when there is no such point. */
export function compressedKey(x, odd) {
  if (x.length !== 32) return null;
  const number = BigInt(`0x${hex(x)}`);
  if (number >= P) return null;
  const square = (((number * number - 3n) * number + B) % P + P) % P;
  const root = power(square, (P + 1n) / 4n);
  if ((root * root) % P !== square) return null;
  const y = (root % 2n === 1n) === odd ? root : P - root;
  return importKey(base64url(x), base64url(fromHex(y.toString(16).padStart(64, "0"))));
}

/** Reads a public key from a JWK. */
export function jwkKey(jwk) {
  return importKey(jwk.x, jwk.y);
}

/** Whether a signature (r || s) fits. */
export function isSignature(key, signature, message) {
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, message);
}

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromBase64url(text) {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(padded), (character) => character.charCodeAt(0));
}

function importKey(x, y) {
  return crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", x, y }, ALGORITHM, false, ["verify"]);
}

function power(base, exponent) {
  let result = 1n;
  for (let square = base; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

function fromHex(text) {
  return Uint8Array.from(text.match(/../g), (pair) => Number.parseInt(pair, 16));
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
