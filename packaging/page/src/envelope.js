// Tokens inside JSON: a credential or presentation as a `data:` URL (wallet/formats/envelope.py; VC
// Data Model 2.0 §4.13, RFC 2397).

import { latin1, utf8 } from "./bytes.js";

export const CREDENTIAL = "EnvelopedVerifiableCredential";
export const PRESENTATION = "EnvelopedVerifiablePresentation";

const OF_CREDENTIALS = ["vc+jwt", "vc-ld+jwt", "jwt", "vc+sd-jwt", "dc+sd-jwt", "vc-ld+sd-jwt", "vc+ld+json+sd-jwt"];
const OF_PRESENTATIONS = ["vp+jwt", "vp-ld+jwt", "jwt"];

/** The JWT or SD-JWT in the `data:` URL of an enveloped credential, or null. */
export const credentialIn = (url) => tokenIn(url, OF_CREDENTIALS);

/** The JWT in the `data:` URL of an enveloped presentation, or null. */
export const presentationIn = (url) => tokenIn(url, OF_PRESENTATIONS);

function tokenIn(url, kinds) {
  const [, kind, data] = /^data:application\/([^,]*),(.*)$/s.exec(typeof url === "string" ? url : "") ?? [];
  if (!kinds.includes(kind)) return null;
  return latin1(utf8(data)).replace(/%([0-9A-Fa-f]{2})/g, (_, digits) => String.fromCharCode(parseInt(digits, 16)));
}
