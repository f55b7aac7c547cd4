// The issuer's own document, and which keys it lists for what (wallet/verify/controller.py).
// A key counts only if the document found at the issuer's identifier, or derived from it, lists
// the method under `assertionMethod` and the method is the issuer's own.

import { decodeSegment } from "./bytes.js";
import { isObject, items, types, urlParts, withoutFragment } from "./fields.js";
import { parse } from "./json.js";
import { KeyMalformed, fromJwk, fromMultibase } from "./keys.js";
import { atAddress, namedBy } from "./keysets.js";
import { absolute, readMethod } from "./methods.js";
import { Problem, Refusal, failed, unknown } from "./problem.js";

const DID = /^did:[a-z0-9]+:[A-Za-z0-9._:%-]+$/;
const PORT = /^[A-Za-z0-9.-]+(%3[Aa][0-9]{1,5})?$/;
const MAX_DID = 8_000;
const MAX_ADDRESSES = 10;
const USES = ["assertionMethod", "authentication"];
const OF_KEYS = [...USES, "verificationMethod", "publicKey", "jwks", "jwks_uri", "jwksUri", "jwksURI"];

const controlled = (id, methods, assertion, authentication, asOf = null, silent = false) => (
  { id, methods, assertion: new Set(assertion), authentication: new Set(authentication), asOf, silent });

/** The document of `issuer`, a DID or a web address, or a Problem. */
export function issuerDocument(issuer, documents) {
  if (issuer.startsWith("did:")) {
    if (issuer.length > MAX_DID || !DID.test(issuer)) return failed("did-malformed", { issuer: issuer.slice(0, 200) });
    const [, method] = issuer.split(":");
    if (method === "key") return ofDidKeyDocument(issuer);
    if (method === "jwk") return ofDidJwk(issuer);
    if (method !== "web") return unknown("did-method-not-supported", { method, issuer });
    const url = didWebUrl(issuer);
    return url === null ? failed("did-malformed", { issuer }) : fetched(issuer, url, documents);
  }
  const { scheme, netloc } = urlParts(issuer);
  const readable = netloc && netloc.includes("[") === netloc.includes("]");
  if (["https", "http"].includes(scheme) && readable) return fetched(issuer, withoutFragment(issuer), documents);
  return unknown("issuer-not-resolvable", { issuer: issuer.slice(0, 200) });
}

/** Where the document of a did:web is, or null. */
export function didWebUrl(did) {
  const [host, ...path] = did.slice("did:web:".length).split(":");
  const parts = path.map(unquoted);
  const odd = (part) => part === "" || part === "." || part === ".." || /[/?#]/.test(part);
  if (!PORT.test(host) || path.some(odd) || parts.some(odd)) return null;
  return `https://${unquoted(host)}/${path.length ? [...path, "did.json"].join("/") : ".well-known/did.json"}`;
}

function unquoted(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function ofDidKeyDocument(did) {
  const text = did.slice("did:key:".length);
  return keyed(() => single(did, `${did}#${text}`, fromMultibase(text)));
}

function ofDidJwk(did) {
  return keyed(() => {
    const jwk = parse(decodeSegment(did.slice("did:jwk:".length)));
    if (isObject(jwk) && jwk.use === "enc") return controlled(did, new Map(), [], []);
    return single(did, `${did}#0`, fromJwk(jwk));
  });
}

function keyed(make) {
  try {
    return make();
  } catch (error) {
    return failed("key-malformed", { detail: error instanceof KeyMalformed ? error.message : "not a JWK" });
  }
}

function single(did, id, key) {
  const listed = ["X25519", "X448"].includes(key.name) ? [] : [id];
  return controlled(did, new Map([[id, { id, controller: did, key, revoked: null, expires: null }]]), listed, listed);
}

function fetched(issuer, url, documents) {
  const found = documents.get(url);
  if (found === null) return unknown("issuer-document-not-at-hand", { issuer, url });
  const read = readDocument(issuer, found);
  if (read instanceof Problem) return read;
  const { document, profile } = read;
  let methods = new Map(document.methods);
  const assertion = new Set(document.assertion);
  if (profile) {
    const ofSets = namedBy(profile, issuer, documents);
    methods = new Map([...ofSets, ...methods]);
    for (const id of ofSets.keys()) assertion.add(id);
  }
  const elsewhere = [...assertion].filter((id) => !methods.has(id) && id.startsWith("https://")).sort();
  for (const address of elsewhere.slice(0, MAX_ADDRESSES)) {
    const method = atAddress(address, issuer, documents, true);
    if (method !== null) methods.set(address, { ...method, id: address });
  }
  return { ...document, methods, assertion };
}

function readDocument(identifier, found) {
  const facts = { issuer: identifier, url: found.url };
  if (found.status !== 200) return unknown("issuer-document-gone", facts, found.asOf);
  let document;
  try {
    document = parse(found.data);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return unknown("issuer-document-unreadable", facts, found.asOf);
  }
  if (!isObject(document) || document.id !== identifier) return failed("issuer-document-mismatch", facts, found.asOf);
  const methods = new Map();
  for (const name of ["verificationMethod", "publicKey"]) listed(methods, items(document[name]), identifier);
  const [assertion, authentication] = USES.map((use) => listed(methods, items(document[use]), identifier));
  const profile = isProfile(document, identifier);
  if (profile) assertion.push(...listed(methods, items(document.publicKey), identifier));
  const silent = !identifier.startsWith("did:") && !OF_KEYS.some((name) => name in document);
  return {
    document: controlled(identifier, methods, assertion, authentication, found.asOf, silent),
    profile: profile ? document : null,
  };
}

/** Whether it is an issuer's profile that lists keys and no uses of them: they are for issuing. */
function isProfile(document, identifier) {
  if (identifier.startsWith("did:") || [...USES, "verificationMethod"].some((name) => name in document)) return false;
  const kinds = types(document.type);
  const badges = "publicKey" in document && (kinds.has("Profile") || kinds.has("Issuer"));
  return badges || ["jwks", "jwks_uri", "jwksUri", "jwksURI"].some((name) => name in document);
}

/** Take the methods among `entries`, the first of an id; return the ids of all. */
function listed(methods, entries, base) {
  const ids = [];
  for (const entry of entries) {
    if (typeof entry === "string") {
      ids.push(absolute(entry, base));
      continue;
    }
    const method = readMethod(entry, base);
    if (method === null) continue;
    if (!methods.has(method.id)) methods.set(method.id, method);
    ids.push(method.id);
  }
  return ids;
}

/** A method's id, completed where it is a bare did:key: there the DID is the key. */
export function ofDidKey(methodId) {
  if (!methodId.startsWith("did:key:") || methodId.includes("#")) return methodId;
  return `${methodId}#${methodId.slice("did:key:".length)}`;
}

/** A holder's own document as that of one who proves to be who they are; a Problem stays one. */
export const forHandingOver = (document) => (
  document instanceof Problem ? document : { ...document, assertion: document.authentication });

/** The method if `document`, the issuer's own, lists it to sign credentials with, or a Problem. */
export function issuersKey(stated, issuer, document, now) {
  const methodId = ofDidKey(stated);
  const facts = { method: methodId, issuer };
  const method = document.methods.get(methodId);
  if (!document.assertion.has(methodId)) {
    if (document.silent) return unknown("issuer-lists-no-keys", { issuer }, document.asOf);
    return failed(method ? "key-for-other-use" : "key-not-listed", facts, document.asOf);
  }
  if (!method) {
    if (methodId.startsWith("https://")) return unknown("key-not-at-hand", { method: methodId }, document.asOf);
    return failed("key-not-listed", facts, document.asOf);
  }
  if (method.controller !== issuer) return failed("key-of-another", facts, document.asOf);
  if (method.key === null) return unknown("key-unreadable", facts, document.asOf);
  const date = { method: methodId };
  if (method.revoked && now >= method.revoked.at) {
    return failed("key-revoked", { ...date, date: method.revoked.text }, document.asOf);
  }
  if (method.expires && now >= method.expires.end) {
    return unknown("key-expired", { ...date, date: method.expires.text }, document.asOf);
  }
  return method;
}
