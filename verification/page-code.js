// Checks the signed code of a page as docs/page-code.md says. Nothing here touches the page or the network.

import { decodeBase45 } from "./base45.js";
import { Malformed, decode, encodeString } from "./cbor.js";
import { compressedKey, hex, isSignature, jwkKey, sha256 } from "./p256.js";

const PREFIX = "KOFU2:";
const CERTIFICATE = -65537;
const ES256 = -7;
const KINDS = 8;

/**
 * Checks the content of a code with a JWK set.
 * Returns {verdict, statement}. Verdicts: "valid"; "foreign" (not a code of this kind), "malformed",
 * "unknown-key" (its issuer is not among the keys), "forged" (a signature does not fit), "expired-key" (signed outside
 * the time for which its key was certified). Without "valid" the statement is what somebody claims, or null.
 */
export async function check(content, jwks) {
  if (!content.startsWith(PREFIX)) return { verdict: "foreign", statement: null };
  let message;
  let statement;
  try {
    message = sign1(decodeBase45(content.slice(PREFIX.length)), 1);
    statement = readStatement(untagged(message.payload));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { verdict: "malformed", statement: null };
  }
  return { verdict: await judge(message, statement, jwks), statement };
}

async function judge(message, statement, jwks) {
  let certificate;
  try {
    certificate = sign1(message.unprotected.get(CERTIFICATE), 2);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return "malformed";
  }
  const issuer = await issuerOf(certificate.protected.get(4), jwks);
  if (!issuer) return "unknown-key";
  if (!await isSigned(certificate, issuer, "kofu/page-key/v1")) return "forged";
  const claims = readClaims(untagged(certificate.payload));
  const key = claims && await compressedKey(claims.x, claims.odd);
  if (!key || !await isSigned(message, key, "kofu/page/v2")) return "forged";
  const inTime = claims.notBefore <= statement.issuedAt && statement.issuedAt < claims.notAfter;
  return inTime ? "valid" : "expired-key";
}

function sign1(bytes, protectedSize) {
  if (!(bytes instanceof Uint8Array) || !bytes.length) throw new Malformed();
  const { tag, value } = decode(bytes);
  if (tag !== 18 || !Array.isArray(value) || value.length !== 4) throw new Malformed();
  const [protectedBytes, unprotected, payload, signature] = value;
  if (![protectedBytes, payload, signature].every((part) => part instanceof Uint8Array)) throw new Malformed();
  const header = untagged(protectedBytes);
  const right = header instanceof Map && header.get(1) === ES256 && header.size === protectedSize;
  if (!right || !(unprotected instanceof Map) || unprotected.size !== 2 - protectedSize) throw new Malformed();
  return { protected: header, protectedBytes, unprotected, payload, signature };
}

function untagged(bytes) {
  if (!bytes.length) throw new Malformed();
  const { tag, value } = decode(bytes);
  if (tag !== null) throw new Malformed();
  return value;
}

async function issuerOf(keyId, jwks) {
  if (!(keyId instanceof Uint8Array)) return null;
  for (const jwk of jwks.keys) {
    const digest = await sha256(new TextEncoder().encode(jwk.kid));
    if (jwk.purpose === "page-key" && hex(digest.slice(0, 4)) === hex(keyId)) return jwkKey(jwk);
  }
  return null;
}

function isSigned(message, key, context) {
  if (message.signature.length !== 64) return false;
  const parts = ["Signature1", message.protectedBytes, new TextEncoder().encode(context), message.payload];
  const structure = [0x84];
  for (const part of parts) structure.push(...encodeString(part));
  return isSignature(key, message.signature, Uint8Array.from(structure));
}

function readClaims(claims) {
  if (!(claims instanceof Map) || claims.get(3) !== "kofu-page") return null;
  const [notAfter, notBefore, confirmation] = [claims.get(4), claims.get(5), claims.get(8)];
  const key = confirmation instanceof Map ? confirmation.get(1) : null;
  if (!(key instanceof Map) || key.get(1) !== 2 || key.get(-1) !== 1) return null;
  const [x, odd] = [key.get(-2), key.get(-3)];
  const right = x instanceof Uint8Array && typeof odd === "boolean" && isInteger(notAfter) && isInteger(notBefore);
  return right ? { notAfter, notBefore, x, odd } : null;
}

function readStatement(members) {
  if (!(members instanceof Map) || members.size !== 9) throw new Malformed();
  const [municipality, kind, issuanceId, issuedAt, pages, fields, leftOut, textDigest, imprintDigest] =
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => members.get(number));
  const right = [municipality, issuanceId].every((text) => typeof text === "string")
    && [kind, issuedAt, leftOut].every(isInteger) && kind >= 1 && kind <= KINDS
    && Array.isArray(pages) && pages.length === 2 && pages.every(isInteger)
    && Array.isArray(fields) && fields.length % 2 === 0
    && fields.every((part, place) => (place % 2 ? typeof part === "string" : isInteger(part)))
    && [textDigest, imprintDigest].every((digest) => digest instanceof Uint8Array);
  if (!right) throw new Malformed();
  return {
    municipality, kind, issuanceId, issuedAt, page: pages[0], pages: pages[1], leftOut, textDigest, imprintDigest,
    fields: Array.from({ length: fields.length / 2 }, (_, place) => [fields[2 * place], fields[2 * place + 1]]),
  };
}

function isInteger(value) {
  return Number.isInteger(value);
}

/** Digests the texts of a page, one a line, as member 8 of a statement does. */
export async function digestOfLines(lines) {
  const folded = lines
    .map((line) => line.replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0)))
    .map((line) => line.replace(/\s+/g, ""))
    .filter((line) => line);
  return sha256(new TextEncoder().encode(folded.map((line) => `${line}\n`).join("")));
}
