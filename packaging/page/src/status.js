// Whether the issuer has revoked or suspended a credential (wallet/verify/status.py and
// status_list.py; Bitstring Status List 1.0 §3.2). The page fetches nothing: a list counts only
// where it is enclosed, with its date; without it the answer is not known.

import { decodeSegment } from "./bytes.js";
import { address, firstObject, isObject, items, number, text, types, urlParts, withoutFragment } from "./fields.js";
import { TooLarge, gunzip } from "./inflate.js";
import { parse } from "./json.js";
import { parseMoment, rfc3339 } from "./moment.js";
import { Problem, Refusal, check, failed, unknown } from "./problem.js";
import { tokenListChecks } from "./tokenlist.js";

const MIN_ENTRIES = 131_072;
export const MAX_INFLATED = 16 * 1024 * 1024;
const REVOCATIONS = "1EdTechRevocationList";
const LISTS = [
  {
    entry: "BitstringStatusListEntry", index: "statusListIndex", url: "statusListCredential",
    credential: "BitstringStatusListCredential", subject: "BitstringStatusList", multibase: true, purpose: null,
  },
  {
    entry: "StatusList2021Entry", index: "statusListIndex", url: "statusListCredential",
    credential: "StatusList2021Credential", subject: "StatusList2021", multibase: false, purpose: null,
  },
  {
    entry: "RevocationList2020Status", index: "revocationListIndex", url: "revocationListCredential",
    credential: "RevocationList2020Credential", subject: "RevocationList2020", multibase: false, purpose: "revocation",
  },
];

export const revoked = (reason, facts, asOf) => failed(reason, facts, asOf).check("status");

export function notRevoked(asOf, url) {
  const facts = { url, purpose: "revocation" };
  if (asOf === null) return check("status", "passed", "not-revoked-undated", facts);
  return check("status", "passed", "not-revoked", { ...facts, date: rfc3339(asOf) }, asOf);
}

/**
 * The checks of every `credentialStatus` entry, and of a token's `status` claim. `question` is {issuer, documents, verifyList, now};
 * `verifyList` gives {document, authenticity, issuer, trusted} of a list's bytes, or null; `trusts`
 * tells whether a registry lists an issuer. `claims` are those of the token that it came as, or null.
 */
export async function statusChecks(document, claims, question) {
  const entries = items(document.credentialStatus);
  const claim = claims?.status ?? null;
  if (!entries.length && claim === null) return [check("status", "skipped", "no-status")];
  const checks = [];
  for (const entry of entries) checks.push(...await ofEntry(entry, document, question));
  if (claim !== null) checks.push(...await ofClaim(claim, document, question));
  return checks;
}

/** Every way that a `status` claim names (Token Status List §6.1). */
async function ofClaim(stated, document, question) {
  if (!isObject(stated) || !Object.keys(stated).length) return [unknown("status-malformed").check("status")];
  const checks = [];
  for (const [way, about] of Object.entries(stated)) {
    if (way === "status_list") checks.push(...await tokenListChecks(about, document, question));
    else checks.push(unknown("status-type-not-supported", { type: way.slice(0, 100) }).check("status"));
  }
  return checks;
}

async function ofEntry(entry, document, question) {
  if (!isObject(entry)) return [unknown("status-malformed").check("status")];
  const kinds = types(entry.type);
  const kind = LISTS.find((one) => kinds.has(one.entry));
  if (kind) return ofList(kind, entry, question);
  if (kinds.has(REVOCATIONS)) return [inRevocations(entry.id, document.id, question)];
  return [unknown("status-type-not-supported", { type: ([...kinds].sort()[0] ?? "").slice(0, 100) }).check("status")];
}

/** 1EdTech Revocation List 1.0: not signed, so its address must be https and its issuer the same. */
function inRevocations(url, credentialId, question) {
  const told = (problem) => problem.check("status");
  if (typeof url !== "string" || typeof credentialId !== "string") return told(unknown("status-malformed"));
  const found = question.documents.get(withoutFragment(url));
  if (found === null) return told(unknown("status-list-not-at-hand", { url }));
  if (found.status !== 200) return told(unknown("status-list-gone", { url }, found.asOf));
  if (urlParts(url).scheme !== "https") return told(unknown("status-list-insecure", { url }, found.asOf));
  const listed = objectOrNull(found.data);
  const names = ["revokedCredential", "revokedCredentials"];
  if (!listed || !names.some((name) => name in listed)) return told(unknown("status-list-unreadable", { url }, found.asOf));
  const issuer = address(listed.issuer);
  if (issuer === null || issuer !== question.issuer) {
    return told(unknown("status-list-of-another", { url, issuer: String(issuer) }, found.asOf));
  }
  const entry = names.flatMap((name) => items(listed[name])).map((one) => (isObject(one) ? one : { id: one }))
    .find((one) => one.id === credentialId && one.revoked !== false);
  if (!entry) return notRevoked(found.asOf, url);
  const because = text(entry.revocationReason);
  return because ? revoked("revoked-because", { because, url }, found.asOf) : revoked("revoked", { url }, found.asOf);
}

function objectOrNull(data) {
  try {
    const value = parse(data);
    return isObject(value) ? value : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

async function ofList(kind, stated, question) {
  const entry = entryOf(kind, stated);
  if (entry === null) return [unknown("status-malformed").check("status")];
  const found = question.documents.get(withoutFragment(entry.url));
  if (found === null) return [unknown("status-list-not-at-hand", { url: entry.url }).check("status")];
  if (found.status !== 200) return [unknown("status-list-gone", { url: entry.url }, found.asOf).check("status")];
  const subject = await subjectOf(entry, found, question);
  if (subject instanceof Problem) return [subject.check("status")];
  const value = bits(subject, entry, found);
  if (value instanceof Problem) return [value.check("status")];
  const told = judged(entry, value, found);
  return told.outcome === "failed" ? [told] : [told, ...staleness(subject, found, question.now)];
}

function entryOf(kind, stated) {
  const url = stated[kind.url];
  const purpose = kind.purpose ?? stated.statusPurpose;
  const index = strictIndex(stated[kind.index]);
  const size = number("statusSize" in stated ? stated.statusSize : 1);
  if (typeof url !== "string" || typeof purpose !== "string" || index === null) return null;
  if (size === null || !Number.isInteger(size) || size < 1 || size > 64) return null;
  return { kind, url, purpose, index, size, messages: stated.statusMessage };
}

function strictIndex(value) {
  if (typeof value === "string" && /^[0-9]{1,15}$/.test(value)) return Number(value);
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function judged(entry, value, found) {
  const facts = { purpose: entry.purpose, url: entry.url, ...(found.asOf !== null && { date: rfc3339(found.asOf) }) };
  const told = (outcome, reason, more = {}) => check("status", outcome, reason, { ...facts, ...more }, found.asOf);
  const set = value !== 0n;
  if (entry.purpose === "message") {
    const hex = `0x${value.toString(16)}`;
    const said = items(entry.messages).find((one) => isObject(one) && sameValue(one.status, value));
    const message = text(said?.message);
    return message ? told("warning", "status-message-text", { value: hex, message: message.slice(0, 500) })
      : told("warning", "status-message", { value: hex });
  }
  if (entry.purpose === "refresh") return set ? told("warning", "status-refresh-set") : told("passed", "status-refresh-clear");
  if (entry.purpose !== "revocation" && entry.purpose !== "suspension") {
    return told("warning", set ? "status-purpose-set" : "status-purpose-clear");
  }
  const suspension = entry.purpose === "suspension";
  if (set) return told("failed", suspension ? "suspended" : "revoked");
  return told("passed", `${suspension ? "not-suspended" : "not-revoked"}${found.asOf === null ? "-undated" : ""}`);
}

const sameValue = (stated, value) => typeof stated === "string" && /^0x[0-9a-f]+$/i.test(stated) && BigInt(stated) === value;

/** Tells of a list kept for longer than its `ttl` in milliseconds (§2.2): too old to say. */
function staleness(subject, found, now) {
  const ttl = number(subject.ttl);
  if (ttl === null || !(ttl >= 0 && ttl < 1e14) || found.asOf === null || now - found.asOf <= ttl) return [];
  return [check("status", "unknown", "status-list-stale", { url: found.url, date: rfc3339(found.asOf) }, found.asOf)];
}

/** The list inside its credential, or why it cannot be relied on. */
async function subjectOf(entry, found, question) {
  const { url, asOf } = found;
  const verdict = await question.verifyList(found.data);
  if (verdict === null) return unknown("status-list-unreadable", { url }, asOf);
  const { document } = verdict;
  if (!types(document.type).has(entry.kind.credential)) return unknown("status-list-wrong-type", { url }, asOf);
  if (verdict.authenticity !== "verified") return unknown("status-list-not-verified", { url }, asOf);
  if (verdict.issuer !== question.issuer && !verdict.trusted) {
    return unknown("status-list-of-another", { url, issuer: String(verdict.issuer) }, asOf);
  }
  const lapsed = outsideItsPeriod(document, found, question.now);
  if (lapsed) return lapsed;
  const subject = firstObject(document.credentialSubject) ?? {};
  if (!types(subject.type).has(entry.kind.subject)) return unknown("status-list-wrong-type", { url }, asOf);
  if (!entry.kind.purpose && !items(subject.statusPurpose).includes(entry.purpose)) {
    return unknown("status-list-other-purpose", { url, purpose: entry.purpose }, asOf);
  }
  return subject;
}

function outsideItsPeriod(document, { url, asOf }, now) {
  for (const name of ["validFrom", "issuanceDate"]) {
    const start = parseMoment(document[name]);
    if (start && now < start.at) return unknown("status-list-not-yet-valid", { url, date: start.text }, asOf);
  }
  for (const name of ["validUntil", "expirationDate"]) {
    const end = parseMoment(document[name]);
    if (end && now > end.end) return unknown("status-list-expired", { url, date: end.text }, asOf);
    if (document[name] != null && !end) return unknown("status-list-unreadable", { url }, asOf);
  }
  return null;
}

/** The entry's bits, the most significant first (§3.3, §3.4). */
function bits(subject, entry, found) {
  const { url, asOf } = found;
  const data = inflatedList(subject.encodedList, entry.kind, found);
  if (data instanceof Problem) return data;
  const { index, size } = entry;
  if ((index + 1) * size > data.length * 8) return unknown("status-index-outside", { url, index: String(index) }, asOf);
  let value = 0n;
  for (let bit = index * size; bit < (index + 1) * size; bit += 1) {
    value = (value << 1n) | BigInt((data[Math.floor(bit / 8)] >> (7 - (bit % 8))) & 1);
  }
  if (Math.floor((data.length * 8) / size) < MIN_ENTRIES) {
    return unknown(value ? "status-list-too-short-set" : "status-list-too-short", { url }, asOf);
  }
  return value;
}

/** The bytes of a list; the older kinds were written in either base64 alphabet. */
function inflatedList(encoded, kind, { url, asOf }) {
  const unreadable = unknown("status-list-unreadable", { url }, asOf);
  const written = address(encoded);
  if (written === null || (kind.multibase && !written.startsWith("u"))) return unreadable;
  let segment = written.replace(/^u/, "");
  if (!kind.multibase) segment = segment.replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_");
  try {
    return gunzip(decodeSegment(segment), MAX_INFLATED);
  } catch (error) {
    return error instanceof TooLarge ? unknown("status-list-too-large", { url }, asOf) : unreadable;
  }
}
