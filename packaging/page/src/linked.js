// The documents that an Open Badges 0.5 to 2.0 assertion points at (wallet/verify/linked.py). A
// badge class or issuer held inside a document speaks for the host that document came from only.

import { address, firstObject, isObject, items, urlParts, withoutFragment } from "./fields.js";
import { parse } from "./json.js";
import { Problem, Refusal, unknown } from "./problem.js";

export const GONE = 410;

/** [object, document] found at `url`, or a Problem. */
export function jsonAt(url, documents) {
  const found = documents.get(withoutFragment(url));
  if (found === null) return unknown("document-not-at-hand", { url });
  if (found.status !== 200) return unknown("document-gone", { url }, found.asOf);
  try {
    const value = parse(found.data);
    if (isObject(value)) return [value, found];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  return unknown("document-unreadable", { url }, found.asOf);
}

const linked = (badge, issuer, issuerId, problem, asOf) => ({ badge, issuer, issuerId, problem, asOf });

/** Follows `badge` and `issuer` of an assertion that came from `host` (null: a copy). */
export function follow(assertion, host, documents) {
  let badge = firstObject(assertion.badge);
  let badgeHost = host;
  let asOf = null;
  if (badge === null) {
    const url = address(assertion.badge);
    if (url === null) return linked(null, null, null, unknown("badge-class-not-named"), null);
    const at = jsonAt(url, documents);
    if (at instanceof Problem) return linked(null, null, null, at, null);
    badge = at[0];
    badgeHost = urlParts(url);
    asOf = at[1].asOf;
  }
  const inside = firstObject(badge.issuer);
  let issuerId = address(badge.issuer);
  if (inside !== null && issuerId === null) {
    // Open Badges 0.5 and 1.0: an issuer without an address of its own has an origin.
    issuerId = address(inside.origin) ?? address(inside.url);
    if (sameOrigin(issuerId, badgeHost)) return linked(badge, inside, issuerId, null, asOf);
  }
  if (issuerId === null) return linked(badge, inside, null, unknown("issuer-not-named"), asOf);
  if (!isWeb(issuerId)) return linked(badge, inside, issuerId, unknown("issuer-not-http", { issuer: issuerId }), asOf);
  const at = jsonAt(issuerId, documents);
  if (at instanceof Problem) {
    const vouched = inside !== null && sameOrigin(issuerId, badgeHost);
    return linked(badge, inside, issuerId, vouched ? null : at, asOf);
  }
  const [issuer, found] = at;
  const oldest = earliest(asOf, found.asOf);
  const stated = address(issuer.id);
  const other = stated !== null && stated !== issuerId;
  const problem = other ? unknown("issuer-document-mismatch", { issuer: issuerId, url: issuerId }, found.asOf) : null;
  return linked(badge, issuer, issuerId, problem, oldest);
}

export function earliest(...dates) {
  const known = dates.filter((date) => date !== null);
  return known.length ? Math.min(...known) : null;
}

export function isWeb(url) {
  const { scheme, hostname } = urlParts(url);
  return (scheme === "http" || scheme === "https") && hostname !== "";
}

const sameOrigin = (url, host) => url !== null && host !== null && urlParts(url).netloc === host.netloc;

/** Whether the issuer allows assertions at `url` (Open Badges 2.0 §4.1.8), compared as parsed addresses. */
export function inScope(url, chain) {
  const parts = urlParts(url);
  const own = urlParts(chain.issuerId ?? "");
  for (const holder of [chain.issuer, chain.badge]) {
    const about = firstObject(holder?.verification) ?? {};
    const texts = (value) => items(value).filter((one) => typeof one === "string");
    const origins = texts(about.allowedOrigins);
    const starts = texts(about.startsWith);
    const hostOf = (origin) => (origin.includes("://") ? urlParts(origin).netloc : origin);
    if (origins.length && !origins.some((one) => hostOf(one) === parts.netloc)) return false;
    if (starts.length && !starts.some((one) => begins(parts, urlParts(one)))) return false;
    if (holder === chain.issuer && !origins.length && !starts.length && own.netloc !== parts.netloc) return false;
  }
  return true;
}

function begins(url, start) {
  if (url.scheme !== start.scheme || url.netloc !== start.netloc) return false;
  if (url.path.split("/").some((part) => part === "." || part === "..")) return false;
  const prefix = start.path;
  return url.path === prefix || url.path.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`);
}
