// The sentence for every reason code, as in wallet/verify/reasons.py, and the contract's RESULT.

import { REASONS, WHAT } from "virtual:sentences";
import { encodeBase64 } from "./bytes.js";
import { handoverAuthenticity } from "./handover.js";
import { localDay, parseMoment, rfc3339 } from "./moment.js";
import { drawable } from "./picture.js";
import { authenticity, issuer, recipient, standing } from "./report.js";
import { N_, colon, spoken, words } from "./words.js";

/** What only a page can meet, and what it would be wrong to advise where there is no wallet. */
const OWN = {
  "no-identities": N_("This page knows nobody's addresses, so it compared none."),
  "not-computable-here": N_("Its kind of signature ({type}) cannot be checked here: this browser lacks what it needs."),
};
const MOMENTS = new Set(["start", "end", "date", "now"]);

export function sentence({ reason, facts }) {
  const told = Object.entries(facts).map(([name, fact]) => {
    const moment = MOMENTS.has(name) ? parseMoment(fact) : null;
    return [name, moment?.precision === "instant" ? localDay(moment.at) : fact];
  });
  const named = Object.fromEntries(told);
  if (reason === "schema-mismatch") named.what = words(WHAT[facts.what] ?? WHAT.other, facts);
  return words(OWN[reason] ?? REASONS[reason], named);
}

/** One line: what could not be read, and what to do. */
export function refusalSentence({ what, advice, facts }) {
  const line = words(what, facts) + colon() + words(advice, facts);
  return `${line.charAt(0).toLocaleUpperCase(spoken())}${line.slice(1)}.`;
}

/** A RESULT of the program's contract, for tests and for other programs. */
export function resultJson(verdict) {
  const { checks, credential, error } = verdict;
  return {
    source: verdict.source?.words ? words(verdict.source.words, verdict.source.facts) : verdict.source,
    container: verdict.container,
    standard: verdict.standard,
    credential: credential && { ...credentialJson(credential), parts: verdict.parts.map(resultJson) },
    authenticity: authenticity(checks),
    standing: standing(checks),
    issuer: issuer(checks),
    recipient: recipient(checks),
    checks: checks.map(checkJson),
    error: error && { code: error.code, message: refusalSentence(error) },
    endorsements: verdict.endorsements.map(resultJson),
    presentation: verdict.presentation && presentationJson(verdict.presentation),
  };
}

const presentationJson = (handover) => ({
  ...handover,
  authenticity: handoverAuthenticity(handover),
  created: handover.created?.text ?? null,
  expires: handover.expires?.text ?? null,
  checks: handover.checks.map(checkJson),
});

const checkJson = (check) => ({
  id: check.id, outcome: check.outcome, reason: check.reason, detail: sentence(check),
  as_of: check.asOf === null ? null : rfc3339(check.asOf),
});

function credentialJson(credential) {
  const [first] = credential.recipients;
  const { picture } = credential;
  const type = picture?.data ? drawable(picture.data) : null;
  return {
    id: credential.id,
    name: credential.name,
    description: credential.description,
    issuer: credential.issuer,
    recipient: first?.identity ?? credential.recipientName,
    recipient_name: credential.recipientName,
    achievement_id: credential.achievementId,
    achievement_type: credential.achievementType,
    issued: credential.issued?.text ?? null,
    valid_from: credential.validFrom?.text ?? null,
    expires: credential.expires?.text ?? null,
    credits: credential.credits.map((value) => ({ framework: null, value })),
    skills: credential.skills,
    image: type ? `data:${type};base64,${encodeBase64(picture.data)}` : picture?.url ?? null,
  };
}
