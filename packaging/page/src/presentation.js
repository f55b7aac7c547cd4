// Verifiable presentations: credentials wrapped for handing over, as JSON or as a JWT
// (wallet/formats/presentation.py; VC Data Model 2.0 §4.13, 1.1 §6.3.1). They are taken apart here
// into the credentials, each as if it had come alone; who handed them over is judged in handover.js.

import { latin1, ofLatin1, stripped, utf8 } from "./bytes.js";
import { CREDENTIAL, PRESENTATION, credentialIn, presentationIn } from "./envelope.js";
import { isObject, items, types } from "./fields.js";
import { elementsAt, parse } from "./json.js";
import { looksLike, split } from "./jws.js";
import { Refusal } from "./problem.js";
import { N_ } from "./words.js";

const TYPE = "VerifiablePresentation";
const MEMBER = "verifiableCredential";
const MAX_CREDENTIALS = 50;

/** {document, payloads, jws, claims} of the presentation in `data`, or null where it is something else, or unreadable. */
export function presented(data, name) {
  const text = stripped(data);
  let read;
  try {
    read = text[0] === 0x7b ? ofDocument(text, name) : ofToken(latin1(text), name);
  } catch (error) {
    if (error instanceof Refusal) return null; // whoever reads it as a credential says what is wrong
    throw error;
  }
  return read && { ...read, payloads: payloadsOf(read, name) };
}

function ofDocument(text, name) {
  const document = parse(text, name);
  if (types(document.type).has(PRESENTATION)) return ofToken(presentationIn(document.id) ?? "", name);
  return types(document.type).has(TYPE) ? { document, jws: null, claims: null, text, path: [MEMBER] } : null;
}

function ofToken(text, name) {
  if (!looksLike(text) || text.includes("~")) return null;
  const jws = split(text, name);
  const claims = parse(jws.payload, name);
  if (!isObject(claims)) return null;
  const within = isObject(claims.vp);
  const document = within ? claims.vp : claims;
  const path = within ? ["vp", MEMBER] : [MEMBER];
  return types(document.type).has(TYPE) ? { document, jws, claims, text: jws.payload, path } : null;
}

function payloadsOf({ document, text, path }, name) {
  const values = items(document[MEMBER]);
  if (!values.length) {
    throw new Refusal("presentation-empty", N_("{name} hands over no credentials at all"),
      N_("ask for it again, with the badges in it"), { name });
  }
  if (values.length > MAX_CREDENTIALS) {
    throw new Refusal("presentation-too-large", N_("{name} holds more than {count} badges"),
      N_("ask for fewer badges at a time, or for files"), { name, count: MAX_CREDENTIALS });
  }
  const texts = elementsAt(text, path, name);
  return values.map((value, place) => payloadOf(value, texts[place]));
}

/** A credential as it would have come alone: a token, or exactly its own JSON. */
function payloadOf(value, own) {
  if (typeof value === "string") return utf8(value);
  const token = isObject(value) && types(value.type).has(CREDENTIAL) ? credentialIn(value.id) : null;
  return token === null ? utf8(own) : ofLatin1(token);
}
