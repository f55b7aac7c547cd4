// Verification methods (wallet/verify/methods.py): one published key, what it is called and whose
// it is. Reads Multikey, JsonWebKey, the suites before them, and Open Badges' CryptographicKey.

import { isObject } from "./fields.js";
import { KeyMalformed, fromBase58Key, fromJwk, fromMultibase, fromPem } from "./keys.js";
import { parseMoment } from "./moment.js";

const MATERIAL = ["publicKeyMultibase", "publicKeyJwk", "publicKeyBase58", "publicKeyPem"];
const OF_TYPE = new Map([
  ["Ed25519VerificationKey2018", "Ed25519"],
  ["Ed25519VerificationKey2020", "Ed25519"],
  ["EcdsaSecp256k1VerificationKey2019", "secp256k1"],
]);

/** A method's id with the document's own identifier before a bare fragment. */
export const absolute = (methodId, base) => (methodId.startsWith("#") ? base + methodId : methodId);

/** {id, controller, key, revoked, expires}; null where `entry` is none, `key` null where it cannot be used. */
export function readMethod(entry, base) {
  if (!isObject(entry) || typeof entry.id !== "string") return null;
  const stated = "controller" in entry ? entry.controller : entry.owner;
  const controller = typeof stated === "string" ? stated : "";
  const method = { id: absolute(entry.id, base), controller, key: null, revoked: null, expires: null };
  for (const name of ["revoked", "expires"]) {
    if (!(name in entry)) continue;
    method[name] = parseMoment(entry[name]);
    if (method[name] === null) return { ...method, revoked: null, expires: null };
  }
  return { ...method, key: keyOf(entry) };
}

function keyOf(entry) {
  const material = MATERIAL.filter((name) => name in entry);
  if (material.length !== 1) return null;
  const kind = OF_TYPE.get(entry.type);
  const value = entry[material[0]];
  try {
    let key = null;
    if (material[0] === "publicKeyMultibase") key = fromMultibase(value);
    else if (material[0] === "publicKeyJwk") key = fromJwk(value);
    else if (material[0] === "publicKeyPem") key = fromPem(value);
    else if (kind) key = fromBase58Key(value, kind);
    return key && (!kind || kind === key.kind) ? key : null;
  } catch (error) {
    if (error instanceof KeyMalformed) return null;
    throw error;
  }
}
