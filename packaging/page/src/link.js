// Shared links: what stands behind the "#" of BASE#1bTEXT and BASE#1nDIGITS. Either carries the
// same bytes: how they are compressed, then the packet of credentials, exactly as they were signed.
// What is not exact is refused.

import { DICTIONARY } from "virtual:facts";
import { decodeBase64, decodeSegment, encodeSegment, utf8 } from "./bytes.js";
import { TooLarge, inflateExactly } from "./inflate.js";
import { Refusal } from "./problem.js";
import { N_ } from "./words.js";

export const MAX_LINK = 200_000;
export const MAX_PACKET = 2_000_000;
export const MAX_ITEMS = 50;
/** How many digits stand for a last block of so many bytes. */
const DIGITS = [0, 3, 5, 8, 10, 13, 15, 17];

/** Whether a fragment (without "#") sets out to be a shared link. */
export const isLink = (fragment) => /^[0-9][a-z]/.test(fragment);

/** The payloads in a fragment, each the exact bytes of a credential. */
export function payloadsOf(fragment) {
  if (fragment.length > MAX_LINK) throw tooLarge();
  if (fragment[0] !== "1") throw newer();
  if (fragment[1] === "b") return items(unpacked(ofText(fragment.slice(2))));
  if (fragment[1] === "n") return items(unpacked(ofDigits(fragment.slice(2))));
  throw newer();
}

function ofText(text) {
  try {
    if (text) return decodeSegment(text);
  } catch {
    // told below
  }
  throw damaged();
}

/** Blocks of 7 bytes as big-endian integers of 17 digits; 17 digits are more than a Number holds. */
function ofDigits(digits) {
  const rest = DIGITS.indexOf(digits.length % 17);
  if (!/^[0-9]+$/.test(digits) || rest < 0) throw damaged();
  const data = new Uint8Array(Math.floor(digits.length / 17) * 7 + rest);
  for (let place = 0, start = 0; start < digits.length; place += 7, start += 17) {
    const size = Math.min(7, data.length - place);
    let block = BigInt(digits.slice(start, start + 17));
    if (block >= 256n ** BigInt(size)) throw damaged();
    for (let byte = size - 1; byte >= 0; byte -= 1) {
      data[place + byte] = Number(block & 0xffn);
      block >>= 8n;
    }
  }
  return data;
}

function unpacked(data) {
  const [kind] = data;
  if (kind !== 0 && !(kind === 1 && DICTIONARY)) throw newer();
  try {
    return inflateExactly(data.subarray(1), MAX_PACKET, kind === 1 ? decodeBase64(DICTIONARY) : null);
  } catch (error) {
    throw error instanceof TooLarge ? tooLarge() : damaged();
  }
}

function items(packet) {
  const reader = new Packet(packet);
  const found = [];
  while (!reader.ended()) {
    if (found.length === MAX_ITEMS) throw tooLarge();
    found.push(reader.item());
  }
  if (!found.length) throw damaged();
  return found;
}

class Packet {
  constructor(data) {
    this.data = data;
    this.place = 0;
  }

  ended() {
    return this.place === this.data.length;
  }

  item() {
    const kind = String.fromCharCode(this.data[this.place]);
    this.place += 1;
    if (kind === "t") return utf8([this.part(), this.part(), this.part()].map(encodeSegment).join("."));
    if (kind !== "j" && kind !== "s") throw newer();
    const body = this.part();
    if (!body.length || (kind === "j" && body[0] !== 0x7b) || !isUtf8(body)) throw damaged();
    return body;
  }

  part() {
    const length = this.varint();
    const end = this.place + length;
    if (end > this.data.length) throw damaged();
    const part = this.data.subarray(this.place, end);
    this.place = end;
    return part;
  }

  /** Unsigned LEB128 in its shortest form, four bytes at most. */
  varint() {
    let value = 0;
    for (let size = 0; size < 4; size += 1) {
      const byte = this.data[this.place];
      if (byte === undefined) throw damaged();
      this.place += 1;
      value += (byte & 0x7f) * 128 ** size;
      if (byte < 0x80) {
        if (byte === 0 && size > 0) throw damaged();
        return value;
      }
    }
    throw damaged();
  }
}

function isUtf8(data) {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(data);
    return true;
  } catch {
    return false;
  }
}

const AGAIN = N_("ask whoever sent it for the whole link, or for the badge as a file");
const damaged = () => new Refusal("link-damaged", N_("this link is damaged or cut short"), AGAIN);
const tooLarge = () => new Refusal("link-too-large", N_("this link holds more than a link may"), AGAIN);
const newer = () => new Refusal("link-newer", N_("this link was made by a newer version of the program"),
  N_("open it with a newer verifying page, or ask for the badge as a file"));
