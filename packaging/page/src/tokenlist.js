// Token Status Lists: what SD-JWT VC and other tokens name in their `status` claim
// (wallet/verify/token_status_list.py; IETF draft-ietf-oauth-status-list §8.3). Unlike lists of bits
// in a credential, entries begin at the least significant bit of a byte, and a list may be short.

import { decodeSegment, latin1 } from "./bytes.js";
import { isObject, withoutFragment } from "./fields.js";
import { TooLarge, unzlib } from "./inflate.js";
import { signedBy } from "./jose.js";
import { parse } from "./json.js";
import { split } from "./jws.js";
import { parseMoment, rfc3339 } from "./moment.js";
import { Problem, Refusal, unknown } from "./problem.js";
import { kindOf } from "./sdjwt.js";
import { issuersDocument } from "./selective.js";
import { MAX_INFLATED, notRevoked, revoked } from "./status.js";

const TYPE = "statuslist+jwt";
const SIZES = [1, 2, 4, 8];
const CLOCKS_DIFFER = 5 * 60_000;
/** In seconds; a list that may be kept for longer never grows stale. */
const LONGEST_TTL = 1e11;
/** How a list in CBOR begins (§5.2). */
const COSE = /^(\xd2|\x84|\xd8\x3d|\xd9\xd9\xf7)/;

/** The checks of the list that `stated` names, the member `status_list` of a `status` (§6.2). */
export async function tokenListChecks(stated, credential, question) {
  const told = (problem) => [problem.check("status")];
  const { uri: url, idx: index } = isObject(stated) ? stated : {};
  if (typeof url !== "string" || !Number.isInteger(index) || index < 0) return told(unknown("status-malformed"));
  const found = question.documents.get(withoutFragment(url));
  if (found === null) return told(unknown("status-list-not-at-hand", { url }));
  if (found.status !== 200) return told(unknown("status-list-gone", { url }, found.asOf));
  const listed = await listAt(url, found, credential, question);
  if (listed instanceof Problem) return told(listed);
  const value = valueAt(listed.claims, found, index);
  if (value instanceof Problem) return told(value);
  const check = judged(value, found);
  return check.outcome === "failed" ? [check] : [check, ...staleness(listed, found, question.now)];
}

/** {claims, issued} of a list that can be relied on, or why it cannot be. */
async function listAt(url, found, credential, question) {
  const { asOf } = found;
  // 1. It is a token, and of the kind that lists are.
  const data = latin1(found.data).replace(/^[ \t-\r]+|[ \t-\r]+$/g, "");
  if (COSE.test(data)) return unknown("status-list-form-not-supported", { url, form: "CWT" }, asOf);
  const read = tokenOf(data);
  if (read === null) return unknown("status-list-unreadable", { url }, asOf);
  const { token, claims } = read;
  if (kindOf(token) !== TYPE) return unknown("status-list-wrong-type", { url }, asOf);
  // 2. It is the list of this address.
  if (claims.sub !== url) return unknown("status-list-of-another-address", { url, stated: String(claims.sub).slice(0, 200) }, asOf);
  // 3. Its issuer signed it, and is the credential's or one that is trusted; without `iss` it is the credential's.
  const issuer = "iss" in claims ? claims.iss : question.issuer;
  if (typeof issuer !== "string") return unknown("status-list-not-verified", { url: found.url }, asOf);
  const own = issuersDocument(credential, issuer, question);
  const { proof, key } = await signedBy(token, own, issuer, question, "JWT");
  if (proof.outcome !== "passed" || key?.outcome !== "passed") return unknown("status-list-not-verified", { url: found.url }, asOf);
  if (issuer !== question.issuer && !question.trusts(issuer)) return unknown("status-list-of-another", { issuer, url: found.url }, asOf);
  // 4. It holds at this time.
  return inTime(claims, found, question.now);
}

function tokenOf(data) {
  try {
    const token = split(data);
    const claims = parse(token.payload);
    return isObject(claims) ? { token, claims } : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

const numericDate = (value) => (typeof value === "string" ? null : parseMoment(value));

function inTime(claims, { url, asOf }, now) {
  const [issued, end] = [numericDate(claims.iat), numericDate(claims.exp)];
  const ttl = claims.ttl ?? null;
  const goodTtl = ttl === null || (typeof ttl === "number" && ttl > 0);
  if (!issued || (!end && "exp" in claims) || !goodTtl) return unknown("status-list-unreadable", { url }, asOf);
  if (issued.at > now + CLOCKS_DIFFER) return unknown("status-list-not-yet-valid", { url, date: issued.text }, asOf);
  if (end && now >= end.at) return unknown("status-list-expired", { url, date: end.text }, asOf);
  return { claims, issued };
}

/** The status at `index`, the least significant bits of a byte first (§4.1). */
function valueAt({ status_list: held }, { url, asOf }, index) {
  const unreadable = unknown("status-list-unreadable", { url }, asOf);
  const { bits, lst } = isObject(held) ? held : {};
  if (!SIZES.includes(bits) || typeof lst !== "string") return unreadable;
  let data;
  try {
    data = unzlib(decodeSegment(lst), MAX_INFLATED);
  } catch (error) {
    return error instanceof TooLarge ? unknown("status-list-too-large", { url }, asOf) : unreadable;
  }
  const each = 8 / bits;
  const byte = Math.floor(index / each);
  if (byte >= data.length) return unknown("status-index-outside", { url, index: String(index).slice(0, 40) }, asOf);
  return (data[byte] >> ((index % each) * bits)) & ((1 << bits) - 1);
}

/** What §7.1 gives a meaning: 0 is valid, 1 invalid, 2 suspended. */
function judged(value, { url, asOf }) {
  if (value === 0) return notRevoked(asOf, url);
  if (value === 1) return revoked("revoked", { purpose: "revocation", url }, asOf);
  if (value === 2) return revoked("suspended", { purpose: "suspension", url }, asOf);
  return unknown("status-value-not-defined", { url, value: `0x${value.toString(16)}` }, asOf).check("status");
}

/** Tells of a list older than its `ttl` (§8.3 step 4): since it was obtained, else since it was made. */
function staleness({ claims: { ttl = null }, issued }, found, now) {
  const since = found.asOf ?? issued.at;
  if (ttl === null || ttl > LONGEST_TTL || now - since <= ttl * 1000) return [];
  return [unknown("status-list-stale", { url: found.url, date: rfc3339(since), ttl: String(ttl) }, found.asOf).check("status")];
}
