// Reading loosely written JSON (wallet/formats/fields.py): what is of another shape is null or
// empty, never an error.

export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** `value` as a list: nothing, one thing, or the list it is. */
export const items = (value) => (value == null ? [] : Array.isArray(value) ? value : [value]);

/** The types of an object, a string or an array of strings, compared exactly. */
export const types = (value) => new Set(items(value).filter((one) => typeof one === "string"));

/** A property that is the object's own: a name out of a credential may be "constructor". */
export const own = (object, name) => (isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined);

/** A text: a string, a number, a language map, or the first of a list of those. */
export function text(value, language = null) {
  if (typeof value === "string") return value.trim() ? value : null;
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return firstOf(value, (one) => text(one, language));
  if (!isObject(value)) return null;
  if ("@value" in value) return text(value["@value"]);
  const order = [...(language ? [language] : []), "en", ...Object.keys(value)];
  return firstOf(order, (key) => text(own(value, key)));
}

/** The first thing but null that `make` makes of `values`. */
export function firstOf(values, make) {
  for (const one of values) {
    const found = make(one);
    if (found) return found;
  }
  return null;
}

/** The object that `value` is, or the first one in a list. */
export const firstObject = (value) => items(value).find(isObject) ?? null;

/** An address: a string, or the `id` of an object (or of the first in a list). */
export function address(value) {
  for (const one of items(value)) {
    if (typeof one === "string" && one.trim()) return one;
    if (isObject(one)) {
      const found = "id" in one ? one.id : one["@id"];
      if (typeof found === "string") return found;
    }
  }
  return null;
}

export function number(value) {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !value.trim()) return null;
  const found = Number(value);
  return Number.isNaN(found) ? null : found;
}

const PARTS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** An address taken apart, unchanged (a URL object would rewrite it on the way). */
export function urlParts(url) {
  const [, scheme = "", netloc = "", path = "", query = "", fragment = ""] = PARTS.exec(url);
  const hostname = netloc.slice(netloc.lastIndexOf("@") + 1).replace(/:\d*$/, "").toLowerCase();
  return { scheme: scheme.toLowerCase(), netloc, hostname, path, query, fragment };
}

export const withoutFragment = (url) => url.split("#", 1)[0];
