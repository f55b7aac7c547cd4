// What verifiable credentials say (wallet/formats/verifiable.py): Open Badges 3.0, CLR 2.0 and
// others of data models 1.1 and 2.0. Nothing here judges.

import { address, firstObject, firstOf, isObject, items, number, text, types } from "./fields.js";
import { parseMoment, rfc3339 } from "./moment.js";
import { picture } from "./picture.js";

export const CONTEXT_1_1 = "https://www.w3.org/2018/credentials/v1";
export const CONTEXT_2_0 = "https://www.w3.org/ns/credentials/v2";
const OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/";
const CLR = ["https://purl.imsglobal.org/spec/clr/v2p0/", "https://dc.imsglobal.org/draft/clr/"];
const BADGES = ["OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"];

const contextsOf = (document) => items(document["@context"]).filter((one) => typeof one === "string");
const isBadge = (kinds) => BADGES.some((one) => kinds.has(one));

export function recognises(document) {
  const kinds = new Set([...types(document.type), ...types(document["@type"])]);
  const contexts = contextsOf(document);
  return kinds.has("VerifiableCredential") || isBadge(kinds)
    || ("credentialSubject" in document && (contexts.includes(CONTEXT_1_1) || contexts.includes(CONTEXT_2_0)));
}

export function standard(document) {
  const contexts = contextsOf(document);
  const kinds = types(document.type);
  if (kinds.has("ClrCredential") || contexts.some((one) => CLR.some((start) => one.startsWith(start)))) return "clr-2.0";
  if (isBadge(kinds) || contexts.some((one) => one.startsWith(OPEN_BADGES))) return "openbadges-3.0";
  if (contexts[0] === CONTEXT_1_1) return "vc-1.1";
  return contexts[0] === CONTEXT_2_0 ? "vc-2.0" : "unknown";
}

/** The credential a JWT carries: its `vc` claim, or the claims; registered claims fill what is missing. */
export function documentOf(claims) {
  const document = { ...(isObject(claims.vc) ? claims.vc : claims) };
  if (typeof claims.iss === "string") document.issuer ??= claims.iss;
  if (typeof claims.jti === "string") document.id ??= claims.jti;
  const newer = items(document["@context"]).includes(CONTEXT_2_0);
  const names = [["nbf", "validFrom", "issuanceDate"], ["exp", "validUntil", "expirationDate"]];
  for (const [claim, young, old] of names) {
    const moment = parseMoment(claims[claim]);
    if (moment && document[young] == null && document[old] == null) document[newer ? young : old] = rfc3339(moment.at);
  }
  return document;
}

export function view(document) {
  const subject = firstObject(document.credentialSubject) ?? {};
  const achievement = firstObject(subject.achievement) ?? {};
  const issuer = firstObject(document.issuer) ?? {};
  const criteria = firstObject(achievement.criteria) ?? {};
  const language = text(achievement.inLanguage);
  const validFrom = moment(document, "validFrom", "issuanceDate");
  const named = text(achievement.name, language) ?? text(document.name, language);
  const credits = number(subject.creditsEarned) ?? number(achievement.creditsAvailable);
  return {
    id: address(document.id),
    name: named ?? (Object.keys(achievement).length || document.name ? text(subject.name) : null),
    description: text(achievement.description, language) ?? text(document.description, language),
    issuer: {
      id: address(document.issuer), name: text(issuer.name, language), url: address(issuer.url), email: text(issuer.email),
    },
    recipients: recipients(subject),
    recipientName: text(subject.name) ?? nameIdentifier(subject),
    achievementId: address(achievement.id),
    achievementType: text(achievement.achievementType),
    criteria: text(criteria.narrative, language),
    criteriaUrl: address(criteria.id),
    issued: moment(document, "awardedDate") ?? validFrom,
    validFrom,
    expires: moment(document, "validUntil", "expirationDate"),
    credits: credits === null ? [] : [credits],
    skills: items(achievement.alignment).filter(Boolean).map(skill),
    evidence: items(document.evidence).filter(isObject).map(evidence),
    results: results(subject, achievement),
    tags: items(achievement.tag).map((one) => text(one)).filter(Boolean),
    picture: picture(achievement.image, subject.image, document.image),
    language,
  };
}

const moment = (document, ...names) => firstOf(names, (name) => parseMoment(document[name]));

function recipients(subject) {
  const found = [];
  for (const one of items(subject.identifier)) {
    const identity = isObject(one) ? text(one.identityHash) : null;
    if (!identity) continue;
    const kind = text(one.identityType) ?? "";
    found.push({ type: kind === "emailAddress" ? "email" : kind, identity, hashed: one.hashed === true });
  }
  const own = address(subject.id);
  if (own?.startsWith("mailto:")) found.push({ type: "email", identity: own.slice(7), hashed: false });
  else if (own !== null) found.push({ type: own.startsWith("did:") ? "did" : "url", identity: own, hashed: false });
  return found;
}

const nameIdentifier = (subject) => firstOf(items(subject.identifier),
  (one) => (isObject(one) && one.identityType === "name" && !one.hashed ? text(one.identityHash) : null));

const skill = (one) => (isObject(one)
  ? { name: text(one.targetName), url: address(one.targetUrl), framework: text(one.targetFramework) }
  : { name: null, url: address(one), framework: null });

export const evidence = (one) => ({
  url: address(one.id), name: text(one.name), description: text(one.narrative) ?? text(one.description),
});

function results(subject, achievement) {
  const described = items(achievement.resultDescription).filter(isObject);
  return items(subject.result).filter(isObject)
    .map((one) => ({
      name: text(described.findLast((about) => typeof about.id === "string" && about.id === one.resultDescription)?.name),
      value: text(one.value) ?? text(one.status),
    }))
    .filter((one) => one.value);
}
