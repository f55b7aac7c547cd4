// From the bytes of a credential to what it says (wallet/formats/read.py).

import { isObject } from "./fields.js";
import { parse } from "./json.js";
import { split } from "./jws.js";
import * as openbadges from "./openbadges.js";
import { Refusal } from "./problem.js";
import { isSelective, isWebAddress, selective } from "./unpack.js";
import * as verifiable from "./verifiable.js";
import { N_ } from "./words.js";

const PARTS = {
  BadgeClass: N_("{name} describes a badge, but awards it to nobody"),
  Issuer: N_("{name} describes an issuer, and is no badge"),
  Profile: N_("{name} describes an issuer, and is no badge"),
  CryptographicKey: N_("{name} holds an issuer's key, and is no badge"),
  RevocationList: N_("{name} is an issuer's list of revoked badges, and is no badge"),
};
const SD_JWT_TYPES = new Set(["dc+sd-jwt", "vc+sd-jwt", "vc+ld+json+sd-jwt"]);

/** {container, standard, credential, document, jws, claims, address}: nothing of it is judged. */
export function read(artifact, name) {
  const parsed = content(artifact, name);
  if (artifact.picture) parsed.credential = { ...parsed.credential, picture: artifact.picture };
  return { container: artifact.container, jws: null, claims: null, address: null, ...parsed };
}

function content({ token, address, document, payload }, name) {
  if (address !== undefined) {
    return { standard: "openbadges-1.0", credential: { ...openbadges.view({}), id: address }, document: {}, address };
  }
  if (token !== undefined) return signed(token, name);
  const object = document ?? parse(payload, name);
  if (!isObject(object)) throw notABadge(name);
  if (isSelective(object)) throw selective(name);
  return plain(object, name);
}

function signed(token, name) {
  if (isWebAddress(token)) return content({ address: token }, name);
  if (token.includes("~")) throw selective(name);
  const jws = split(token, name);
  const claims = parse(jws.payload, name);
  if (!isObject(claims)) throw notABadge(name);
  const kind = typeof jws.header.typ === "string" ? jws.header.typ.replace(/^application\//, "") : "";
  // An SD-JWT ends in "~" even where it discloses nothing (RFC 9901 §4).
  if (SD_JWT_TYPES.has(kind)) throw selective(name);
  const isAssertion = openbadges.recognises(claims) && !verifiable.recognises(claims);
  return { ...plain(isAssertion ? claims : verifiable.documentOf(claims), name), jws, claims };
}

function plain(document, name) {
  if (verifiable.recognises(document)) {
    return { standard: verifiable.standard(document), credential: verifiable.view(document), document };
  }
  if (openbadges.recognises(document)) {
    return { standard: openbadges.standard(document), credential: openbadges.view(document), document };
  }
  throw notABadge(name, document);
}

/** What a nested credential says: an object or a compact token. */
export const readValue = (value, name) => (typeof value === "string"
  ? read({ container: "jwt", token: value }, name)
  : read({ container: "json", document: value }, name));


function notABadge(name, document = null) {
  const kind = document && openbadges.notAwarded(document);
  if (kind && Object.hasOwn(PARTS, kind)) {
    return new Refusal("not-a-badge", PARTS[kind],
      N_("choose the badge that was awarded to you, as its issuer sent it"), { name });
  }
  return new Refusal("not-a-badge", N_("{name} holds JSON, but no badge"),
    N_("choose the badge file that your issuer sent you"), { name });
}
