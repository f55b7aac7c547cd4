// Embedded proofs and the suites that are verified (wallet/verify/proofs/data_integrity.py and
// its neighbours). Follows VC Data Integrity 1.0 §4.4 "Verify Proof".

import { base58 } from "@scure/base";
import { sha256, sha384 } from "@noble/hashes/sha2.js";
import { decodeSegment, joined, utf8 } from "./bytes.js";
import { canonicalJson, canonicalNquads } from "./canonical.js";
import { forHandingOver, issuerDocument, issuersKey, ofDidKey } from "./controller.js";
import { ecdsaSd } from "./ecdsasd.js";
import { isObject, items } from "./fields.js";
import { parse } from "./json.js";
import { KeyMalformed, fromMultibase } from "./keys.js";
import { parseMoment, rfc3339 } from "./moment.js";
import { Problem, check, failed, unknown } from "./problem.js";

const EDDSA = { Ed25519: "EdDSA" };
const ECDSA = { "P-256": "ES256", "P-384": "ES384" };
const ALL = { ...EDDSA, ...ECDSA, RSA: "PS256" };
/** The suites: the keys each goes with, and what judges the signature. */
const BY_CRYPTOSUITE = new Map([
  ["eddsa-rdfc-2022", { keys: EDDSA, amiss: rdfc }],
  ["eddsa-2022", { keys: EDDSA, amiss: rdfc, renamed: true }],
  ["ecdsa-rdfc-2019", { keys: ECDSA, amiss: rdfc }],
  ["eddsa-jcs-2022", { keys: EDDSA, amiss: jcs }],
  ["ecdsa-jcs-2019", { keys: ECDSA, amiss: jcs }],
  ["ecdsa-sd-2023", { keys: { "P-256": "ES256" }, amiss: ecdsaSd }],
]);
const BY_TYPE = new Map([
  ["Ed25519Signature2020", { keys: EDDSA, amiss: rdfc }],
  ["Ed25519Signature2018", { keys: EDDSA, amiss: detached }],
  ["JsonWebSignature2020", { keys: ALL, amiss: detached }],
]);
const SCHEMES = /^(did:|https:\/\/|http:\/\/|urn:)/;
const MULTIKEY_LENGTH = 44;
const LONGEST = 200;
const SECURITY = "https://w3id.org/security/v2";

function suiteOf(proof) {
  const { type, cryptosuite } = proof;
  if (type === "DataIntegrityProof") return { name: cryptosuite, ...(BY_CRYPTOSUITE.get(cryptosuite) ?? { amiss: null }) };
  return { name: type, ...((cryptosuite == null && BY_TYPE.get(type)) || { amiss: null }) };
}

/**
 * Verifies one embedded `proof` over `document`, which is without its proofs but for those that
 * the proof builds on; `issuer` is to have made it, of a presentation its holder. Returns {proof,
 * key, notes}: whether it fits, and whether its key is the issuer's; `key` is null where there was
 * nothing that fits.
 */
export async function verifyProof(document, proof, issuer, evidence, purpose = "assertionMethod") {
  const suite = suiteOf(proof);
  if (!suite.amiss) return told(notSupported(proof));
  // 1. The proof is for this purpose, and has not lapsed.
  const malformed = malformedProof(proof, purpose, evidence);
  if (malformed) return told(malformed);
  // 2. The key: out of the issuer's own document, or at least the one the proof names.
  const methodId = proof.verificationMethod;
  const stated = issuerDocument(issuer, evidence.documents);
  const own = purpose === "authentication" ? forHandingOver(stated) : stated;
  const whose = whoseKey(methodId, issuer, own, evidence);
  const key = keyOf(methodId, own, evidence);
  if (key instanceof Problem) return told(key, whose);
  // 3. The suite goes with its own kinds of key only.
  const algorithm = suite.keys[key.kind];
  if (!algorithm) return told(failed("key-kind-mismatch", { kind: key.name }));
  // 4. The signature fits what was signed, as the suite says.
  const problem = await suite.amiss({ document, proof, key, algorithm, hash: key.kind === "P-384" ? sha384 : sha256 });
  if (problem) {
    const unfit = ["signature-invalid", "signature-malformed"].includes(problem.reason);
    return told(problem, unfit ? null : whose);
  }
  // 5. Whose key it is.
  const facts = { suite: suite.name };
  const notes = suite.renamed ? [check("proof", "warning", "suite-old-name", facts)] : [];
  return { proof: check("proof", "passed", "signature-valid", facts), key: whose, notes };
}

const told = (problem, key = null) => ({ proof: problem.check("proof"), key, notes: [] });

function notSupported(proof) {
  if (typeof proof.type !== "string") return failed("proof-malformed");
  const suite = typeof proof.cryptosuite === "string" ? ` ${proof.cryptosuite}` : "";
  return unknown("proof-type-not-supported", { type: (proof.type + suite).slice(0, 100) });
}

function malformedProof(proof, purpose, evidence) {
  const method = proof.verificationMethod;
  if (typeof method !== "string" || !SCHEMES.test(method)) {
    return failed("method-malformed", { method: String(method).slice(0, 200) });
  }
  if (proof.proofPurpose !== purpose) return failed("purpose-wrong", { purpose: String(proof.proofPurpose).slice(0, 100) });
  if ("expires" in proof) {
    const expires = parseMoment(proof.expires);
    if (!expires) return failed("proof-date-malformed", { date: String(proof.expires).slice(0, 50) });
    if (evidence.now > expires.end) return failed("proof-expired", { date: rfc3339(expires.end) });
  }
  if (proof.created != null && !parseMoment(proof.created)) {
    return failed("proof-date-malformed", { date: String(proof.created).slice(0, 50) });
  }
  return null;
}

/** The key the proof names, whosever it is: it tells whether the badge is whole. */
function keyOf(methodId, own, evidence) {
  if (!(own instanceof Problem) && own.methods.has(methodId)) {
    return own.methods.get(methodId).key ?? unknown("key-unreadable", { method: methodId }, own.asOf);
  }
  const [base, fragment = ""] = ofDidKey(methodId).split(/#(.*)/s);
  if (fragment.startsWith("z") && fragment.length >= MULTIKEY_LENGTH) {
    try {
      return fromMultibase(fragment);
    } catch (error) {
      if (!(error instanceof KeyMalformed)) throw error;
      return failed("key-malformed", { detail: error.message });
    }
  }
  const other = issuerDocument(base, evidence.documents);
  if (other instanceof Problem) return unknown("key-not-at-hand", { method: methodId });
  return other.methods.get(methodId)?.key ?? unknown("key-not-at-hand", { method: methodId }, other.asOf);
}

function whoseKey(methodId, issuer, own, evidence) {
  if (own instanceof Problem) return own.check("issuer-key");
  const method = issuersKey(methodId, issuer, own, evidence.now);
  if (method instanceof Problem) return method.check("issuer-key");
  return check("issuer-key", "passed", "key-listed", { issuer, method: methodId }, own.asOf);
}

/** Suites that sign canonical N-Quads: the hash of the proof's options, then of the document. */
async function rdfc(signed) {
  const data = await hashes(signed, { ...options(signed.proof, "proofValue"), "@context": signed.document["@context"] });
  return data instanceof Problem ? data : fits(signed, proofValue(signed.proof), data);
}

async function hashes({ document, hash }, stated) {
  const digests = [];
  for (const part of [stated, document]) {
    const nquads = await canonicalNquads(part, hash);
    if (nquads instanceof Problem) return nquads;
    digests.push(hash(nquads));
  }
  return joined(...digests);
}

/** Suites that sign JSON itself, in the form of RFC 8785 (VERIFY rule 13). */
async function jcs(signed) {
  const stated = options(signed.proof, "proofValue");
  const document = { ...signed.document };
  if ("@context" in stated) {
    const begun = items(stated["@context"]);
    const whole = items(document["@context"]).slice(0, begun.length);
    if (JSON.stringify(whole) !== JSON.stringify(begun)) return failed("context-not-as-signed");
    document["@context"] = stated["@context"];
  }
  const data = joined(...[stated, document].map((part) => signed.hash(canonicalJson(part))));
  return fits(signed, proofValue(signed.proof), data);
}

/** The two old suites with a detached JWS (RFC 7797): the options are read in either of two ways. */
async function detached(signed) {
  const found = takenApart(signed.proof.jws);
  if (!found) return failed("signature-malformed");
  const { head, header, signature } = found;
  if (header.b64 !== false || JSON.stringify(header.crit) !== '["b64"]') return failed("header-not-understood");
  if (header.alg !== signed.algorithm) {
    return failed("algorithm-mismatch", { algorithm: String(header.alg).slice(0, 50), kind: signed.key.name });
  }
  let amiss = null;
  for (const context of [signed.document["@context"], SECURITY]) {
    const stated = { ...options(signed.proof, "jws", "proofValue", "signatureValue"), "@context": context };
    const digests = await hashes(signed, stated);
    const problem = digests instanceof Problem ? digests : await fits(signed, signature, joined(utf8(`${head}.`), digests));
    if (!problem) return null;
    if (!amiss || amiss.outcome === "failed") amiss = problem;
  }
  return amiss;
}

function takenApart(jws) {
  const [head, body, signature, ...more] = typeof jws === "string" ? jws.split(".") : [];
  if (signature === undefined || more.length || body) return null;
  try {
    const header = parse(decodeSegment(head));
    return isObject(header) ? { head, header, signature: decodeSegment(signature) } : null;
  } catch {
    return null;
  }
}

/** The proof without the properties that hold its signature. */
const options = (proof, ...signatures) => Object.fromEntries(
  Object.entries(proof).filter(([name]) => !signatures.includes(name)));

function proofValue({ proofValue: value }) {
  if (typeof value !== "string" || value[0] !== "z" || value.length > LONGEST) return new Uint8Array();
  try {
    return base58.decode(value.slice(1));
  } catch {
    return new Uint8Array();
  }
}

async function fits({ key, algorithm }, signature, data) {
  if (!signature.length) return failed("signature-malformed");
  const good = await key.verifies(signature, data, algorithm);
  if (good === undefined) return unknown("not-computable-here", { type: algorithm });
  return good ? null : failed("signature-invalid");
}
