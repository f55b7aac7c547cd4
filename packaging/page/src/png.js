// Badges baked into PNG pictures (wallet/formats/png.py; Open Badges 2.0 "Baking", 3.0 §5.3).

import { unzlib, TooLarge } from "./inflate.js";
import { ascii, joined, latin1, startsWith } from "./bytes.js";
import { Refusal } from "./problem.js";
import { N_ } from "./words.js";

export const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MAX_TEXT = 4 * 1024 * 1024;
const KEYWORDS = new Set(["openbadges", "openbadgecredential"]);
const TEXTS = new Set(["tEXt", "zTXt", "iTXt"]);

export const isPng = (data) => startsWith(data, SIGNATURE);

/** The different badge payloads in a PNG, in order, each exactly as it was baked. */
export function payloads(data, name) {
  const found = new Map();
  for (const [kind, body] of chunks(data, name)) {
    if (!TEXTS.has(kind)) continue;
    const end = body.indexOf(0);
    const keyword = latin1(end < 0 ? body : body.subarray(0, end));
    if (!KEYWORDS.has(keyword)) continue;
    const payload = trimmed(textOf(kind, end < 0 ? joined() : body.subarray(end + 1), name));
    if (payload.length) found.set(latin1(payload), payload);
  }
  return [...found.values()];
}

function trimmed(data) {
  const blank = (byte) => byte === 0 || byte === 0x20 || byte === 9 || byte === 10 || byte === 13;
  let [start, end] = [0, data.length];
  while (start < end && blank(data[start])) start += 1;
  while (end > start && blank(data[end - 1])) end -= 1;
  return data.subarray(start, end);
}

function* chunks(data, name) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let place = SIGNATURE.length;
  for (let number = 0; number < 100_000; number += 1) {
    if (place + 12 > data.length) throw damaged(name);
    const end = place + 8 + view.getUint32(place);
    const kind = ascii(data.subarray(place + 4, place + 8));
    if (end + 4 > data.length || (number === 0) !== (kind === "IHDR")) throw damaged(name);
    if (view.getUint32(end) !== crc32(data.subarray(place + 4, end))) throw damaged(name);
    if (kind === "IEND") return;
    yield [kind, data.subarray(place + 8, end)];
    place = end + 4;
  }
  throw damaged(name);
}

function textOf(kind, rest, name) {
  if (kind === "tEXt") return rest;
  if (kind === "zTXt") return unpacked(rest.subarray(1), name);
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0 || rest[0] > 1 || rest[1] !== 0) throw damaged(name);
  const text = rest.subarray(translated + 1);
  return rest[0] === 1 ? unpacked(text, name) : text;
}

function unpacked(data, name) {
  try {
    return unzlib(data, MAX_TEXT);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw damaged(name);
    throw new Refusal("too-large", N_("the badge inside {name} is far too large"),
      N_("ask its issuer for the badge in another form"), { name });
  }
}

const damaged = (name) => new Refusal("damaged-picture", N_("the picture {name} is damaged or cut short"),
  N_("download it again, as the original file and not as a screenshot"), { name });

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(data) {
  let crc = 0xffffffff;
  for (const byte of data) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
