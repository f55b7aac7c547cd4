// Bytes and the texts they are written as.

import { base64urlnopad } from "@scure/base";

export const utf8 = (text) => new TextEncoder().encode(text);
export const ascii = (data) => String.fromCharCode(...data);

/** `data` byte for byte as characters, and back. */
export function latin1(data) {
  let text = "";
  for (let place = 0; place < data.length; place += 8192) text += ascii(data.subarray(place, place + 8192));
  return text;
}

export const ofLatin1 = (text) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

export const startsWith = (data, magic) => magic.every((byte, place) => data[place] === byte);

/** The bytes of base64url `text`; throws unless it is the one way to write them (RFC 4648 §3.5). */
export function decodeSegment(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Error("not base64url");
  return base64urlnopad.decode(text);
}

export const encodeSegment = (data) => base64urlnopad.encode(data);

/** The bytes of base64 `text`, padded or not; throws for foreign characters. */
export function decodeBase64(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Error("not base64");
  return ofLatin1(atob(text));
}

const SPACES = new Set([0x20, 0x09, 0x0d, 0x0a]);

/** `data` without a byte order mark before it and white space around it. */
export function stripped(data) {
  let start = startsWith(data, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  let end = data.length;
  while (start < end && SPACES.has(data[start])) start += 1;
  while (end > start && SPACES.has(data[end - 1])) end -= 1;
  return data.subarray(start, end);
}

export const encodeBase64 = (data) => btoa(latin1(data));
