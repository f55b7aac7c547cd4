// Every proof of one credential, and what they come to together (wallet/verify/proofs/families.py,
// evidence.py; VC Data Integrity §2.1.1, VERIFY rule 12).

import { secured } from "./chains.js";
import { isObject, items } from "./fields.js";
import { verifyProof } from "./integrity.js";
import { verifyToken } from "./jose.js";
import { Problem, check, failed, unknown } from "./problem.js";
import { verifySelective } from "./selective.js";

const MAX_PROOFS = 20;

/** The checks `proof` and `issuer-key` of every proof that secures `document`. */
export async function proofs(parsed, document, issuer, evidence) {
  if (issuer === null) return [unknown("issuer-not-named").check("proof")];
  const verdicts = [];
  const ofToken = parsed.jws?.disclosures ? verifySelective : verifyToken;
  if (parsed.jws) verdicts.push(await ofToken(parsed.jws, parsed.claims ?? {}, document, issuer, evidence));
  const embedded = items(document.proof);
  if (embedded.length > MAX_PROOFS) return [failed("too-complex").check("proof")];
  const named = embedded.filter(isObject);
  for (const proof of embedded) verdicts.push(await verifyEmbedded(document, proof, named, issuer, evidence));
  return verdicts.length ? summedUp(verdicts) : [failed("no-proof").check("proof")];
}

/** One embedded `proof` of `document`, which `signer` is to have made for `purpose`. */
export async function verifyEmbedded(document, proof, all, signer, evidence, purpose) {
  const told = (problem) => ({ proof: problem.check("proof"), key: null, notes: [] });
  if (!isObject(proof)) return told(failed("proof-malformed"));
  const whole = secured(document, proof, all);
  return whole instanceof Problem ? told(whole) : verifyProof(whole, proof, signer, evidence, purpose);
}

/** A proof that fails, fails all; one good proof by the issuer makes the unknown rest warnings. */
export function summedUp(verdicts) {
  const suffices = verdicts.some(({ proof, key }) => proof.outcome === "passed" && key?.outcome === "passed");
  const checks = verdicts.flatMap(({ proof, notes, key }) => [proof, ...notes, key]).filter(Boolean)
    .map((one) => (suffices && one.outcome === "unknown" ? { ...one, outcome: "warning" } : one));
  if (!checks.some(({ id }) => id === "issuer-key")) checks.push(check("issuer-key", "unknown", "no-key-to-judge"));
  return checks;
}
