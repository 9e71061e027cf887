// The part of CBOR that the page code uses, in its one deterministic form (docs/page-code.md).
// Maps become Map, with integers as keys; integers up to 2^53.

export class Malformed extends Error {}

const SHORT = 24;

/** Decodes exactly one value after an optional tag; returns {tag, value}. */
export function decode(bytes) {
  const reader = new Reader(bytes);
  const tag = bytes[0] >> 5 === 6 ? reader.head()[1] : null;
  const value = reader.value(8);
  if (reader.at !== bytes.length) throw new Malformed();
  return { tag, value };
}

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  head() {
    const first = this.take(1)[0];
    const short = first & 0x1f;
    if (short < SHORT) return [first >> 5, short];
    if (short > 27) throw new Malformed();
    const width = 1 << (short - SHORT);
    let argument = 0n;
    for (const byte of this.take(width)) argument = (argument << 8n) | BigInt(byte);
    const least = width === 1 ? BigInt(SHORT) : 1n << BigInt(4 * width);
    if (argument < least || argument > BigInt(Number.MAX_SAFE_INTEGER)) throw new Malformed();
    return [first >> 5, Number(argument)];
  }

  value(depth) {
    if (!depth) throw new Malformed();
    const first = this.bytes[this.at];
    const [major, argument] = this.head();
    switch (major) {
      case 0: return argument;
      case 1: return -1 - argument;
      case 2: return this.take(argument);
      case 3: return this.text(argument);
      case 4: return Array.from({ length: this.count(argument) }, () => this.value(depth - 1));
      case 5: return this.map(this.count(argument), depth - 1);
    }
    if (first !== 0xf4 && first !== 0xf5) throw new Malformed();
    return first === 0xf5;
  }

  take(count) {
    if (this.at + count > this.bytes.length) throw new Malformed();
    this.at += count;
    return this.bytes.slice(this.at - count, this.at);
  }

  text(size) {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.take(size));
    } catch {
      throw new Malformed();
    }
  }

  count(items) {
    if (items > this.bytes.length - this.at) throw new Malformed();
    return items;
  }

  map(pairs, depth) {
    const found = new Map();
    let before = "";
    for (let pair = 0; pair < pairs; pair += 1) {
      const start = this.at;
      const key = this.value(depth);
      const written = String.fromCharCode(...this.bytes.slice(start, this.at));
      if (typeof key !== "number" || written <= before) throw new Malformed();
      found.set(key, this.value(depth));
      before = written;
    }
    return found;
  }
}

/** Encodes a byte string or a text as a Sig_structure has them. */
export function encodeString(value) {
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  const major = typeof value === "string" ? 0x60 : 0x40;
  const { length } = bytes;
  const head = length < SHORT ? [major | length]
    : length < 256 ? [major | 24, length]
      : [major | 25, length >> 8, length & 255];
  return Uint8Array.from([...head, ...bytes]);
}
