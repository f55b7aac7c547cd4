// Verification of one credential, from its bytes to a verdict, in the numbered steps of
// wallet/verify/pipeline.py. A verdict is {source, container, standard, credential, claims, checks,
// parts, endorsements, error, presentation}; `claims` are a token's.

import { REGISTRIES } from "virtual:facts";
import { saysItIsSigned, verifyHosted, verifySigned } from "./assertions.js";
import { allowance, carried } from "./carried.js";
import { types, withoutFragment } from "./fields.js";
import { proofs } from "./families.js";
import { leaving } from "./leaving.js";
import { Refusal, check, failed } from "./problem.js";
import { read } from "./read.js";
import { repaired } from "./repair.js";
import { authenticity, ordered } from "./report.js";
import { schema } from "./schema.js";
import { assertionStructure, period, recipient, recognised, verifiableStructure } from "./simple.js";
import { statusChecks } from "./status.js";
import { unpack } from "./unpack.js";

export const refusal = (source, error) => ({
  source, container: null, standard: "unknown", credential: null, claims: null, checks: [], parts: [], endorsements: [], error,
  presentation: null, leaves: null,
});

/** The verdict on the badge in `data`, with what leaves of it when it is handed on; or why none could be read. `circumstances` is {now, documents}. */
export async function verifyBytes(data, source, circumstances) {
  try {
    const artifact = unpack(data, source);
    const parsed = read(artifact, source);
    return { ...await verify(parsed, source, circumstances), leaves: leaving(artifact, parsed, source) };
  } catch (error) {
    if (error instanceof Refusal) return refusal(source, error);
    throw error;
  }
}

export async function verify(stated, source, circumstances, allowed = allowance()) {
  const { now, documents } = circumstances;
  const parsed = resolved(stated, source, documents);
  const isAssertion = /^openbadges-[12]/.test(parsed.standard);
  // 1. and 2. Structure and authenticity, and 4. what they bring of status.
  const judged = isAssertion ? await judgeAssertion(parsed, documents) : await judgeVerifiable(parsed, circumstances);
  const { document, checks } = judged;
  const baked = parsed.credential.picture?.data ? { picture: parsed.credential.picture } : {};
  const asWritten = { ...judged.credential, ...baked };
  const credential = repaired(asWritten);
  if (credential !== asWritten) checks.push(check("structure", "warning", "text-repaired"));
  // 3. Dates.
  checks.push(period(document, credential, now));
  // 5. and 6. Issuer and recipient.
  checks.push(...recognised(credential, REGISTRIES, authenticity(checks) === "verified"));
  if (!types(document.type).has("EndorsementCredential")) checks.push(recipient(credential));
  // 7. What it carries of others.
  const judge = (one, name) => verify(one, name, circumstances, allowed);
  const inner = await carried(document, source, judge, allowed);
  return {
    source,
    container: parsed.container,
    standard: parsed.standard,
    credential,
    claims: parsed.claims,
    checks: ordered([...checks, ...inner.checks]),
    parts: inner.parts,
    endorsements: inner.endorsements,
    error: null,
    presentation: null,
  };
}

/** The badge at the address, where only an address was found and it is at hand. */
function resolved(parsed, source, documents) {
  const found = parsed.address ? documents.get(withoutFragment(parsed.address)) : null;
  if (found?.status !== 200) return parsed;
  try {
    const body = read({ container: parsed.container, payload: found.data }, source);
    if (body.jws || body.address) return parsed;
    if (parsed.credential.picture?.data) body.credential.picture = parsed.credential.picture;
    return body;
  } catch (error) {
    if (error instanceof Refusal) return parsed;
    throw error;
  }
}

async function judgeAssertion(parsed, documents) {
  const shape = assertionStructure(parsed);
  if (parsed.jws) {
    const verdict = await verifySigned(parsed, documents);
    return { ...verdict, checks: [shape, ...verdict.checks] };
  }
  const verdict = verifyHosted(parsed, documents);
  const checks = [shape, ...verdict.checks];
  // Its own words: true by a signature. As JSON it has lost the one it had.
  if (saysItIsSigned(parsed.document)) checks.push(failed("no-proof").check("proof"));
  return { ...verdict, checks };
}

async function judgeVerifiable(parsed, circumstances) {
  const { document, credential } = parsed;
  const issuer = credential.issuer.id;
  const { documents, now } = circumstances;
  const question = { issuer, documents, now, verifyList: listVerifier(circumstances), trusts };
  return {
    credential,
    document,
    checks: [
      verifiableStructure(parsed),
      ...schema(parsed),
      ...await proofs(parsed, document, issuer, circumstances),
      ...await statusChecks(document, parsed.claims, question),
    ],
  };
}

const trusts = (issuer) => REGISTRIES.some((registry) => registry.issuers.has(issuer));

const listVerifier = (circumstances) => async (data) => {
  let parsed;
  try {
    parsed = read(unpack(data, ""), "");
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
  // Whatever vocabularies it names besides, a list is a plain verifiable credential.
  parsed = { ...parsed, standard: "vc-2.0" };
  const issuer = parsed.credential.issuer.id;
  const checks = [verifiableStructure(parsed), ...await proofs(parsed, parsed.document, issuer, circumstances)];
  return { document: parsed.document, authenticity: authenticity(checks), issuer, trusted: trusts(issuer) };
};
