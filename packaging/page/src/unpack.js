// From a file's bytes to the credential in it (wallet/formats/unpack.py). What a file is, is told
// by its first bytes, never by its name.

import { latin1, stripped } from "./bytes.js";
import { isObject, urlParts } from "./fields.js";
import { malformed, parse, parseAll, wrongEncoding } from "./json.js";
import { looksLike, split } from "./jws.js";
import { drawable } from "./picture.js";
import * as png from "./png.js";
import { Refusal } from "./problem.js";
import { isJsonForm, splitSelective } from "./sdjwt.js";
import * as svg from "./svg.js";
import { N_ } from "./words.js";

const LOOKED_AT = 64 * 1024;
const OTHERS = [
  ["%pdf-", N_("{name} is a PDF document, which this version does not read")],
  ["pk\x03\x04", N_("{name} is a ZIP archive, which this version does not read")],
  ["\xff\xd8\xff", N_("{name} is a JPEG picture, and those cannot hold a badge")],
  ["gif8", N_("{name} is a GIF picture, and those cannot hold a badge")],
  ["riff", N_("{name} is a WebP picture, and those cannot hold a badge")],
  ["<!doctype html", N_("{name} is a web page, and not the badge that it shows")],
  ["<html", N_("{name} is a web page, and not the badge that it shows")],
  ["https://", N_("{name} holds only a web address, and not the badge that is there")],
  ["http://", N_("{name} holds only a web address, and not the badge that is there")],
  ["-----begin", N_("{name} is a key or a certificate of a computer, and no badge")],
];

/** {container, payload, document?, picture?}: the one credential in `data`, exactly as it was found. */
export function unpack(data, name) {
  const text = stripped(data);
  if (!text.length) {
    throw new Refusal("empty-file", N_("{name} is empty"),
      N_("download it again, or ask its issuer to send it again"), { name });
  }
  if (png.isPng(text)) return baked("png", only(png.payloads(data, name), name), data, name);
  const head = latin1(text.subarray(0, LOOKED_AT)).toLowerCase();
  if (isSvg(head)) {
    const root = svg.parse(text, name);
    if (root.localName !== "svg" || ![null, svg.NAMESPACE].includes(root.namespaceURI)) throw notABadge(head, name);
    return baked("svg", only(svg.payloads(root, name), name), data, name);
  }
  if (/^(\xff\xfe|\xfe\xff)/.test(head) || (head.slice(0, 4).includes("\0") && /^\0*[{["<e]/.test(head))) throw wrongEncoding(name);
  if (head[0] === "{" || head[0] === "[") {
    const { payload, document } = onlyObject(text, name);
    return { container: isJsonForm(document) ? "jwt" : "json", payload, document };
  }
  const token = /^".*"$/s.test(latin1(text)) ? latin1(text).slice(1, -1) : latin1(text);
  if (looksLike(token)) {
    readable(token, name);
    return { container: "jwt", token };
  }
  throw notABadge(head, name);
}

function isSvg(head) {
  if (head[0] !== "<" || head.startsWith("<!doctype html")) return false;
  const page = head.indexOf("<html");
  const drawing = head.includes("<svg") ? head.indexOf("<svg") : head.indexOf(":svg");
  return drawing !== -1 && !(page >= 0 && page < drawing);
}

function only(payloads, name) {
  if (!payloads.length) {
    throw new Refusal("no-badge-in-picture", N_("{name} is a picture with no badge in it"),
      N_("download the badge from where you earned it: a screenshot or copy loses it"), { name });
  }
  if (payloads.length > 1) throw several(payloads.length, name);
  return payloads[0];
}

function baked(container, payload, whole, name) {
  const picture = drawable(whole) ? { data: whole, url: null, caption: null } : undefined;
  const text = latin1(payload);
  if (text[0] === "{" || text[0] === "[") return { container, picture, ...onlyObject(payload, name) };
  if (looksLike(text)) {
    readable(text, name);
    return { container, picture, token: text };
  }
  if (isWebAddress(text)) return { container, picture, address: text };
  throw malformed(N_("what is inside the picture {name} is no badge"), name);
}

export function isWebAddress(text) {
  return /^https?:\/\/[\x21-\x7e]+$/.test(text) && text.length <= 2_000 && !/[<>"{}]/.test(text) && urlParts(text).hostname !== "";
}

/** Refuses a JWS or an SD-JWT of which a part is damaged. */
function readable(token, name) {
  parse((token.includes("~") ? splitSelective : split)(token, name).payload, name);
}

/** The one object in `text`, alone or in an array of one, with its exact bytes. */
function onlyObject(text, name) {
  let values = parseAll(text, name);
  let payload = text;
  if (values.length === 1 && Array.isArray(values[0])) {
    [values] = values;
    payload = stripped(text.subarray(1, -1));
  }
  const objects = values.filter(isObject);
  if (objects.length > 1) throw several(objects.length, name);
  if (objects.length === 1 && values.length > 1) throw malformed(N_("{name} goes on where it should end"), name);
  if (!objects.length) throw notABadge(latin1(text.subarray(0, 20)).toLowerCase(), name);
  return { payload, document: objects[0] };
}

const several = (count, name) => new Refusal("several-badges",
  N_("{name} holds {count} different badges, and which one is meant cannot be told"),
  N_("ask for each of them in a file of its own"), { name, count });

function notABadge(head, name) {
  const kind = OTHERS.find(([magic]) => head.startsWith(magic));
  return new Refusal("not-a-badge", kind ? kind[1] : N_("{name} is no badge"),
    N_("choose the badge as its issuer sent it, as a PNG, SVG, JSON or JWT file"), { name });
}
