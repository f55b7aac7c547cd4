// Just enough DER to find a public key in a SubjectPublicKeyInfo (RFC 5280 §4.1) or a certificate.

import { decodeBase64 } from "./bytes.js";

const OIDS = {
  "2a864886f70d010101": "RSA",
  "2b6570": "Ed25519",
  "2a8648ce3d030107": "P-256",
  "2b81040022": "P-384",
  "2b81040023": "P-521",
  "2b8104000a": "secp256k1",
};
const [SEQUENCE, INTEGER, BITS, OID, VERSION] = [0x30, 0x02, 0x03, 0x06, 0xa0];

/** The tag and content of each element in `data`; throws where it is cut short. */
function elements(data) {
  const found = [];
  let place = 0;
  while (place < data.length) {
    const tag = data[place];
    let length = data[place + 1];
    place += 2;
    if (length & 0x80) {
      const size = length & 0x7f;
      if (size < 1 || size > 3) throw new Error("a length beyond all bounds");
      length = 0;
      for (let left = size; left > 0; left -= 1) length = length * 256 + data[place++];
    }
    if (!(place + length <= data.length)) throw new Error("cut short");
    found.push({ tag, content: data.subarray(place, place + length) });
    place += length;
  }
  return found;
}

function inside(element, tag = SEQUENCE) {
  if (element?.tag !== tag) throw new Error("another element");
  return element.content;
}

const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** {name, raw} or, of RSA, {name, n, e}. */
function ofInfo(info) {
  const [algorithm, bits] = elements(info);
  const [kind, parameter] = elements(inside(algorithm));
  const stated = hex(inside(kind, OID));
  const key = inside(bits, BITS).subarray(1);
  if (OIDS[stated] === "RSA") return ofPkcs1(key);
  if (OIDS[stated] === "Ed25519") return { name: "Ed25519", raw: key };
  const name = stated === "2a8648ce3d0201" ? OIDS[hex(inside(parameter, OID))] : undefined;
  if (!name) throw new Error("a key of another kind");
  return { name, raw: key };
}

/** An RSA key as PKCS #1 has it (RFC 8017 §A.1.1). */
export function ofPkcs1(der) {
  const [n, e] = elements(inside(elements(der)[0])).map((one) => inside(one, INTEGER));
  const bare = (number) => number.subarray(number.findIndex((byte) => byte !== 0));
  return { name: "RSA", n: bare(n), e: bare(e) };
}

export function ofCertificate(der) {
  const fields = elements(inside(elements(inside(elements(der)[0]))[0]));
  // Behind the optional version: serial number, algorithm, issuer, validity, subject, key.
  return ofInfo(inside(fields[fields[0]?.tag === VERSION ? 6 : 5]));
}

export function ofPem(text) {
  const found = /-----BEGIN (RSA PUBLIC KEY|PUBLIC KEY)-----([A-Za-z0-9+/=\s]*)-----END \1-----/.exec(text);
  if (!found) throw new Error("not PEM");
  const der = decodeBase64(found[2].replace(/\s/g, ""));
  return found[1] === "PUBLIC KEY" ? ofInfo(inside(elements(der)[0])) : ofPkcs1(der);
}
