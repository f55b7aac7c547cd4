// VC-JWT: credentials as compact JWS (wallet/verify/proofs/jose.py; RFC 7515 §5.2, Open Badges 3.0
// §8.2). The algorithm is fixed by the key; a key in the header says which, never whose.

import { issuerDocument, issuersKey, ofDidKey } from "./controller.js";
import { isObject, withoutFragment } from "./fields.js";
import { ALGORITHMS, KeyMalformed, fromCertificate, fromJwk } from "./keys.js";
import { atAddress } from "./keysets.js";
import { absolute } from "./methods.js";
import { parseMoment } from "./moment.js";
import { Problem, check, failed, unknown } from "./problem.js";

const SUPPORTED = new Set(Object.values(ALGORITHMS).flat());
const MAX_TRIED = 100;
const MAX_CERTIFICATE = 20_000;

/** {proof, key, notes}: whether the signature fits and the claims agree, and whose key it is. */
export async function verifyToken(jws, claims, document, issuer, evidence) {
  const verdict = await signedBy(jws, issuerDocument(issuer, evidence.documents), issuer, evidence, "JWT");
  const problem = verdict.proof.outcome === "passed" ? disagreement(claims, document, issuer) : null;
  return problem ? { proof: problem.check("proof"), key: null, notes: [] } : verdict;
}

const told = (problem, key = null) => ({ proof: problem.check("proof"), key: key?.check("issuer-key") ?? null, notes: [] });

/**
 * {proof, key, notes}: whether the signature of a token fits, and whether `own`, the issuer's
 * document, lists the key. `form` is what to call such a token beside its algorithm.
 */
export async function signedBy(jws, own, issuer, evidence, form) {
  // 1. The header asks for nothing unknown or unsafe.
  const unsafe = refused(jws);
  if (unsafe) return told(unsafe);
  const algorithm = jws.header.alg;
  // 2. The key: out of the issuer's own document, else the one in or named by the header.
  const found = candidates(jws, own, issuer, evidence);
  if (found instanceof Problem) return told(found);
  if (!found.keys.length) {
    const { kid } = jws.header;
    const unnamed = kid ? unknown("key-not-at-hand", { method: String(kid).slice(0, 200) }) : unknown("key-not-named");
    return told(unnamed, found.problem ?? unknown("no-key-to-judge"));
  }
  // 3. The signature, with an algorithm that is the key's own.
  const fitting = found.keys.filter(({ key }) => key.algorithms().includes(algorithm));
  if (!fitting.length) return told(failed("algorithm-mismatch", { algorithm, kind: found.keys[0].key.name }));
  if (fitting.length > MAX_TRIED) return told(unknown("too-complex"));
  let by = null;
  for (const one of fitting) {
    const good = await one.key.verifies(jws.signature, jws.signingInput, algorithm);
    if (good === undefined) return told(unknown("not-computable-here", { type: algorithm }), found.problem);
    if (good) {
      by = one;
      break;
    }
  }
  if (!by) return told(failed("signature-invalid"));
  const proof = check("proof", "passed", "signature-valid", { suite: `${form} ${algorithm}` });
  // 4. Whose key it is.
  if (found.problem) return { proof, key: found.problem.check("issuer-key"), notes: [] };
  const asOf = own instanceof Problem ? null : own.asOf;
  return { proof, key: check("issuer-key", "passed", "key-listed", { issuer, method: by.id }, asOf), notes: [] };
}

/** Why the header asks for something unsafe, or not supported, if it does. */
export function refused({ header }) {
  const algorithm = header.alg;
  if (typeof algorithm !== "string" || algorithm.toLowerCase() === "none" || algorithm.startsWith("HS")) {
    return failed("algorithm-refused", { algorithm: String(algorithm).slice(0, 50) });
  }
  if ("crit" in header || header.b64 === false) return failed("header-not-understood");
  return SUPPORTED.has(algorithm) ? null : unknown("proof-type-not-supported", { type: `JWT ${algorithm.slice(0, 50)}` });
}

/** {keys: [{key, id}], problem}: the issuer's keys, else what says at least whether it is whole. */
function candidates(jws, own, issuer, evidence) {
  let embedded;
  try {
    embedded = embeddedKey(jws);
  } catch (error) {
    if (!(error instanceof KeyMalformed)) throw error;
    return failed("key-malformed", { detail: error.message });
  }
  const { kid } = jws.header;
  const methodId = typeof kid === "string" && kid !== issuer ? methodOf(kid, issuer) : "";
  if (own instanceof Problem) {
    const only = embedded && own.outcome !== "failed";
    const problem = only ? unknown("key-in-header-only", { issuer }, own.asOf) : own;
    return notTheIssuers(embedded, methodId, null, problem, evidence);
  }
  if (methodId) {
    const method = issuersKey(methodId, issuer, own, evidence.now);
    if (method instanceof Problem) return notTheIssuers(embedded, methodId, own, method, evidence);
    return { keys: [{ key: method.key, id: method.id }], problem: null };
  }
  const listed = listedKeys(own, issuer, evidence);
  if (listed instanceof Problem) return notTheIssuers(embedded, "", own, listed, evidence);
  if (!embedded) return { keys: listed, problem: null };
  const same = listed.find(({ key }) => key.sameAs === embedded.sameAs);
  if (same) return { keys: [same], problem: null };
  return { keys: [{ key: embedded, id: "" }], problem: failed("key-not-listed", { method: "jwk", issuer }, own.asOf) };
}

/** The key in the header: a `jwk`, or that of a readable first `x5c` certificate. */
function embeddedKey({ header }) {
  if ("jwk" in header) return fromJwk(header.jwk);
  const first = Array.isArray(header.x5c) ? header.x5c[0] : null;
  return typeof first === "string" && first.length <= MAX_CERTIFICATE ? fromCertificate(first) : null;
}

const methodOf = (kid, issuer) => absolute(kid.includes(":") || kid.startsWith("#") ? kid : `#${kid}`, issuer);

/** Every key that the issuer lists for signing, or why there is none to use. */
function listedKeys(own, issuer, evidence) {
  const found = new Map();
  const problems = [];
  for (const id of [...own.assertion].sort()) {
    const method = issuersKey(id, issuer, own, evidence.now);
    if (method instanceof Problem) problems.push(method);
    else if (!found.has(method.key.sameAs)) found.set(method.key.sameAs, { key: method.key, id: method.id });
  }
  if (found.size) return [...found.values()];
  if (own.silent) return unknown("issuer-lists-no-keys", { issuer }, own.asOf);
  return problems[0] ?? failed("key-not-listed", { method: "", issuer }, own.asOf);
}

/** A key that is not known to be the issuer's: it tells whether the badge is whole. */
function notTheIssuers(embedded, methodId, own, problem, evidence) {
  if (embedded) return { keys: [{ key: embedded, id: "" }], problem };
  let method = own?.methods.get(ofDidKey(methodId)) ?? null;
  if (!method && /^https?:\/\//.test(methodId)) method = atAddress(methodId, "", evidence.documents, false);
  else if (!method && methodId.startsWith("did:")) {
    const other = issuerDocument(withoutFragment(methodId), evidence.documents);
    method = other instanceof Problem ? null : other.methods.get(ofDidKey(methodId));
  }
  return { keys: method?.key ? [{ key: method.key, id: "" }] : [], problem };
}

/** Compares `iss`, `sub`, `jti`, `nbf` and `exp` with the credential (VERIFY rule 5). */
export function disagreement(claims, document, issuer) {
  const subject = Array.isArray(document.credentialSubject) ? document.credentialSubject[0] : document.credentialSubject;
  const pairs = [["iss", issuer], ["jti", document.id], ["sub", isObject(subject) ? subject.id : null]];
  for (const [claim, stated] of pairs) {
    if (!(claim in claims)) continue;
    const differs = stated != null && claims[claim] !== stated;
    if (differs || typeof claims[claim] !== "string") return failed("claims-disagree", { claim });
  }
  const dates = [["nbf", "validFrom", "issuanceDate"], ["exp", "validUntil", "expirationDate"]];
  for (const [claim, ...names] of dates) {
    if (!(claim in claims)) continue;
    const at = typeof claims[claim] === "string" ? null : parseMoment(claims[claim]);
    if (!at) return failed("claims-disagree", { claim });
    for (const name of names) {
      const moment = parseMoment(document[name]);
      if (moment && Math.abs(moment.at - at.at) >= 1000) return failed("claims-disagree", { claim });
    }
  }
  return null;
}
