// Parts of a JSON-LD document, chosen by JSON Pointers, with every node still itself
// (wallet/verify/proofs/selection.py; ECDSA Cryptosuites 1.0 §3.4.8 and §3.4.10). A node without
// an `id` has a name only as long as the document is whole; so each is given one of its own.

import { isObject, own } from "./fields.js";
import { failed } from "./problem.js";

const NAME = "urn:bnid:";
const IDS = ["id", "@id"];
/** What of a node is in the part as soon as anything of it is. */
const KEPT = ["id", "@id", "type", "@type", "@context"];
/** An element of a list that is not chosen. */
const GAP = Symbol("gap");

/** `document` with a name for every node that has none. */
export function withNames(document) {
  let number = 0;
  const named = (value) => {
    if (Array.isArray(value)) return value.map(named);
    if (!isObject(value) || "@value" in value) return value;
    const inner = Object.entries(value).map(([key, one]) => [key, key === "@context" ? one : named(one)]);
    if (!IDS.some((name) => name in value)) {
      inner.push(["@id", `${NAME}${number}`]);
      number += 1;
    }
    return Object.fromEntries(inner);
  };
  return named(document);
}

/** A dataset with the nodes that were given names as blank nodes again. */
export function withoutNames(dataset) {
  const blank = (term) => (term.termType === "NamedNode" && term.value.startsWith(NAME)
    ? { termType: "BlankNode", value: `n${term.value.slice(NAME.length)}` } : term);
  return dataset.map(({ subject, predicate, object, graph }) => (
    { subject: blank(subject), predicate, object: blank(object), graph: blank(graph) }));
}

/** What `pointers` choose of `document`, and the names and types of the nodes on the way; or a Problem. */
export function select(document, pointers) {
  let chosen = begun(document);
  for (const pointer of pointers) {
    const steps = stepsOf(pointer);
    if (steps?.length === 0) return document;
    chosen = steps && extended(chosen, document, steps);
    if (!chosen) return failed("pointer-to-nothing", { pointer: pointer.slice(0, 200) });
  }
  return withoutGaps(chosen);
}

/** The steps of a JSON Pointer (RFC 6901 §4), or null where it is none. */
function stepsOf(pointer) {
  const [start, ...steps] = pointer.split("/");
  return start ? null : steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The least that is shown of `source` once something of it is. */
function begun(source) {
  if (Array.isArray(source)) return source.map(() => GAP);
  if (!isObject(source)) return source;
  return Object.fromEntries(KEPT.filter((key) => key in source).map((key) => [key, source[key]]));
}

/** `chosen` with what `steps` lead to in `source`, or null where they lead to nothing. */
function extended(chosen, source, [step, ...further]) {
  const inList = Array.isArray(source);
  if (inList && !/^[0-9]+$/.test(step)) return null;
  const place = inList ? Number(step) : step;
  const inner = inList ? source[place] : own(source, place);
  if (inner === undefined) return null;
  const before = inList ? chosen[place] : own(chosen, place);
  const found = further.length ? extended(before === GAP || before === undefined ? begun(inner) : before, inner, further) : inner;
  if (found === null && further.length) return null;
  return inList ? chosen.map((one, at) => (at === place ? found : one)) : { ...chosen, [place]: found };
}

function withoutGaps(value) {
  if (Array.isArray(value)) return value.filter((one) => one !== GAP).map(withoutGaps);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutGaps(inner)]));
}
