// What the municipality publishes beside this page: keys.json and void.json. Nothing else is ever fetched.

import { fromBase64url, isSignature, jwkKey } from "./p256.js";

/** Loads the keys; null when they are not to be had. */
export async function loadKeys() {
  const keys = await load("keys.json");
  return keys && Array.isArray(keys.keys) ? keys : null;
}

/** Loads the void list and checks its signature; null when it is not to be had or not genuine. */
export async function loadVoidList(jwks) {
  const published = await load("void.json");
  if (!published) return null;
  try {
    const header = parse(published.protected);
    const jwk = jwks.keys.find((key) => key.purpose === "void-list" && key.kid === header.kid);
    if (!jwk || header.alg !== "ES256" || header.typ !== "kofu-void-list+jws") return null;
    const signed = new TextEncoder().encode(`${published.protected}.${published.payload}`);
    const right = await isSignature(await jwkKey(jwk), fromBase64url(published.signature), signed);
    return right ? parse(published.payload) : null;
  } catch {
    return null;
  }
}

async function load(name) {
  try {
    const answer = await fetch(name, { cache: "no-cache", credentials: "omit" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function parse(part) {
  return JSON.parse(new TextDecoder().decode(fromBase64url(part)));
}
