// Open Badges 0.5 to 2.0 (wallet/verify/hosted.py and signed.py): hosted badges are true by what
// their issuer's address says, signed ones by a key that the issuer's own profile lists.
// Documents are those enclosed with the page; without them it is not known.

import { address, firstObject, isObject, items, text, types, urlParts, withoutFragment } from "./fields.js";
import { refused } from "./jose.js";
import { KeyMalformed, fromPem } from "./keys.js";
import { GONE, earliest, follow, inScope, isWeb, jsonAt } from "./linked.js";
import { rfc3339 } from "./moment.js";
import * as openbadges from "./openbadges.js";
import { Problem, check, failed, unknown } from "./problem.js";
import { notRevoked, revoked } from "./status.js";

const COMPARED = ["recipient", "badge", "issuedOn", "expires", "uid"];

/** Whether an assertion says that a signature is what makes it true. */
export function saysItIsSigned(assertion) {
  return ["verification", "verify"].some((name) => {
    const kinds = types(firstObject(assertion[name])?.type);
    return kinds.has("signed") || kinds.has("SignedBadge");
  });
}

/** {credential, document, checks} of a hosted badge. */
export function verifyHosted(parsed, documents) {
  // 1. Where it is hosted.
  const url = hostedAt(parsed);
  if (url === null) return asCopied(parsed, documents, unknown("hosted-address-missing"));
  // 2. What that address answers; gone is revoked, anything else missing is unknown.
  const answer = documents.get(withoutFragment(url));
  if (answer?.status === GONE) {
    const checks = [unknown("hosted-gone", { url }, answer.asOf).check("hosted"), revoked("hosted-gone", { url }, answer.asOf)];
    return { credential: copiedView(parsed, documents), document: parsed.document, checks };
  }
  const at = jsonAt(url, documents);
  if (at instanceof Problem) {
    const reason = at.reason === "document-not-at-hand" ? "hosted-not-at-hand" : "hosted-unusable";
    return asCopied(parsed, documents, unknown(reason, { url }, at.asOf));
  }
  const [body, found] = at;
  // 3. The body is the badge of that address; anything else there says nothing of this copy.
  const another = anotherBadge(body, url);
  if (another) return asCopied(parsed, documents, another);
  // 4. Its badge class and its issuer, at their own addresses. From here on the body is shown.
  const chain = follow(body, urlParts(url), documents);
  const short = body.revoked === true && !("badge" in body);
  const shown = short ? parsed.document : body;
  // 5. The copy says the same, and the issuer allows badges at that address.
  const differs = short ? null : difference(parsed.document, body, url);
  const hosted = (differs ?? chain.problem)?.check("hosted")
    ?? (inScope(url, chain) ? confirmed(url, chain, found)
      : failed("hosted-out-of-scope", { url, issuer: String(chain.issuerId) }).check("hosted"));
  return {
    credential: openbadges.view(shown, chain.badge, chain.issuer),
    document: shown,
    checks: [hosted, bodyStatus(body, found.asOf, url)],
  };
}

function hostedAt(parsed) {
  if (parsed.address) return parsed.address;
  const { id } = parsed.document;
  const url = typeof id === "string" && isWeb(id) ? id : openbadges.verifyUrl(parsed.document);
  return url !== null && isWeb(url) ? url : null;
}

function confirmed(url, chain, found) {
  const facts = { url, issuer: String(chain.issuerId) };
  const asOf = earliest(found.asOf, chain.asOf);
  if (asOf === null) return check("hosted", "passed", "hosted-confirmed-undated", facts);
  return check("hosted", "passed", "hosted-confirmed", { ...facts, date: rfc3339(asOf) }, asOf);
}

function asCopied(parsed, documents, problem) {
  const { url } = problem.facts;
  const status = url ? unknown("status-with-hosted", { url }) : unknown("status-nowhere");
  return {
    credential: copiedView(parsed, documents),
    document: parsed.document,
    checks: [problem.check("hosted"), status.check("status")],
  };
}

function copiedView(parsed, documents) {
  if (!Object.keys(parsed.document).length) return parsed.credential;
  const chain = follow(parsed.document, null, documents);
  return openbadges.view(parsed.document, chain.badge, chain.issuer);
}

function bodyStatus(body, asOf, url) {
  if (body.revoked !== true) return notRevoked(asOf, url);
  const because = text(body.revocationReason);
  return because ? revoked("revoked-because", { because }, asOf) : revoked("revoked", { url }, asOf);
}

function anotherBadge(body, url) {
  if (body.id != null) return body.id === url ? unusable(body, url) : failed("hosted-other-id", { url, id: String(body.id).slice(0, 200) });
  const stated = openbadges.verifyUrl(body);
  if (stated !== null && stated !== url) return failed("hosted-other-id", { url, id: stated.slice(0, 200) });
  return unusable(body, url);
}

const unusable = (body, url) => (!("badge" in body) && body.revoked !== true ? unknown("hosted-unusable", { url }) : null);

/** Where the copy says something else than the body, which counts. */
function difference(copy, body, url) {
  if (!Object.keys(copy).length) return null;
  const field = COMPARED.find((name) => comparable(copy[name]) !== comparable(body[name]));
  return field ? failed("hosted-differs", { url, field }) : null;
}

function comparable(value) {
  const held = firstObject(value);
  const what = held !== null && "id" in held ? address(held) ?? held : value ?? null;
  return sorted(what);
}

const sorted = (value) => JSON.stringify(value, (_, inner) => (isObject(inner)
  ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner));

/** {credential, document, checks} of a signed badge. */
export async function verifySigned(parsed, documents) {
  const assertion = parsed.document;
  // 1. The badge class and the issuer, at their own addresses.
  const chain = follow(assertion, null, documents);
  // 2. The signature, with the key the badge names or the only one the issuer lists.
  const keyUrl = keyAddress(assertion, chain);
  const key = signingKey(keyUrl, chain, documents);
  const proof = await signature(parsed.jws, key);
  const checks = [proof];
  // 3. Whose key it is.
  if (proof.outcome !== "failed") checks.push(whose(parsed, keyUrl, key, chain));
  // 4. Whether the issuer has revoked it.
  checks.push(revocation(assertion, chain, documents));
  return { credential: openbadges.view(assertion, chain.badge, chain.issuer), document: assertion, checks };
}

function keyAddress(assertion, chain) {
  const about = firstObject(assertion.verification) ?? firstObject(assertion.verify) ?? {};
  const named = address(about.creator) ?? address(about.url);
  const listed = items(chain.issuer?.publicKey);
  return named ?? (listed.length === 1 ? address(listed[0]) : null);
}

/** {key, document}: the key at `url` and the CryptographicKey that holds it, if one does. */
function signingKey(url, chain, documents) {
  if (url === null) return unknown("key-not-named");
  for (const one of items(chain.issuer?.publicKey)) {
    if (isObject(one) && one.id === url && "publicKeyPem" in one) return ofPem(one.publicKeyPem, one);
  }
  const found = documents.get(withoutFragment(url));
  if (found === null || found.status !== 200) return unknown("key-not-at-hand", { method: url }, found?.asOf ?? null);
  const head = new TextDecoder().decode(found.data);
  if (head.trimStart().startsWith("-")) return ofPem(head, null); // Open Badges 1.x: a bare PEM document
  const at = jsonAt(url, documents);
  return at instanceof Problem ? at : ofPem(at[0].publicKeyPem, at[0]);
}

function ofPem(pem, document) {
  try {
    return { key: fromPem(pem), document };
  } catch (error) {
    if (!(error instanceof KeyMalformed)) throw error;
    return failed("key-malformed", { detail: error.message });
  }
}

async function signature(jws, found) {
  const unsafe = refused(jws);
  if (unsafe) return unsafe.check("proof");
  if (found instanceof Problem) return found.check("proof");
  const algorithm = jws.header.alg;
  if (!found.key.algorithms().includes(algorithm)) {
    return failed("algorithm-mismatch", { algorithm, kind: found.key.name }).check("proof");
  }
  const good = await found.key.verifies(jws.signature, jws.signingInput, algorithm);
  if (good === undefined) return unknown("not-computable-here", { type: algorithm }).check("proof");
  return good ? check("proof", "passed", "signature-valid", { suite: `JWS ${algorithm}` }) : failed("signature-invalid").check("proof");
}

function whose(parsed, keyUrl, found, chain) {
  if (chain.problem) return chain.problem.check("issuer-key");
  if (found instanceof Problem || keyUrl === null || chain.issuer === null) return unknown("no-key-to-judge").check("issuer-key");
  const issuer = String(chain.issuerId);
  const facts = { issuer, method: keyUrl };
  const { document } = found;
  const notListed = () => failed("key-not-listed", facts, chain.asOf).check("issuer-key");
  if (document === null) {
    // Open Badges 1.x lists no keys: one served beside the issuer's own document counts.
    const [a, b] = [urlParts(keyUrl), urlParts(issuer)];
    const beside = a.scheme === b.scheme && a.netloc === b.netloc && parsed.standard.startsWith("openbadges-1");
    return beside ? check("issuer-key", "passed", "key-at-issuer", facts, chain.asOf) : notListed();
  }
  if (!items(chain.issuer.publicKey).some((one) => address(one) === keyUrl)) return notListed();
  if ((document.id != null && document.id !== keyUrl) || address(document.owner) !== issuer) {
    return failed("key-of-another", facts, chain.asOf).check("issuer-key");
  }
  return check("issuer-key", "passed", "key-listed", facts, chain.asOf);
}

function revocation(assertion, chain, documents) {
  if (chain.issuer === null) return unknown("issuer-not-at-hand-for-status").check("status");
  const url = address(chain.issuer.revocationList);
  if (url === null) return check("status", "skipped", "no-revocation-list", {}, chain.asOf);
  const at = jsonAt(url, documents);
  if (at instanceof Problem) return unknown("status-list-not-at-hand", { url }, at.asOf).check("status");
  return inRevocationList(assertion, ...at, String(chain.issuerId));
}

function inRevocationList(assertion, document, found, issuer) {
  const { url, asOf } = found;
  const stated = address(document.issuer);
  if (stated !== null && stated !== issuer) return unknown("status-list-of-another", { url, issuer: stated }, asOf).check("status");
  const names = [assertion.id, assertion.uid].filter((one) => typeof one === "string");
  const entries = document.revokedAssertions;
  if (Array.isArray(entries)) {
    const entry = entries.map((one) => (isObject(one) ? one : { id: one }))
      .find((one) => names.includes(one.id) || names.includes(one.uid));
    if (!entry) return notRevoked(asOf, url);
    const because = text(entry.revocationReason);
    return because ? revoked("revoked-because", { because }, asOf) : revoked("revoked", { url }, asOf);
  }
  if (entries === undefined && Object.keys(document).length && !("@context" in document)) {
    // Open Badges 1.0: an object of uid to reason.
    const name = names.find((one) => Object.hasOwn(document, one));
    return name === undefined ? notRevoked(asOf, url) : revoked("revoked-because", { because: text(document[name]) ?? "" }, asOf);
  }
  return unknown("status-list-unreadable", { url }, asOf).check("status");
}
