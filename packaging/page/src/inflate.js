// Inflating within bounds: what comes in may be made to grow a thousandfold.

import { Inflate, Gunzip, Unzlib } from "fflate";
import { joined } from "./bytes.js";

const PIECE = 1024;

export class TooLarge extends Error {}

/** Inflates `data`; throws TooLarge beyond `limit` bytes, and an Error where it is damaged or cut short. */
function inflated(stream, data, limit) {
  const parts = [];
  let size = 0;
  let ended = false;
  stream.ondata = (part, final) => {
    size += part.length;
    if (size > limit) throw new TooLarge("too large");
    parts.push(part);
    ended = final;
  };
  for (let place = 0; place < data.length || place === 0; place += PIECE) {
    stream.push(data.subarray(place, place + PIECE), place + PIECE >= data.length);
  }
  if (!ended) throw new Error("cut short");
  return joined(...parts);
}

export const unzlib = (data, limit) => inflated(new Unzlib(), data, limit);
export const gunzip = (data, limit) => inflated(new Gunzip(), data, limit);

/** Inflates a raw deflate stream that ends exactly with the last byte of `data`. */
export function inflateExactly(data, limit, dictionary) {
  const stream = () => new Inflate(dictionary ? { dictionary } : {});
  const whole = inflated(stream(), data, limit);
  // One that is still whole without its last byte has bytes behind its end.
  let shorter = true;
  try {
    inflated(stream(), data.subarray(0, -1), limit);
  } catch {
    shorter = false;
  }
  if (shorter) throw new Error("bytes after the end");
  return whole;
}
