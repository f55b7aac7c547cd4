// Presentations: badges handed over together, by somebody who signed for that (VC Data Model 2.0
// §4.13, VC Data Integrity 1.0 §2.1 "authentication"). The holder's signature says who handed them
// over, for whom and until when; it lends the badges nothing.

import { parsedOf } from "./carried.js";
import { secured } from "./chains.js";
import { address, isObject, items, types } from "./fields.js";
import { verifyProof } from "./integrity.js";
import { Problem, Refusal, check, failed } from "./problem.js";
import { CONTEXT_1_1, CONTEXT_2_0 } from "./verifiable.js";
import { refusal, verify } from "./pipeline.js";
import { N_ } from "./words.js";

const MAX_CREDENTIALS = 50;
const MAX_PROOFS = 5;

export const isPresentation = (document) => isObject(document) && types(document.type).has("VerifiablePresentation");

/** {presentation, results}: who handed over what, and a verdict on each badge. */
export async function verifyPresentation(document, circumstances, pause) {
  const inner = items(document.verifiableCredential);
  if (inner.length > MAX_CREDENTIALS) {
    throw new Refusal("too-large", N_("this presentation holds more than {limit} badges"),
      N_("ask for fewer of them at once"), { limit: MAX_CREDENTIALS });
  }
  const results = [];
  for (const [place, value] of inner.entries()) {
    const name = { words: N_("badge {n}"), facts: { n: place + 1 } };
    const parsed = parsedOf(value, name);
    results.push(parsed ? await verify(parsed, name, circumstances) : refusal(name, new Refusal("not-a-badge",
      N_("{name} is no badge"), N_("choose the badge file that your issuer sent you"), { name })));
    await pause();
  }
  return { presentation: await handedOver(document, circumstances), results };
}

/** Who signed for handing it over: {holder, state, checks, domain, challenge, created, expires}. */
async function handedOver(document, circumstances) {
  const proofs = items(document.proof);
  const [first] = items(document["@context"]);
  const stated = isObject(proofs[0]) ? proofs[0] : {};
  const method = typeof stated.verificationMethod === "string" ? stated.verificationMethod : null;
  const holder = address(document.holder) ?? method?.split("#", 1)[0] ?? null;
  const about = { holder, domain: textOf(stated.domain), challenge: textOf(stated.challenge), created: stated.created ?? null, expires: stated.expires ?? null };
  if (!proofs.length) return { ...about, state: "unsigned", checks: [check("proof", "warning", "no-proof")] };
  if (first !== CONTEXT_1_1 && first !== CONTEXT_2_0) return { ...about, state: "failed", checks: [failed("context-order").check("structure")] };
  if (proofs.length > MAX_PROOFS) return { ...about, state: "failed", checks: [failed("too-complex").check("proof")] };
  const checks = [];
  for (const proof of proofs) {
    if (!isObject(proof) || holder === null) {
      checks.push(failed("proof-malformed").check("proof"));
      continue;
    }
    const whole = secured(document, proof, proofs.filter(isObject));
    const verdict = whole instanceof Problem ? { proof: whole.check("proof"), key: null }
      : await verifyProof(whole, proof, holder, circumstances, "authentication");
    checks.push(verdict.proof, ...(verdict.key ? [verdict.key] : []));
  }
  const has = (outcome) => checks.some((one) => one.outcome === outcome);
  const state = has("failed") ? "failed" : has("unknown") || checks.length < 2 ? "undetermined" : "signed";
  return { ...about, state, checks };
}

const textOf = (value) => items(value).filter((one) => typeof one === "string").join(", ") || null;
