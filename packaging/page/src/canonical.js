// What exactly was signed: JSON-LD to canonical N-Quads, with nothing lost on the way
// (wallet/verify/canonical/general.py). jsonld.js expands; anything that it would drop is a
// failure (VC Data Integrity §4.6, "safe mode"). rdf-canonize brings the quads into their
// canonical form (RDFC-1.0), within bounds on its work.

import canonicalize from "canonicalize";
import jsonld from "jsonld";
import * as rdfCanonize from "rdf-canonize";
import { CONTEXTS } from "virtual:facts";
import { latin1, ofLatin1, utf8 } from "./bytes.js";
import { isObject, items } from "./fields.js";
import { Problem, failed, unknown } from "./problem.js";

const MAX_VALUES = 20_000;
// Steps, not seconds, so that a verdict does not hang on how fast the machine is: hashes, deep looks
// at linked blank nodes (the hardest graph of the standard's suite needs some thousands), and orders
// of alike nodes, of which the library looks at its signal every third.
const MAX_HASHES = 100_000;
const MAX_DEEP = 8_000;
const MAX_ORDERS = 20_000;

const ADDRESS = /^[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`\x7f]*$/;
const BLANK = /^_:[^\s<>"]+$/;
const LANGUAGE = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/;
const KEYWORDS = new Set(["@context", "@id", "@type", "@value", "@language"]);
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XSD = "http://www.w3.org/2001/XMLSchema#";

/** Thrown where something would be lost; caught where the work began. */
class Lost extends Error {
  constructor(problem) {
    super(problem.reason);
    this.problem = problem;
  }
}

/**
 * `document` as canonical N-Quads in UTF-8, or a Problem. `hash` makes what RDFC-1.0 hashes with,
 * e.g. noble's sha256.
 */
export async function canonicalNquads(document, hash) {
  const dataset = await datasetOf(document);
  const found = dataset instanceof Problem ? dataset : await canonicalized(dataset, hash);
  return found instanceof Problem ? found : ofLatin1(found.text);
}

/** `document` as an RDF dataset whose terms are their UTF-8 bytes, each a character, or a Problem. */
export async function datasetOf(document) {
  const problem = checkContexts(document);
  if (problem) return problem;
  try {
    if (countChecked(document) > MAX_VALUES) return failed("too-complex");
    const expanded = await expand(document);
    checkExpanded(expanded);
    return new Conversion().dataset(expanded);
  } catch (error) {
    if (error instanceof Lost) return error.problem;
    if (error instanceof RangeError) return failed("too-complex"); // the stack is full
    throw error;
  }
}

function checkContexts(document) {
  for (const stated of contextsIn(document)) {
    const all = items(stated);
    for (const context of all.length ? all : [null]) {
      if (typeof context === "string") {
        if (!CONTEXTS.has(context)) return unknown("context-not-known", { context });
      } else if (isObject(context)) {
        const known = termsOf(all.filter((one) => typeof one === "string"));
        const redefined = Object.keys(context).filter((term) => known.has(term)).sort();
        return redefined.length ? failed("context-redefines", { term: redefined[0] }) : unknown("context-inline");
      } else {
        return failed(context === null ? "context-cleared" : "context-malformed");
      }
    }
  }
  return null;
}

function* contextsIn(value) {
  if (Array.isArray(value)) for (const inner of value) yield* contextsIn(inner);
  if (!isObject(value)) return;
  if (Object.hasOwn(value, "@context")) yield value["@context"];
  for (const [key, inner] of Object.entries(value)) if (key !== "@context") yield* contextsIn(inner);
}

/** Every term that the built-in contexts at `urls` define, at any depth. */
function termsOf(urls) {
  const terms = new Set();
  const todo = urls.filter((url) => CONTEXTS.has(url)).map((url) => CONTEXTS.get(url));
  while (todo.length) {
    const value = todo.pop();
    if (Array.isArray(value)) todo.push(...value);
    if (!isObject(value)) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (!key.startsWith("@")) terms.add(key);
      if (isObject(inner) || key === "@context") todo.push(inner);
    }
  }
  return terms;
}

/** Refuses what jsonld.js would read otherwise than who signed it may have; counts the values. */
function countChecked(value) {
  if (Array.isArray(value)) return value.reduce((sum, inner) => sum + countChecked(inner), 1);
  if (!isObject(value)) return 1;
  if (value["@value"] === null && value["@type"] !== "@json") {
    throw new Lost(failed("json-ld-malformed", { detail: "null @value value" }));
  }
  let count = 1;
  for (const [key, inner] of Object.entries(value)) {
    if ((key.startsWith("@") && !KEYWORDS.has(key)) || key === "__proto__") throw new Lost(failed("undefined-term", { term: key }));
    if (key !== "@context") count += countChecked(inner);
  }
  return count;
}

const LOSSES = new Set(["empty object", "free-floating scalar", "null @id value", "null @value value",
  "object with only @id", "object with only @language", "object with only @list", "object with only @value",
  "reserved @id value", "reserved @reverse value"]);

async function expand(document) {
  const eventHandler = ({ event: { code, details } }) => {
    if (code === "invalid property") throw new Lost(failed("undefined-term", { term: String(details.property) }));
    if (LOSSES.has(code)) throw new Lost(failed("json-ld-malformed", { detail: code }));
    // Relative addresses and malformed languages are told by what was expanded, below.
  };
  const documentLoader = async (url) => {
    if (!CONTEXTS.has(url)) throw new Lost(unknown("context-not-known", { context: url }));
    return { contextUrl: null, documentUrl: url, document: CONTEXTS.get(url) };
  };
  try {
    return await jsonld.expand(document, { base: null, documentLoader, eventHandler, processingMode: "json-ld-1.1" });
  } catch (error) {
    for (let cause = error; cause; cause = cause.cause ?? cause.details?.cause) if (cause instanceof Lost) throw cause;
    if (error instanceof RangeError) throw error;
    throw new Lost(failed("json-ld-malformed", { detail: String(error?.details?.code ?? "unknown") }));
  }
}

/** Refuses what the conversion to RDF would drop or let into the N-Quads unescaped. */
function checkExpanded(value) {
  if (Array.isArray(value)) value.forEach(checkExpanded);
  if (!isObject(value)) return;
  if ("@value" in value) {
    checkLiteral(value);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key === "@id") checkAddress(inner, true);
    else if (key === "@type") items(inner).forEach((one) => checkAddress(one, false));
    else if (["@graph", "@list", "@set", "@included"].includes(key)) checkExpanded(inner);
    else if (key.startsWith("@")) throw new Lost(failed("undefined-term", { term: key }));
    else {
      checkAddress(key, false);
      checkExpanded(inner);
    }
  }
}

function checkAddress(address, blank) {
  const good = typeof address === "string"
    && ((blank && BLANK.test(address)) || (!address.startsWith("_:") && ADDRESS.test(address)));
  if (!good) throw new Lost(failed("relative-address", { address: String(address).slice(0, 200) }));
}

function checkLiteral(value) {
  const language = value["@language"];
  if (language != null && !(typeof language === "string" && LANGUAGE.test(language))) {
    throw new Lost(failed("language-malformed", { language: String(language).slice(0, 50) }));
  }
  const datatype = value["@type"];
  if (datatype != null && datatype !== "@json") checkAddress(datatype, false);
  const odd = Object.keys(value).filter((key) => !["@value", "@type", "@language"].includes(key)).sort();
  if (odd.length) throw new Lost(failed("undefined-term", { term: odd[0] }));
}

/**
 * An expanded document that was checked to lose nothing, as an RDF dataset. jsonld.js's own
 * conversion compares every value with all others, and writes 1e-7 as the integer 0.
 *
 * Every term is given as its UTF-8 bytes, each a character: rdf-canonize sorts by UTF-16 units,
 * and so by code point as the standard asks.
 */
class Conversion {
  quads = new Map();

  blanks = 0;

  named = new Map();

  dataset(expanded) {
    for (const one of expanded) this.node(one, { termType: "DefaultGraph", value: "" });
    return [...this.quads.values()];
  }

  add(subject, predicate, object, graph) {
    const quad = { subject, predicate: iri(predicate), object, graph };
    this.quads.set(JSON.stringify(quad), quad); // a dataset is a set
  }

  blank() {
    this.blanks += 1;
    return { termType: "BlankNode", value: `b${this.blanks}` };
  }

  name(address) {
    if (!address.startsWith("_:")) return iri(address);
    if (!this.named.has(address)) this.named.set(address, this.blank());
    return this.named.get(address);
  }

  node(node, graph) {
    const subject = "@id" in node ? this.name(node["@id"]) : this.blank();
    for (const [key, value] of Object.entries(node)) {
      if (key === "@type") for (const one of value) this.add(subject, `${RDF}type`, this.name(one), graph);
      else if (key === "@graph") for (const one of value) this.node(one, subject);
      else if (key === "@included") for (const one of value) this.node(one, graph);
      else if (key !== "@id") for (const one of value) this.add(subject, key, this.object(one, graph), graph);
    }
    return subject;
  }

  object(value, graph) {
    if ("@list" in value) return this.list(value["@list"], graph);
    return "@value" in value ? literalOf(value) : this.node(value, graph);
  }

  list(values, graph) {
    const cells = values.map(() => this.blank());
    const nil = iri(`${RDF}nil`);
    cells.forEach((cell, place) => {
      this.add(cell, `${RDF}first`, this.object(values[place], graph), graph);
      this.add(cell, `${RDF}rest`, cells[place + 1] ?? nil, graph);
    });
    return cells[0] ?? nil;
  }
}

const bytewise = (text) => latin1(utf8(text));
const iri = (address) => ({ termType: "NamedNode", value: bytewise(address) });
const literal = (text, datatype, language = "") => (
  { termType: "Literal", value: bytewise(text), datatype: iri(datatype), language });

function literalOf(value) {
  const { "@value": content, "@type": datatype, "@language": language } = value;
  if (datatype === "@json") return literal(canonicalize(content), `${RDF}JSON`);
  if (typeof content === "boolean") return literal(String(content), datatype ?? `${XSD}boolean`);
  if (typeof content === "number") {
    const whole = Number.isInteger(content) && Math.abs(content) < 1e21 && datatype !== `${XSD}double`;
    if (whole) return literal(BigInt(content).toString(), datatype ?? `${XSD}integer`);
    return literal(content.toExponential(15).replace(/(\d)0*e\+?/, "$1E"), datatype ?? `${XSD}double`);
  }
  if (language) return literal(content, `${RDF}langString`, language);
  return literal(content, datatype ?? `${XSD}string`);
}

/**
 * RDFC-1.0 over terms that are bytes already: {text, labels}, or a Problem. `labels` gives for every
 * blank node its canonical one, both without "_:".
 */
export async function canonicalized(dataset, hash) {
  let orders = 0;
  let hashes = 0;
  const signal = {
    reason: "too many orders",
    get aborted() {
      orders += 1;
      return orders > MAX_ORDERS;
    },
  };
  const createMessageDigest = () => {
    hashes += 1;
    if (hashes > MAX_HASHES) throw new Error("too many hashes");
    const digest = hash.create();
    return {
      update: (text) => digest.update(ofLatin1(text)),
      digest: () => Array.from(digest.digest(), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    };
  };
  const labels = new Map();
  try {
    const options = { algorithm: "RDFC-1.0", createMessageDigest, maxDeepIterations: MAX_DEEP, signal, canonicalIdMap: labels };
    return { text: await rdfCanonize.canonize(dataset, options), labels };
  } catch {
    return failed("too-complex");
  }
}

/** The statements of `dataset` as sorted N-Quads, each blank node called what `label` makes of it. */
export function linesOf(dataset, label) {
  const told = (term) => (term.termType === "BlankNode" ? { ...term, value: label(term.value) } : term);
  const lines = dataset.map(({ subject, predicate, object, graph }) => rdfCanonize.NQuads.serializeQuadComponents(
    told(subject), predicate, told(object), told(graph)));
  return [...new Set(lines)].sort();
}

/** `value` as RFC 8785 writes it, in UTF-8. */
export const canonicalJson = (value) => utf8(canonicalize(value));
