// Making shared links: what link.js reads (wallet/formats/packet.py and wallet/formats/link.py have
// the form). The bytes that were signed go in, as they are.

import { Deflate } from "fflate";
import { DICTIONARY } from "virtual:facts";
import { decodeBase64, decodeSegment, encodeSegment, joined, latin1, utf8 } from "./bytes.js";
import { MAX_ITEMS, MAX_LINK, MAX_PACKET } from "./link.js";
import { Refusal } from "./problem.js";
import { N_ } from "./words.js";

const BRACE = 0x7b;

/** The text `BASE#1b…` that carries `payloads`; a Refusal where no reader would take it. */
export function linkTo(payloads, base) {
  const link = `${base}#${fragmentOf(payloads)}`;
  if (link.length > MAX_LINK) throw tooLarge();
  return link;
}

/** What stands behind the "#". */
export const fragmentOf = (payloads) => `1b${encodeSegment(packed(payloads))}`;

/** What a link's text is of: how it is compressed, then the packet, in the shortest of the ways there are. */
function packed(payloads) {
  const pieces = payloads.flatMap(item);
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (payloads.length > MAX_ITEMS || size > MAX_PACKET) throw tooLarge();
  const ways = pieces.length === payloads.length ? [pieces] : [pieces, [joined(...pieces)]];
  const dictionary = decodeBase64(DICTIONARY);
  const made = [
    ...ways.map((way) => joined([1], deflated(way, dictionary))),
    ...ways.map((way) => joined([0], deflated(way))),
  ];
  return made.reduce((least, one) => (one.length < least.length ? one : least));
}

/** One deflate stream of `pieces`, each in blocks of its own. */
function deflated(pieces, dictionary) {
  const parts = [];
  const stream = new Deflate({ level: 9, ...(dictionary && { dictionary }) }, (part) => parts.push(part));
  for (const [place, piece] of pieces.entries()) {
    const last = place === pieces.length - 1;
    stream.push(piece, last);
    if (!last) stream.flush();
  }
  return joined(...parts);
}

/** An item in pieces: a signature is noise, and compressed apart it spoils no text. */
function item(payload) {
  if (payload[0] === BRACE) return [joined([0x6a], part(payload))];
  const segments = latin1(payload).split(".");
  if (segments.length === 3) {
    try {
      const [head, body, signature] = segments.map(decodeSegment);
      return [joined([0x74], part(head), part(body), varint(signature.length)), signature];
    } catch {
      // carried as the text it is
    }
  }
  return [joined([0x73], part(payload))];
}

const part = (data) => joined(varint(data.length), data);

/** `number` as unsigned LEB128, in its shortest form. */
function varint(number) {
  const bytes = [];
  let rest = number;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

export const tooLarge = () => new Refusal("too-large-for-link", N_("this is too much for a link"),
  N_("share fewer badges at a time, or share them as files"));
