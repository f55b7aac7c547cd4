// Web documents by address, as they were enclosed with the page, each with its date. Asking here
// never opens a connection: the page has none.

import { decodeBase64 } from "./bytes.js";
import { isObject, items } from "./fields.js";
import { parseMoment } from "./moment.js";

export const NONE = { get: () => null };

/** Documents of a list of {url, data (base64), fetched_at, status}. */
export function enclosedDocuments(listed) {
  const found = new Map();
  for (const one of items(listed)) {
    if (!isObject(one) || typeof one.url !== "string" || typeof one.data !== "string") continue;
    const asOf = parseMoment(one.fetched_at)?.at ?? null;
    found.set(one.url, { url: one.url, data: decodeBase64(one.data), asOf, status: one.status ?? 200 });
  }
  return { get: (url) => found.get(url) ?? null };
}
