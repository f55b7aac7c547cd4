// SD-JWT and SD-JWT VC: a token with disclosures, and the holder's key binding
// (wallet/verify/proofs/sd_jwt.py; RFC 9901 §7.1 and §7.3, SD-JWT VC §2.4 and §3). A credential
// that a wallet keeps has no key binding; one that was handed over has, and then it must fit.

import { encodeSegment } from "./bytes.js";
import { issuerDocument } from "./controller.js";
import { hashOf } from "./disclosures.js";
import { isObject } from "./fields.js";
import { disagreement, refused, signedBy } from "./jose.js";
import { parse } from "./json.js";
import { KeyMalformed, fromJwk } from "./keys.js";
import { issuerMetadata } from "./keysets.js";
import { parseMoment } from "./moment.js";
import { Problem, Refusal, failed, unknown } from "./problem.js";
import { disclosedBy, kindOf, presented } from "./sdjwt.js";

const CLOCKS_DIFFER = 5 * 60_000;

/** {proof, key, notes}; `claims` are the token's as disclosed, `document` is what it says. */
export async function verifySelective(token, claims, document, issuer, evidence) {
  const told = (problem, key = null) => ({ proof: problem.check("proof"), key, notes: [] });
  // 1. Everything disclosed is what the issuer signed a digest of, in one place each.
  const payload = parse(token.payload);
  const amiss = undisclosed(token, payload);
  if (amiss) return told(amiss);
  // 2. The issuer's signature, or in JSON serialisation each of them, and whose key it is.
  const own = issuersDocument(claims, issuer, evidence);
  const verdicts = [];
  for (const one of [token, ...token.others]) verdicts.push(await signedBy(one, own, issuer, evidence, "SD-JWT"));
  const verdict = summedUp(verdicts);
  if (verdict.proof.outcome !== "passed") return verdict;
  // 3. The registered claims are of their kinds, and say the same as the credential.
  const differs = disagreement(claims, "vct" in claims ? {} : document, issuer);
  if (differs) return told(differs);
  // 4. Where a holder handed it over: by the key the issuer bound it to, and just so.
  const unbound = token.keyBinding ? await unboundBy(token, payload, evidence.now) : null;
  return unbound ? told(unbound, verdict.key) : verdict;
}

function undisclosed(token, payload) {
  const { reason, claim } = disclosedBy(token, payload);
  if (reason === "disclosure-hash-not-supported") return unknown("proof-type-not-supported", { type: `SD-JWT ${claim}` });
  return reason && failed(reason, { claim });
}

/** The document of `issuer` with the keys for a token of `claims`: of an SD-JWT VC its metadata, where there is any. */
export function issuersDocument(claims, issuer, { documents }) {
  const metadata = "vct" in claims && issuer.startsWith("https://") ? issuerMetadata(issuer, documents) : null;
  return metadata ?? issuerDocument(issuer, documents);
}

/** One verdict on all signatures: one that fails, fails all; else the best counts. */
function summedUp(verdicts) {
  const of = (outcome) => verdicts.filter(({ proof }) => proof.outcome === outcome);
  const verified = of("passed").filter(({ key }) => key?.outcome === "passed");
  return [...of("failed"), ...verified, ...of("passed"), ...verdicts][0];
}

/** Why the key binding does not fit, or null (§7.3 step 5). Whether `nonce` and `aud` were asked for, only who asked can tell. */
async function unboundBy(token, payload, now) {
  const binding = token.keyBinding;
  const invalid = failed("key-binding-invalid");
  const key = holdersKey(payload);
  if (key instanceof Problem) return key;
  const unsafe = refused(binding);
  if (unsafe) return unsafe;
  const algorithm = binding.header.alg;
  if (kindOf(binding) !== "kb+jwt" || !key.algorithms().includes(algorithm)) return invalid;
  const good = await key.verifies(binding.signature, binding.signingInput, algorithm);
  if (good === undefined) return unknown("not-computable-here", { type: algorithm });
  const claims = good ? claimsOf(binding) : null;
  if (claims === null) return invalid;
  const at = typeof claims.iat === "string" ? null : parseMoment(claims.iat);
  const stated = [claims.nonce, claims.aud].every((one) => typeof one === "string" && one);
  if (claims.sd_hash !== encodeSegment(hashOf(payload)(presented(token)))) return failed("key-binding-of-another");
  return stated && at && at.at <= now + CLOCKS_DIFFER ? null : invalid;
}

function claimsOf(binding) {
  try {
    const claims = parse(binding.payload);
    return isObject(claims) ? claims : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** The key in `cnf` (RFC 7800 §3.2), which is never disclosed selectively. */
function holdersKey({ cnf = null }) {
  const jwk = isObject(cnf) ? cnf.jwk ?? null : null;
  if (jwk === null) return cnf === null ? failed("key-binding-invalid") : unknown("key-not-named");
  try {
    return fromJwk(jwk);
  } catch (error) {
    if (!(error instanceof KeyMalformed)) throw error;
    return failed("key-malformed", { detail: error.message });
  }
}
