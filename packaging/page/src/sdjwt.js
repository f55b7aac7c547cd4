// SD-JWT: a signed token of which the holder can leave claims out, one by one
// (wallet/formats/sd_jwt.py; RFC 9901 §4 and §8, SD-JWT VC §2.2).

import { encodeSegment, latin1, utf8 } from "./bytes.js";
import { damaged, disclosed, readDisclosure } from "./disclosures.js";
import { isObject, text } from "./fields.js";
import { MAX_BYTES } from "./json.js";
import { split } from "./jws.js";
import { parseMoment } from "./moment.js";
import { Refusal } from "./problem.js";
import { N_ } from "./words.js";

/** The `typ` of an SD-JWT VC (§2.2.1), and with it those of VCDM in SD-JWT and of older drafts. */
export const TYPE = "dc+sd-jwt";
export const TYPES = new Set([TYPE, "vc+sd-jwt", "vc+ld+json+sd-jwt"]);
const MAX_DISCLOSURES = 2_000;
const MAX_SIGNATURES = 20;
const BESIDE = ["disclosures", "kb_jwt"];

/** The `typ` of a token's header, without the prefix it may have (RFC 7515 §4.1.9). */
export const kindOf = ({ header }) => (typeof header.typ === "string" ? header.typ.replace(/^application\//, "") : "");

/** {…jws, disclosures, keyBinding, others} of a compact SD-JWT (§4); a Refusal for anything else. */
export function splitSelective(token, name) {
  const [head, ...rest] = token.split("~");
  const binding = rest.pop();
  return made([split(head, name)], rest, binding ? split(binding, name) : null, name);
}

const signaturesOf = (document) => (Array.isArray(document.signatures) ? document.signatures : [document]);
const stateOfBeside = (header) => BESIDE.some((name) => name in header);

/** Whether a JSON object is an SD-JWT, flattened or general (§8). */
export function isJsonForm(document) {
  const [first] = signaturesOf(document);
  return typeof document.payload === "string" && isObject(first) && isObject(first.header) && stateOfBeside(first.header);
}

/**
 * The same of a JSON serialisation. Disclosures and key binding are in the unprotected header of the
 * first signature and in no other (§8.1); of the rest, which is not signed, only `kid` is read.
 */
export function ofJson(document, name) {
  const signatures = signaturesOf(document);
  if (!signatures.length || signatures.length > MAX_SIGNATURES) throw damaged(name);
  const signed = signatures.map((one) => ofSignature(one, document.payload, name));
  const [{ disclosures = [], kb_jwt: binding = null }, ...others] = signatures.map(({ header = {} }) => header);
  const good = Array.isArray(disclosures) && disclosures.every((one) => typeof one === "string")
    && (binding === null || typeof binding === "string") && !others.some(stateOfBeside);
  if (!good) throw damaged(name);
  return made(signed, disclosures, binding ? split(binding, name) : null, name);
}

function ofSignature(one, payload, name) {
  if (!isObject(one)) throw damaged(name);
  const { protected: head, signature, header = {} } = one;
  if (![head, payload, signature].every((part) => typeof part === "string") || !isObject(header)) throw damaged(name);
  const token = split([head, payload, signature].join("."), name);
  if (Object.keys(header).some((member) => Object.hasOwn(token.header, member))) throw damaged(name);
  const keyIsBeside = "kid" in header;
  return { ...token, header: { ...(keyIsBeside && { kid: header.kid }), ...token.header }, keyIsBeside };
}

function made([first, ...others], encoded, keyBinding, name) {
  if (encoded.length > MAX_DISCLOSURES || encoded.reduce((sum, one) => sum + one.length, 0) > MAX_BYTES) {
    throw new Refusal("too-large", N_("{name} discloses more than a credential holds"),
      N_("choose the badge file that your issuer sent you"), { name });
  }
  return { ...first, disclosures: encoded.map((one) => readDisclosure(one, name)), keyBinding, others };
}

/** What a key binding signs the hash of: the token and all that it discloses. */
export const presented = ({ signingInput, signature, disclosures }) => utf8([
  `${latin1(signingInput)}.${encodeSegment(signature)}`, ...disclosures.map(({ encoded }) => encoded), "",
].join("~"));

export const disclosedBy = (token, payload) => disclosed(payload, token.disclosures);

/**
 * What an SD-JWT VC says (§2.2.2): only what is disclosed. `name` beside other claims of a person is
 * the person's (OpenID Connect Core §5.1), and else the credential's.
 */
export function view(claims) {
  const person = ["given_name", "family_name"].map((name) => text(claims[name])).filter(Boolean).join(" ") || null;
  const ofPerson = person !== null || "birthdate" in claims || "email" in claims;
  const stated = text(claims.name);
  const validFrom = moment(claims, "nbf");
  return {
    id: text(claims.jti),
    name: ofPerson ? null : stated,
    description: text(claims.description),
    issuer: { id: text(claims.iss), name: text(claims.issuing_authority) ?? text(claims.issuer_name), url: null, email: null },
    recipients: recipients(claims),
    recipientName: ofPerson ? stated ?? person : null,
    achievementId: text(claims.vct),
    achievementType: null,
    criteria: null,
    criteriaUrl: null,
    issued: moment(claims, "iat") ?? validFrom,
    validFrom,
    expires: moment(claims, "exp"),
    credits: [],
    skills: [],
    evidence: [],
    results: [],
    tags: [],
    picture: null,
    language: null,
  };
}

/** A NumericDate (RFC 7519 §2); a text is none, and verification says so. */
const moment = (claims, name) => (typeof claims[name] === "string" ? null : parseMoment(claims[name]));

/** The identities that can be compared; other subjects are the issuer's own names. */
function recipients(claims) {
  const found = [];
  const plain = (type, identity) => found.push({ type, identity, hashed: false });
  const [email, subject] = [text(claims.email), text(claims.sub) ?? ""];
  if (email !== null) plain("email", email);
  if (subject.startsWith("mailto:")) plain("email", subject.slice("mailto:".length));
  else if (/^(did:|https?:\/\/)/.test(subject)) plain(subject.startsWith("did:") ? "did" : "url", subject);
  return found;
}

/** Claims that are shown where they belong, or are of no use to who reads them. */
const ELSEWHERE = new Set(["iss", "iat", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status", "jti", "sub", "name",
  "description", "email", "issuing_authority", "issuer_name"]);
const MOST_SHOWN = 100;

/** [name, value] of all else that an SD-JWT VC discloses, to be read: each value with the names that lead to it. */
export function otherClaims(claims) {
  const found = [];
  const add = (value, names) => {
    if (Array.isArray(value)) value.forEach((one) => add(one, names));
    else if (isObject(value)) for (const [name, one] of Object.entries(value)) add(one, [...names, name]);
    else if (value !== null) found.push([names.join(" · "), String(value)]);
  };
  for (const [name, value] of Object.entries(claims)) if (!ELSEWHERE.has(name)) add(value, [name]);
  return found.slice(0, MOST_SHOWN);
}
