// Who handed credentials over, to whom and until when: the proof of a presentation
// (wallet/verify/handover.py; VC Data Model 2.0 §4.13, VC Data Integrity 1.0 §4.4, VC-JOSE-COSE
// §3.1.2). It lends the credentials nothing.

import { forHandingOver, issuerDocument } from "./controller.js";
import { summedUp, verifyEmbedded } from "./families.js";
import { address, isObject, items } from "./fields.js";
import { signedBy } from "./jose.js";
import { parseMoment, rfc3339 } from "./moment.js";
import { check, failed, unknown } from "./problem.js";

const MAX_PROOFS = 20;
/** What a check of an issuer comes to, by what it is called of a holder. */
const OF_HOLDERS = new Map(Object.entries({
  "no-proof": "presentation-not-signed",
  "proof-expired": "presentation-expired",
  "purpose-wrong": "presentation-purpose-wrong",
  "key-listed": "holder-key-listed",
  "key-not-listed": "holder-key-not-listed",
  "key-for-other-use": "holder-key-for-other-use",
  "key-revoked": "holder-key-revoked",
  "key-in-header-only": "holder-key-in-header-only",
  "key-unreadable": "holder-key-unreadable",
  "issuer-lists-no-keys": "holder-lists-no-keys",
  "issuer-not-named": "holder-not-named",
  "issuer-not-resolvable": "holder-not-resolvable",
  "issuer-document-not-at-hand": "holder-document-not-at-hand",
  "issuer-document-gone": "holder-document-gone",
  "issuer-document-unreadable": "holder-document-unreadable",
  "issuer-document-mismatch": "holder-document-mismatch",
  "did-malformed": "holder-did-malformed",
  "did-method-not-supported": "holder-did-method-not-supported",
}));

/**
 * {holder, checks, audience, nonce, created, expires} of how `presentation` was handed over.
 * `circumstances` are {now, documents, audience, nonce}: the last two what was asked for, or null.
 */
export const handedOver = (presentation, circumstances) => (
  presentation.jws ? byToken(presentation, circumstances) : byProof(presentation, circumstances));

/** Failed if any check failed; verified by a proof with a key of the holder's own. */
export function handoverAuthenticity({ checks }) {
  const has = (...outcomes) => checks.some(({ outcome }) => outcomes.includes(outcome));
  if (has("failed")) return "failed";
  const passed = (id) => checks.some((one) => one.id === id && one.outcome === "passed");
  return passed("proof") && passed("holder-key") && !has("unknown") ? "verified" : "undetermined";
}

export const isSigned = ({ checks }) => !checks.some(({ reason }) => reason === "presentation-not-signed");

async function byProof({ document }, circumstances) {
  const proofs = items(document.proof);
  const named = proofs.filter(isObject);
  // 1. The holder.
  const holder = address(document.holder) || signer(named);
  if (!proofs.length) {
    const asked = askedOf([], [], circumstances).filter(({ outcome }) => outcome === "failed");
    return told([unknown("no-proof").check("proof")], asked, { holder });
  }
  if (proofs.length > MAX_PROOFS) return told([failed("too-complex").check("proof")], [], { holder });
  if (holder === null) return told([unknown("issuer-not-named").check("proof")]);
  // 2. Every proof, and whose key it is by.
  const verdicts = [];
  for (const one of proofs) verdicts.push(await verifyEmbedded(document, one, named, holder, circumstances, "authentication"));
  // What is said of the handing over is said by a proof; by the holder's own, where it fits.
  const good = verdicts.findIndex(({ proof, key }) => proof.outcome === "passed" && key?.outcome === "passed");
  const proof = (good < 0 ? named[0] : proofs[good]) ?? {};
  // 3. For whom and for which time of asking.
  const [audience, nonce] = [texts(proof.domain), texts(proof.challenge)];
  return told(summedUp(verdicts), askedOf(audience, nonce, circumstances),
    { holder, audience, nonce, created: parseMoment(proof.created), expires: parseMoment(proof.expires) });
}

async function byToken({ jws, claims, document }, circumstances) {
  // 1. The holder: of data model 1.1 the issuer of the token.
  const holder = address(document.holder) || (typeof claims.iss === "string" ? claims.iss : null);
  if (holder === null) return told([unknown("issuer-not-named").check("proof")]);
  // 2. The signature, and whose key it is by.
  const own = forHandingOver(issuerDocument(holder, circumstances.documents));
  let verdict = await signedBy(jws, own, holder, circumstances, "JWT");
  const problem = verdict.proof.outcome === "passed" ? claimsAmiss(claims, holder, circumstances.now) : null;
  if (problem) verdict = { ...verdict, proof: problem.check("proof") };
  // 3. For whom and for which time of asking.
  const [audience, nonce] = [texts(claims.aud), texts(claims.nonce)];
  return told(summedUp([verdict]), askedOf(audience, nonce, circumstances),
    { holder, audience, nonce, created: parseMoment(claims.iat), expires: parseMoment(claims.exp) });
}

/** What the claims of a token say that keeps it from counting, or null. */
function claimsAmiss(claims, holder, now) {
  if ("iss" in claims && claims.iss !== holder) return failed("claims-disagree", { claim: "iss" });
  for (const name of ["exp", "nbf"].filter((one) => one in claims)) {
    const moment = typeof claims[name] === "string" ? null : parseMoment(claims[name]);
    if (moment === null) return failed("proof-date-malformed", { date: String(claims[name]).slice(0, 50) });
    if (name === "exp" && now > moment.end) return failed("proof-expired", { date: rfc3339(moment.end) });
    if (name === "nbf" && now < moment.at) return failed("presentation-not-yet-valid", { date: rfc3339(moment.at) });
  }
  return null;
}

/** Whose key the first proof names, where no holder is named. */
function signer([first]) {
  const method = first?.verificationMethod;
  return typeof method === "string" && method ? method.split("#", 1)[0] : null;
}

/** For whom, and for which time of asking, it was signed, compared with what was asked for. */
const askedOf = (audience, nonce, asked) => [compared("audience", audience, asked.audience), compared("nonce", nonce, asked.nonce)];

function compared(id, stated, asked = null) {
  const facts = { stated: stated.join(", ").slice(0, 200), asked: (asked ?? "").slice(0, 200) };
  if (!stated.length) return check(id, asked === null ? "warning" : "failed", `${id}-not-stated`, facts);
  if (asked === null) return check(id, "skipped", `${id}-not-asked`, facts);
  return stated.includes(asked) ? check(id, "passed", `${id}-as-asked`, facts) : check(id, "failed", `${id}-of-another`, facts);
}

/** A text, or the texts of a list, that are not empty. */
const texts = (value) => items(value).filter((one) => typeof one === "string" && one);

function told(checks, asked = [], { holder = null, audience = [], nonce = [], created = null, expires = null } = {}) {
  const signed = checks.some(({ outcome }) => outcome === "passed");
  const renamed = checks.map((one) => (
    { ...one, id: one.id === "issuer-key" ? "holder-key" : one.id, reason: OF_HOLDERS.get(one.reason) ?? one.reason }));
  return {
    holder,
    // Nobody asks for whom something was signed that was not.
    checks: [...renamed, ...asked.filter(({ outcome }) => signed || outcome === "failed")],
    audience: audience.join(", ") || null,
    nonce: nonce.join(", ") || null,
    created,
    expires,
  };
}
