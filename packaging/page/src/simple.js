// The checks that need no evidence but the credential, the clock and the built-in registries:
// its form, its dates, its issuer's place in a registry, its recipient
// (wallet/verify/structure.py, period.py, trust.py, recipient.py).

import { address, firstObject, isObject, items, types } from "./fields.js";
import { parseMoment, rfc3339 } from "./moment.js";
import * as openbadges from "./openbadges.js";
import { check, failed, unknown } from "./problem.js";
import { CONTEXT_1_1, CONTEXT_2_0 } from "./verifiable.js";

const AWARDS = ["OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"];
const DATES = ["validFrom", "issuanceDate", "validUntil", "expirationDate", "issuedOn", "expires"];

const malformed = (reason, facts) => failed(reason, facts).check("structure");

/** VC Data Model 2.0 §4.3 to §4.9, Open Badges 3.0 §8.1. */
export function verifiableStructure(parsed) {
  const { document, claims } = parsed;
  if (parsed.standard === "sd-jwt-vc") return sdJwtVcStructure(parsed);
  const [first] = items(document["@context"]);
  if (first !== CONTEXT_1_1 && first !== CONTEXT_2_0) return malformed("context-order");
  const kinds = types(document.type);
  if (!kinds.has("VerifiableCredential")) return malformed("type-missing", { type: "VerifiableCredential" });
  if (parsed.standard === "openbadges-3.0" && !AWARDS.some((one) => kinds.has(one))) {
    return malformed("type-missing", { type: "OpenBadgeCredential" });
  }
  const issuer = address(document.issuer);
  if (items(document.issuer).length !== 1 || !issuer?.includes(":")) return malformed("issuer-missing");
  const subjects = items(document.credentialSubject);
  if (!subjects.length || !subjects.every((one) => isObject(one) && Object.keys(one).length)) return malformed("subject-missing");
  if (claims !== null && "vc" in claims) {
    if (!isObject(claims.vc)) return malformed("claims-malformed");
    if (first === CONTEXT_2_0) return malformed("vc-claim-in-2.0");
  }
  return wellFormed(parsed);
}

/** SD-JWT VC §2.2.2: what it is, and by whom. */
function sdJwtVcStructure(parsed) {
  const { vct, iss } = parsed.document;
  if (typeof vct !== "string" || !vct) return malformed("field-missing", { field: "vct" });
  if (typeof iss !== "string" || !iss.includes(":")) return malformed("issuer-missing");
  return wellFormed(parsed);
}

/** Open Badges 2.0 §4.1.1 and §4.2; 1.x and 0.5 ask for less. */
export function assertionStructure(parsed) {
  const { document } = parsed;
  if (parsed.address !== null) return unknown("address-only", { url: parsed.address }).check("structure");
  const contexts = items(document["@context"]).filter((one) => typeof one === "string");
  const known = (one) => one.startsWith(openbadges.CONTEXT_1_1) || one.startsWith(openbadges.CONTEXT_2_0);
  if (contexts.length && !contexts.some(known)) {
    return malformed("context-not-open-badges", { context: contexts[0].slice(0, 200) });
  }
  const isNewer = parsed.standard === "openbadges-2.0";
  if (("type" in document || isNewer) && !types(document.type).has("Assertion")) {
    return malformed("type-missing", { type: "Assertion" });
  }
  const badge = firstObject(document.badge);
  const asked = [
    ["badge", address(document.badge) !== null || (badge !== null && Object.keys(badge).length > 0)],
    ["recipient", parsed.credential.recipients.length > 0],
    ...(isNewer ? [["issuedOn", document.issuedOn != null], ["verification", document.verification != null]] : []),
  ];
  const missing = asked.find(([, present]) => !present);
  return missing ? malformed("field-missing", { field: missing[0] }) : wellFormed(parsed);
}

function wellFormed(parsed) {
  const baked = parsed.container === "png" || parsed.container === "svg";
  return check("structure", "passed", baked ? "well-formed-in-picture" : "well-formed", { standard: parsed.standard });
}

/** VC Data Model 2.0 §4.9: a date without a time lasts to the end of that day. */
export function period(document, credential, now) {
  for (const name of DATES) {
    if (document[name] != null && parseMoment(document[name]) === null) {
      return unknown("date-malformed", { date: String(document[name]).slice(0, 50) }).check("validity-period");
    }
  }
  const start = credential.validFrom ?? credential.issued;
  const end = credential.expires;
  const facts = { ...(start && { start: start.text }), ...(end && { end: end.text }), now: rfc3339(now) };
  if (end && now > end.end) return check("validity-period", "failed", "expired", facts);
  if (start && now < start.at) return check("validity-period", "failed", "not-yet-valid", facts);
  const reason = end ? (start ? "in-period" : "until") : start ? "no-end" : "no-dates";
  const assumed = [start, end].some((moment) => moment && !moment.isPlaced);
  return check("validity-period", "passed", assumed ? `${reason}-zone-assumed` : reason, facts);
}

/** One check for every registry that lists the issuer the credential names. */
export function recognised(credential, registries, authentic) {
  if (!registries.length) return [unknown("no-registry").check("issuer-recognised")];
  const { id } = credential.issuer;
  if (id === null) return [unknown("issuer-not-named").check("issuer-recognised")];
  const listing = registries.filter((registry) => registry.issuers.has(id));
  const vouching = listing.filter((registry) => !registry.test);
  const telling = vouching.length ? vouching : listing;
  if (telling.length) {
    return telling.map((registry) => {
      const reason = registry.test ? "issuer-in-test-registry" : authentic ? "issuer-in-registry" : "named-issuer-in-registry";
      return check("issuer-recognised", "passed", reason, { registry: registry.name, name: registry.issuers.get(id) }, registry.asOf);
    });
  }
  const dates = registries.map((registry) => registry.asOf).filter((date) => date !== null);
  return [check("issuer-recognised", "warning", "issuer-not-in-registry", { count: String(registries.length) },
    dates.length ? Math.min(...dates) : null)];
}

/** The page has nobody's addresses to compare with. */
export function recipient(credential) {
  const stated = credential.recipients.length > 0 || credential.recipientName !== null;
  return stated ? check("recipient", "unknown", "no-identities") : check("recipient", "skipped", "recipient-not-stated");
}
