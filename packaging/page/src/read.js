// From the bytes of a credential to what it says (wallet/formats/read.py).

import { isObject, types } from "./fields.js";
import { malformed, parse } from "./json.js";
import { split } from "./jws.js";
import * as openbadges from "./openbadges.js";
import { Refusal } from "./problem.js";
import * as sdjwt from "./sdjwt.js";
import { isWebAddress } from "./unpack.js";
import * as verifiable from "./verifiable.js";
import { N_ } from "./words.js";

const PARTS = {
  BadgeClass: N_("{name} describes a badge, but awards it to nobody"),
  Issuer: N_("{name} describes an issuer, and is no badge"),
  Profile: N_("{name} describes an issuer, and is no badge"),
  CryptographicKey: N_("{name} holds an issuer's key, and is no badge"),
  RevocationList: N_("{name} is an issuer's list of revoked badges, and is no badge"),
  VerifiablePresentation: N_("{name} wraps credentials for handing over, and is no badge itself"),
};

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
  if (sdjwt.isJsonForm(object)) return selective(sdjwt.ofJson(object, name), name);
  return plain(object, name);
}

function signed(token, name) {
  if (isWebAddress(token)) return content({ address: token }, name);
  if (token.includes("~")) return selective(sdjwt.splitSelective(token, name), name);
  const jws = split(token, name);
  const claims = parse(jws.payload, name);
  if (!isObject(claims)) throw notABadge(name);
  // An SD-JWT ends in "~" even where it discloses nothing (RFC 9901 §4).
  if (sdjwt.TYPES.has(sdjwt.kindOf(jws))) throw malformed(N_("{name} is cut short"), name);
  const isAssertion = openbadges.recognises(claims) && !verifiable.recognises(claims);
  return { ...plain(isAssertion ? claims : verifiable.documentOf(claims), name), jws, claims };
}

/** An SD-JWT VC by its `typ` or `vct`, or a credential of VCDM in an SD-JWT. */
function selective(token, name) {
  const payload = parse(token.payload, name);
  if (!isObject(payload)) throw notABadge(name);
  const { claims } = sdjwt.disclosedBy(token, payload);
  const own = sdjwt.kindOf(token) === sdjwt.TYPE;
  if (!own && verifiable.recognises(claims)) return { ...plain(verifiable.documentOf(claims), name), jws: token, claims };
  if (own || "vct" in claims) return { standard: "sd-jwt-vc", credential: sdjwt.view(claims), document: claims, jws: token, claims };
  throw new Refusal("not-a-badge", N_("{name} holds a signed token, but no credential"),
    N_("choose the badge file that your issuer sent you"), { name });
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
  const wraps = document !== null && types(document.type).has("VerifiablePresentation");
  const kind = wraps ? "VerifiablePresentation" : document && openbadges.notAwarded(document);
  if (kind && Object.hasOwn(PARTS, kind)) {
    return new Refusal("not-a-badge", PARTS[kind],
      N_("choose the badge that was awarded to you, as its issuer sent it"), { name });
  }
  return new Refusal("not-a-badge", N_("{name} holds JSON, but no badge"),
    N_("choose the badge file that your issuer sent you"), { name });
}
