// The one honest line on a badge (wallet/verify/headline.py), and the sentences of the four axes.

import { handoverAuthenticity } from "./handover.js";
import { authenticity, issuer, recipient, standing } from "./report.js";
import { N_, plural, words } from "./words.js";

const SOON = 90 * 86_400_000;
const TAKEN = {
  revoked: ["revoked", N_("Revoked")],
  expired: ["expired", N_("Expired")],
  suspended: ["suspended", N_("Suspended")],
  "not-yet-valid": ["not-yet-valid", N_("Not yet valid")],
};

/** {kind, text}: what matters most, first. A forgery beats all; only last comes good news. */
export function headline({ checks, credential, error }, now) {
  const told = (kind, text) => ({ kind, text });
  if (error) return told("unreadable", words("Could not be read"));
  const genuine = authenticity(checks);
  if (genuine === "failed") return told("not-verified", words("Not verified"));
  const stands = standing(checks);
  if (TAKEN[stands]) return told(TAKEN[stands][0], words(TAKEN[stands][1]));
  if (genuine === "undetermined" || stands === "unknown") return told("unchecked", words("Could not be checked"));
  const left = credential.expires ? credential.expires.end - now : Infinity;
  if (left > SOON) return told("verified", words("Verified"));
  const days = Math.floor(left / 86_400_000);
  return told("expiring", days < 1 ? words("Expires today") : plural("Expires in {n} day", "Expires in {n} days", days));
}

const AXES = {
  verified: ["passed", N_("It is whole, and its issuer made it.")],
  failed: ["failed", N_("It was changed, or its issuer did not make it.")],
  undetermined: ["unknown", N_("Whether its issuer made it cannot be told offline.")],
  current: ["passed", N_("It is valid today.")],
  expired: ["failed", N_("It has expired.")],
  "not-yet-valid": ["warning", N_("It is not valid yet.")],
  revoked: ["failed", N_("Its issuer has revoked it.")],
  suspended: ["failed", N_("Its issuer has suspended it.")],
  unknown: ["unknown", N_("Whether it stands today is not known.")],
  recognised: ["passed", N_("A registry lists the issuer it names.")],
  unrecognised: ["warning", N_("No registry at hand lists its issuer.")],
  "issuer-unknown": ["unknown", N_("Whether a registry lists its issuer is not known.")],
  "not-stated": ["unknown", N_("It does not say to whom it was given.")],
  unchecked: ["unknown", N_("It says to whom it was given; who showed it to you, this page cannot know.")],
  handed: ["passed", N_("It was given to the one who signed for handing it over.")],
};

/** The check that most tells why it is not whole, or does not stand; null where nothing is amiss. */
const WHY = [["issuer-key", "hosted", "proof", "structure"], ["status", "validity-period"]];

function why(checks, ids) {
  for (const outcome of ["failed", "unknown"]) {
    const found = ids.flatMap((id) => checks.filter((check) => check.id === id && check.outcome === outcome));
    if (found.length) return found[0];
  }
  return null;
}

/**
 * [outcome, sentence, check] of the four axes, in order: the check tells why, where there is more
 * to tell.
 */
export function axes({ checks, credential, presentation }) {
  const known = issuer(checks);
  const holder = presentation && handoverAuthenticity(presentation) === "verified" ? presentation.holder : null;
  const theirs = holder !== null && credential.recipients.some((one) => !one.hashed && one.identity === holder);
  const whom = theirs ? "handed" : recipient(checks);
  return [authenticity(checks), standing(checks), known === "unknown" ? "issuer-unknown" : known, whom]
    .map((value, place) => [AXES[value][0], words(AXES[value][1]), WHY[place] ? why(checks, WHY[place]) : null]);
}

/** The icon and colour of a headline's kind, as in the program's window. */
export const HEADLINE_TONES = {
  verified: ["good", "passed"],
  expiring: ["caution", "clock"],
  expired: ["bad", "clock"],
  revoked: ["bad", "blocked"],
  suspended: ["bad", "pause"],
  "not-yet-valid": ["caution", "clock"],
  "not-verified": ["bad", "failed"],
  unchecked: ["quiet", "unknown"],
  unreadable: ["bad", "warning"],
};
export const OUTCOME_TONES = {
  passed: ["good", "passed", N_("Passed")],
  failed: ["bad", "failed", N_("Failed")],
  warning: ["caution", "warning", N_("Note")],
  unknown: ["quiet", "unknown", N_("Not known")],
  skipped: ["quiet", "skipped", N_("Does not apply")],
};
