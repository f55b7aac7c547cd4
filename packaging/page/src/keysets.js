// Keys at addresses of their own (wallet/verify/key_sets.py): key sets, single JWKs, key
// documents, and the metadata of issuers of SD-JWT VC. An address counts only where the issuer's own document names it.

import { isObject, urlParts, withoutFragment } from "./fields.js";
import { parse } from "./json.js";
import { KeyMalformed, fromJwk } from "./keys.js";
import { readMethod } from "./methods.js";
import { Refusal, failed, unknown } from "./problem.js";

const MAX_KEYS = 100;
const ADDRESSES = ["jwks_uri", "jwksUri", "jwksURI"];

const method = (id, controller, key) => ({ id, controller, key, revoked: null, expires: null });

/** The keys of a JWKS as methods BASE#kid; one without `kid` is BASE#N. */
function ofSet(keySet, base, controller) {
  const found = new Map();
  const listed = isObject(keySet) && Array.isArray(keySet.keys) ? keySet.keys.slice(0, MAX_KEYS) : [];
  listed.forEach((jwk, place) => {
    const kid = isObject(jwk) ? jwk.kid : null;
    const id = `${base}#${typeof kid === "string" ? kid : place}`;
    if (!found.has(id)) found.set(id, method(id, controller, keyOrNull(jwk)));
  });
  return found;
}

/** The keys of the sets that `document` holds or names: by its own id and theirs. */
export function namedBy(document, identifier, documents) {
  let found = ofSet(document.jwks, identifier, identifier);
  for (const name of ADDRESSES) {
    const url = document[name];
    const value = typeof url === "string" ? jsonOf(documents.get(url)) : null;
    if (value === null) continue;
    for (const base of [identifier, url]) found = new Map([...ofSet(value, base, identifier), ...found]);
    const alone = atAddress(url, identifier, documents, true);
    if (alone !== null && !found.has(url)) found.set(url, { ...alone, id: url });
  }
  return found;
}

/** The key that an address holds, if that is at hand; the issuer's where the issuer has `listed` it. */
export function atAddress(methodId, issuer, documents, listed) {
  const url = withoutFragment(methodId);
  const value = jsonOf(documents.get(url));
  if (value === null) return null;
  const controller = listed ? issuer : "";
  if ("kty" in value) return method(methodId, controller, keyOrNull(value));
  if ("keys" in value) {
    const methods = ofSet(value, url, controller);
    const alone = methods.size === 1 && url === methodId ? [...methods.values()][0] : null;
    return methods.get(methodId) ?? alone;
  }
  const held = "verificationMethod" in value ? value.verificationMethod : value.publicKey;
  for (const entry of [...(Array.isArray(held) ? held : [held]), value]) {
    const found = readMethod(entry, url);
    if (found?.id === methodId) return found;
  }
  return null;
}

/** Where the metadata of an `iss` is: the well-known part before its path (SD-JWT VC §3.1); or null. */
function metadataUrl(issuer) {
  const { scheme, netloc, hostname, path, query, fragment } = urlParts(issuer);
  if (scheme !== "https" || !hostname || query || fragment) return null;
  return `https://${netloc}/.well-known/jwt-vc-issuer${path.replace(/\/+$/, "")}`;
}

/** The issuer's JWT VC metadata as a document that lists its keys, or a Problem; null where it is not at hand. */
export function issuerMetadata(issuer, documents) {
  const url = metadataUrl(issuer);
  const found = url === null ? null : documents.get(url);
  if (found?.status !== 200) return null;
  const value = jsonOf(found);
  if (value === null) return unknown("issuer-document-unreadable", { issuer, url }, found.asOf);
  if (value.issuer !== issuer) return failed("issuer-document-mismatch", { issuer, url }, found.asOf);
  const methods = namedBy(value, issuer, documents);
  const named = ADDRESSES.find((name) => name in value);
  if (!methods.size && named) return unknown("key-not-at-hand", { method: String(value[named]).slice(0, 200) }, found.asOf);
  return { id: issuer, methods, assertion: new Set(methods.keys()), authentication: new Set(), asOf: found.asOf, silent: false };
}

function keyOrNull(jwk) {
  try {
    return fromJwk(jwk);
  } catch (error) {
    if (error instanceof KeyMalformed) return null;
    throw error;
  }
}

function jsonOf(found) {
  if (found?.status !== 200) return null;
  try {
    const value = parse(found.data);
    return isObject(value) ? value : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
