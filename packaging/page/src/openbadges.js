// What Open Badges 0.5 to 2.0 say (wallet/formats/openbadges.py): assertions, and the badge class
// and issuer they point at.

import { address, firstObject, isObject, items, text, types } from "./fields.js";
import { parseMoment } from "./moment.js";
import { picture } from "./picture.js";
import { evidence } from "./verifiable.js";

export const CONTEXT_2_0 = "https://w3id.org/openbadges/v2";
export const CONTEXT_1_1 = "https://w3id.org/openbadges/v1";
const NOT_AWARDED = ["AlignmentObject", "BadgeClass", "Criteria", "CryptographicKey", "Endorsement", "Evidence",
  "Issuer", "Profile", "RevocationList"];

export function recognises(document) {
  const kinds = types(document.type);
  if (NOT_AWARDED.some((one) => kinds.has(one))) return false;
  return "badge" in document && ("recipient" in document || "verify" in document || "id" in document);
}

/** What else of Open Badges `document` is, such as a BadgeClass, or null. */
export function notAwarded(document) {
  const kinds = types(document.type);
  const kind = NOT_AWARDED.find((one) => kinds.has(one));
  if (kind) return kind;
  return "criteria" in document && "issuer" in document && !("recipient" in document) ? "BadgeClass" : null;
}

export function standard(document) {
  const contexts = items(document["@context"]).filter((one) => typeof one === "string");
  if (contexts.some((one) => one.startsWith(CONTEXT_2_0))) return "openbadges-2.0";
  if (contexts.some((one) => one.startsWith(CONTEXT_1_1))) return "openbadges-1.1";
  if ("verification" in document) return "openbadges-2.0";
  if ("uid" in document || "verify" in document || typeof document.recipient === "string") return "openbadges-1.0";
  return "@context" in document ? "openbadges-1.1" : "openbadges-1.0";
}

/** What `assertion` says, with the badge class and issuer that count for it. */
export function view(assertion, badge = null, issuer = null) {
  badge ??= firstObject(assertion.badge) ?? {};
  issuer ??= firstObject(badge.issuer) ?? {};
  const language = text(badge["@language"]) ?? text(assertion["@language"]);
  const criteria = firstObject(badge.criteria);
  const narrative = text(assertion.narrative);
  const shown = items(assertion.evidence).filter(Boolean)
    .map((one) => (isObject(one) ? evidence(one) : { url: address(one), name: null, description: null }));
  return {
    id: address(assertion.id) ?? text(assertion.uid) ?? verifyUrl(assertion),
    name: text(badge.name, language),
    description: text(badge.description, language),
    issuer: {
      id: address(issuer.id) ?? address(badge.issuer) ?? address(issuer.origin),
      name: text(issuer.name, language)
        ?? (typeof badge.issuer === "string" && !badge.issuer.includes("://") ? badge.issuer : null),
      url: address(issuer.url) ?? address(issuer.origin),
      email: text(issuer.email) ?? text(issuer.contact),
    },
    recipients: recipients(assertion),
    recipientName: null,
    achievementId: address(badge.id) ?? address(assertion.badge),
    achievementType: null,
    criteria: criteria ? text(criteria.narrative, language) : null,
    criteriaUrl: address(badge.criteria),
    issued: parseMoment("issuedOn" in assertion ? assertion.issuedOn : assertion.issued_on),
    validFrom: null,
    expires: parseMoment(assertion.expires),
    credits: [],
    skills: items(badge.alignment).filter(Boolean).map(skill),
    evidence: narrative ? [...shown, { url: null, name: null, description: narrative }] : shown,
    results: [],
    tags: items(badge.tags).map((one) => text(one)).filter(Boolean),
    picture: picture(badge.image, assertion.image),
    language,
  };
}

/** The address that the `verify` object of Open Badges 1.x names. */
export const verifyUrl = (assertion) => address(firstObject(assertion.verify)?.url);

function recipients(assertion) {
  const stated = assertion.recipient;
  if (typeof stated === "string" && stated.trim()) {
    // Open Badges 0.5: a bare address, or ALGORITHM$HEX with the salt beside it.
    return [{ type: "email", identity: stated, hashed: stated.includes("$") && !stated.includes("@") }];
  }
  const about = firstObject(stated);
  const identity = text(about?.identity);
  if (identity === null) return [];
  const hashed = about.hashed === true || (about.hashed == null && identity.includes("$"));
  return [{ type: text(about.type) ?? "email", identity, hashed }];
}

const skill = (one) => (isObject(one) ? {
  name: text("targetName" in one ? one.targetName : one.name),
  url: address("targetUrl" in one ? one.targetUrl : one.url),
  framework: text(one.targetFramework),
} : { name: null, url: address(one), framework: null });
