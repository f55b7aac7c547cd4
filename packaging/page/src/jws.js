// Taking a compact JWS apart, strictly (RFC 7515 §2, §3.1 and §5.2).

import { decodeSegment, latin1, utf8 } from "./bytes.js";
import { isObject } from "./fields.js";
import { malformed, parse } from "./json.js";
import { N_ } from "./words.js";

const SHAPE = /^[A-Za-z0-9_+/=-]*(\.[A-Za-z0-9_+/=-]*)*$/;

/** Whether `text` sets out to be a compact JWS or SD-JWT, even one that is damaged. */
export function looksLike(text) {
  const [token] = text.split("~", 1);
  return /^e[yw]/.test(token) && token.split(".").length <= 3 && SHAPE.test(token);
}

/** Header, payload, signature and signing input of a compact JWS; a Refusal for anything else. */
export function split(data, name) {
  const parts = typeof data === "string" ? data : latin1(data);
  const [head, body, ...rest] = parts.split(".");
  if (!rest.length) throw malformed(N_("{name} is cut short"), name);
  let segments;
  try {
    segments = [head, body, rest.join(".")].map(decodeSegment);
  } catch {
    throw malformed(N_("the encoding of {name} is damaged"), name);
  }
  const header = parse(segments[0], name);
  if (!isObject(header)) throw malformed(N_("{name} does not say how it was signed"), name);
  return { header, payload: segments[1], signature: segments[2], signingInput: utf8(`${head}.${body}`) };
}
