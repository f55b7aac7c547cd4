// Laying a document against the classes of its data model (wallet/verify/shapes), which are built
// in as a table. The first thing that does not fit is told, in the order in which msgspec looks:
// each member as it comes, then what is missing, then what depends on more than one value.

import { SHAPES } from "virtual:facts";
import { isObject, own } from "./fields.js";

const VC_1 = "https://www.w3.org/2018/credentials/v1";
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:([Zz])|[+-](\d{2}):?(\d{2}))?$/;
const FITS = new Map(Object.entries(SHAPES.kinds).map(([name, { pattern, listed }]) => {
  const expression = new RegExp(pattern);
  const words = new Set(listed);
  return [name, (text) => words.has(text) || expression.test(text)];
}));

/** {path, what, expected} of the first thing in `document` that is not as the class `shape` asks; or null. */
export function mismatch(document, shape) {
  try {
    ofClass(document, shape, "");
    return null;
  } catch (error) {
    if (error instanceof Mismatch) return error;
    throw error;
  }
}

class Mismatch extends Error {
  constructor(what, path, expected = "") {
    super(what);
    Object.assign(this, { what, path: path.replace(/^\./, ""), expected });
  }
}

function ofClass(value, name, path) {
  const { fields, required, closed, named, credential } = SHAPES.classes[name];
  for (const [key, inner] of Object.entries(value)) {
    const kind = own(fields, key);
    if (kind) ofKind(inner, kind, `${path}.${key}`);
    else if (closed) throw new Mismatch("unknown-field", `${path}.${key}`);
  }
  const missing = required.find((key) => !Object.hasOwn(value, key));
  if (missing) throw new Mismatch("missing", `${path}.${missing}`);
  if (named && value.type !== name && !(Array.isArray(value.type) && value.type.includes(name))) {
    throw new Mismatch("own-type", `${path}.type`, name);
  }
  if (credential) ofCredential(value, credential, path);
}

/** What of a credential depends on more than one value. */
function ofCredential(value, { kinds, vocabularies, asked }, path) {
  const { type, issuer, "@context": contexts } = value;
  const unnamed = kinds.find((group) => !group.some((kind) => type.includes(kind)));
  if (unnamed) throw new Mismatch("own-type", `${path}.type`, unnamed.at(-1));
  if (contexts.length <= vocabularies.length) throw new Mismatch("too-few", `${path}.@context`);
  vocabularies.forEach((vocabulary, place) => {
    const stated = contexts[place + 1];
    if (typeof stated !== "string" || !new RegExp(vocabulary).test(stated)) {
      throw new Mismatch("vocabulary", `${path}.@context[${place + 1}]`);
    }
  });
  const [first] = contexts;
  const names = typeof first === "string" ? own(asked, first) : undefined;
  if (!names) throw new Mismatch("vocabulary", `${path}.@context[0]`);
  const missing = names.find((name) => !Object.hasOwn(value, name));
  if (missing) throw new Mismatch("missing", `${path}.${missing}`);
  if (typeof issuer !== "string") return;
  if (first === VC_1) throw new Mismatch("object", `${path}.issuer`);
  if (!FITS.get("Uri")(issuer)) throw new Mismatch(SHAPES.kinds.Uri.what, `${path}.issuer`);
}

function ofKind(value, kind, path) {
  if (kind.custom) ofText(value, kind.custom, path);
  else if (typeof value === "string") ofString(value, kind, path);
  else if (Array.isArray(value) && kind.list) {
    if (value.length < kind.least) throw new Mismatch("too-few", path);
    value.forEach((one, place) => ofKind(one, kind.list, `${path}[${place}]`));
  } else if (isObject(value) && kind.object) ofClass(value, kind.object, path);
  else if (isObject(value) && kind.map !== undefined) {
    if (kind.map) for (const one of Object.values(value)) ofKind(one, kind.map, `${path}[...]`);
  } else if (!(typeof value === "number" && kind.number) && !(typeof value === "boolean" && kind.yesNo)) {
    throw new Mismatch(kind.else, path);
  }
}

function ofString(value, kind, path) {
  if (kind.text) return;
  if (kind.words && !kind.words.includes(value)) throw new Mismatch("term", path);
  if (kind.date && !isDate(value)) throw new Mismatch("date", path);
  if (kind.dateTime) ofDateTime(value, kind.dateTime, path);
  if (!kind.words && !kind.date && !kind.dateTime) throw new Mismatch(kind.else, path);
}

function ofDateTime(value, zone, path) {
  const [, date, hour, minute, second, utc, hours = "0", minutes = "0"] = DATE_TIME.exec(value) ?? [];
  const good = date && isDate(date) && hour < 24 && minute < 60 && second < 60 && hours < 24 && minutes < 60;
  if (!good) throw new Mismatch("date-time", path);
  if (zone === "zone" && !utc && hours === "0") throw new Mismatch("zone", path);
}

function isDate(text) {
  const [, year, month, day] = DATE.exec(text) ?? [];
  const date = new Date(`${text}T00:00:00Z`);
  return year > 0 && date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
}

/** A text of a kind; of tokens one, or a list of them. */
function ofText(value, name, path) {
  const { what, several } = SHAPES.kinds[name];
  for (const one of several && Array.isArray(value) ? value : [value]) {
    if (typeof one !== "string") throw new Mismatch("text", path);
    if (!FITS.get(name)(one)) throw new Mismatch(what, path);
  }
}
