// Badges baked into SVG pictures (wallet/formats/svg.py; Open Badges 2.0 "Baking", 3.0 §5.3.2).

import { utf8 } from "./bytes.js";
import { parse as parseJson } from "./json.js";
import { looksLike, split } from "./jws.js";
import { Refusal } from "./problem.js";
import { N_ } from "./words.js";

export const NAMESPACE = "http://www.w3.org/2000/svg";
const MAX_BYTES = 5 * 1024 * 1024;
const MAX_ELEMENTS = 100_000;
const ELEMENTS = new Set([
  "http://openbadges.org assertion",
  "https://purl.imsglobal.org/ob/v3p0 credential",
  "http://purl.imsglobal.org/ob/v3p0 credential",
]);

// XML is read into a document that is never shown, so nothing in it runs. Where the browser
// enforces Trusted Types, this is the one policy that the page's own rule allows.
const trusted = globalThis.trustedTypes?.createPolicy("xml", { createHTML: (text) => text });

/** The root element of XML `data`. */
export function parse(data, name) {
  if (data.length > MAX_BYTES) throw tooLarge(name);
  const text = textOf(data, name);
  if (/<!ENTITY/i.test(text)) {
    throw new Refusal("unsafe-picture", N_("the picture {name} is made in a way that is not safe to read"),
      N_("ask its issuer for the badge as a PNG or JSON file"), { name });
  }
  if (text.split("<").length > 2 * MAX_ELEMENTS) throw tooLarge(name);
  const xml = new DOMParser().parseFromString(trusted ? trusted.createHTML(text) : text, "application/xml");
  if (xml.getElementsByTagName("parsererror").length) throw damaged(name);
  return xml.documentElement;
}

function textOf(data, name) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(data);
  } catch {
    throw damaged(name);
  }
}

/** The different badge payloads in an SVG, in document order. */
export function payloads(root, name) {
  const found = new Set();
  for (const element of [root, ...root.getElementsByTagName("*")]) {
    if (!ELEMENTS.has(`${element.namespaceURI} ${element.localName}`)) continue;
    const text = element.textContent.trim();
    const verify = (element.getAttribute("verify") ?? "").trim();
    for (const one of stated(text, verify, name)) if (one) found.add(one);
  }
  return [...found].map(utf8);
}

// Some bakers write the signed badge into `verify` and what it says into the text: then the
// signed one is the badge, provided that they agree; else they are two.
function stated(text, verify, name) {
  if (!text) return [verify];
  if (!looksLike(verify)) return [text];
  const claims = parseJson(split(verify, name).payload, name);
  const said = same(parseJson(utf8(text), name));
  return said === same(claims) || (claims?.vc && said === same(claims.vc)) ? [verify] : [text, verify];
}

const same = (value) => JSON.stringify(value, (_, inner) => (inner && typeof inner === "object" && !Array.isArray(inner)
  ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner));

const damaged = (name) => new Refusal("damaged-picture", N_("the picture {name} is damaged or cut short"),
  N_("download it again, as the original file and not as a screenshot"), { name });

const tooLarge = (name) => new Refusal("too-large", N_("the picture {name} is far too large to be a badge"),
  N_("ask its issuer for the badge in another form"), { name });

/** Whether a drawing can be drawn without unfolding into millions of parts. */
export function isPlain(root) {
  if (root.namespaceURI !== NAMESPACE || root.localName !== "svg") return false;
  for (const use of root.getElementsByTagName("use")) {
    const target = (use.getAttribute("href") ?? use.getAttribute("xlink:href") ?? "").replace(/^#/, "");
    const drawn = root.ownerDocument.getElementById(target);
    if (drawn && (drawn.localName === "use" || drawn.contains(use) || drawn.getElementsByTagName("use").length)) return false;
  }
  for (const name of ["pattern", "mask", "filter", "foreignObject", "script"]) {
    if (root.getElementsByTagName(name).length > 50) return false;
  }
  return true;
}
