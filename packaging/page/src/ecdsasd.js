// ecdsa-sd-2023: a badge of which its holder shows a part, though its issuer signed it all
// (wallet/verify/proofs/ecdsa_sd.py; Data Integrity ECDSA Cryptosuites 1.0 §3.4 to §3.6). A base
// proof signs the statements that are seen always together, and every other one by itself with a
// key made for this one proof; a derived proof carries the signatures of what is shown.

import { Tokenizer, Type, decode } from "cborg";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { decodeSegment, encodeSegment, joined, ofLatin1, startsWith, utf8 } from "./bytes.js";
import { canonicalNquads, canonicalized, datasetOf, linesOf } from "./canonical.js";
import { KeyMalformed, fromMultikey } from "./keys.js";
import { Problem, failed } from "./problem.js";
import { select, withNames, withoutNames } from "./selection.js";

const MAX_VALUE = 500_000;
const BASE = [0xd9, 0x5d, 0x00];
const DERIVED = [0xd9, 0x5d, 0x01];
const BASE_TEXT = `u${encodeSegment(Uint8Array.from(BASE))}`;
/** The kinds of CBOR of which a proof value is made. */
const KINDS = new Set([Type.uint, Type.bytes, Type.string, Type.array, Type.map]);

/** Whether `proof` is a base proof, which its issuer gave to the holder alone. */
export const isBase = (proof) => proof?.cryptosuite === "ecdsa-sd-2023" && String(proof.proofValue).startsWith(BASE_TEXT);

/** What keeps the proof from fitting, or null. */
export async function ecdsaSd({ document, proof, key }) {
  const { proofValue, ...options } = proof;
  const nquads = await canonicalNquads({ ...options, "@context": document["@context"] }, sha256);
  if (nquads instanceof Problem) return nquads;
  const value = valueOf(proofValue);
  if (value === null) return failed("signature-malformed");
  const statements = await (value.hmacKey ? signedStatements : shownStatements)(document, value);
  return statements instanceof Problem ? statements : statementsAmiss(nquads, statements, value, key);
}

/** The signatures over `lines`, which are sorted; `always` are the places of those seen always (§3.6.5). */
async function statementsAmiss(options, { lines, always }, value, key) {
  const places = new Set(always);
  if (places.size !== always.length || always.some((place) => place >= lines.length)) return failed("signature-malformed");
  const own = keyOf(value.publicKey);
  if (own instanceof Problem) return own;
  // 1. The issuer's key signed the options, the other key, and what is seen always.
  const mandatory = ofLatin1(lines.filter((_, place) => places.has(place)).join(""));
  const together = joined(sha256(options), value.publicKey, sha256(mandatory));
  if (!await key.verifies(value.baseSignature, together, "ES256")) return failed("signature-invalid");
  // 2. The other key signed every other statement, by itself.
  const others = lines.filter((_, place) => !places.has(place));
  if (others.length !== value.signatures.length) return failed("signature-invalid");
  for (const [place, one] of others.entries()) {
    if (!await own.verifies(value.signatures[place], ofLatin1(one), "ES256")) return failed("signature-invalid");
  }
  return null;
}

/** What a `proofValue` holds; `hmacKey` is of a base proof. Null where it is malformed. */
function valueOf(text) {
  if (typeof text !== "string" || text.length > MAX_VALUE || text[0] !== "u") return null;
  try {
    const data = decodeSegment(text.slice(1));
    const isBase = startsWith(data, BASE);
    if (!isBase && !startsWith(data, DERIVED)) return null;
    const parts = partsOf(data.subarray(BASE.length));
    if (!Array.isArray(parts) || parts.length !== 5) return null;
    return isBase ? baseOf(parts) : derivedOf(parts);
  } catch {
    return null; // not base64url, or not CBOR
  }
}

function partsOf(data) {
  const tokens = new Tokenizer(data, { allowIndefinite: false, allowBigInt: true });
  const tokenizer = {
    next() {
      const token = tokens.next();
      if (!KINDS.has(token.type)) throw new Error("a kind that no proof value has");
      return token;
    },
    done: () => tokens.done(),
    pos: () => tokens.pos(),
  };
  return decode(data, { tokenizer, useMaps: true, rejectDuplicateMapKeys: true });
}

const isBytes = (value) => value instanceof Uint8Array;
const isIndex = (value) => typeof value === "number" || typeof value === "bigint";
const isList = (value, fits) => Array.isArray(value) && value.every(fits);

function baseOf([baseSignature, publicKey, hmacKey, signatures, pointers]) {
  const fits = [baseSignature, publicKey, hmacKey].every(isBytes) && isList(signatures, isBytes)
    && isList(pointers, (one) => typeof one === "string");
  return fits ? { baseSignature, publicKey, hmacKey, signatures, pointers } : null;
}

function derivedOf([baseSignature, publicKey, signatures, compressed, always]) {
  const fits = [baseSignature, publicKey].every(isBytes) && isList(signatures, isBytes) && isList(always, isIndex)
    && compressed instanceof Map && [...compressed].every(([number, label]) => isIndex(number) && isBytes(label));
  if (!fits) return null;
  const labels = new Map([...compressed].map(([number, label]) => [`c14n${number}`, `u${encodeSegment(label)}`]));
  // Two nodes that are called the same would be one to the signature, and two to who reads the JSON.
  return new Set(labels.values()).size === labels.size ? { baseSignature, publicKey, signatures, labels, always } : null;
}

/** The statements shown, their blank nodes called as the base proof calls them. */
async function shownStatements(document, { labels, always }) {
  const dataset = await datasetOf(document);
  const canonical = dataset instanceof Problem ? dataset : await canonicalized(dataset, sha256);
  if (canonical instanceof Problem) return canonical;
  if ([...canonical.labels.values()].some((label) => !labels.has(label))) return failed("signature-invalid");
  return { lines: linesOf(dataset, (node) => labels.get(canonical.labels.get(node))), always };
}

/** All that the issuer signed, its blank nodes called by its HMAC (§3.5.2 and §3.4.3). */
async function signedStatements(document, { hmacKey, pointers }) {
  const named = withNames(document);
  const dataset = await nodesOf(named);
  const canonical = dataset instanceof Problem ? dataset : await canonicalized(dataset, sha256);
  if (canonical instanceof Problem) return canonical;
  const called = (node) => {
    const label = canonical.labels.get(node);
    return label === undefined ? node : `u${encodeSegment(hmac(sha256, hmacKey, utf8(label)))}`;
  };
  const lines = linesOf(dataset, called);
  let seen = [];
  if (pointers.length) {
    const part = select(named, pointers);
    seen = part instanceof Problem ? part : await nodesOf(part);
    if (seen instanceof Problem) return seen;
  }
  const mandatory = new Set(linesOf(seen, called));
  return { lines, always: [...lines.keys()].filter((place) => mandatory.has(lines[place])) };
}

async function nodesOf(named) {
  const dataset = await datasetOf(named);
  return dataset instanceof Problem ? dataset : withoutNames(dataset);
}

function keyOf(multikey) {
  try {
    const key = fromMultikey(multikey);
    return key.kind === "P-256" ? key : failed("key-kind-mismatch", { kind: key.name });
  } catch (error) {
    if (!(error instanceof KeyMalformed)) throw error;
    return failed("key-malformed", { detail: error.message });
  }
}
