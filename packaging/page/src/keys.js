// Public keys in the forms that issuers publish them (wallet/verify/keys.py): Multikey, JWK,
// base58 and PEM. A key knows its kind, and the kind, never a header, fixes the algorithm.
//
// Curves are noble's: the browser's own (WebCrypto) are not there on pages opened by plain http,
// and not everywhere on files. RSA is the browser's, where it has any.

import { ed25519 } from "@noble/curves/ed25519.js";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { base58 } from "@scure/base";
import { decodeBase64, decodeSegment, encodeSegment, joined } from "./bytes.js";
import { ofCertificate, ofPem, ofPkcs1 } from "./der.js";
import { isObject } from "./fields.js";

const CURVES = { "P-256": p256, "P-384": p384, "P-521": p521, secp256k1 };
const MULTICODEC = [
  ["Ed25519", 0xed, 0x01, 32], ["P-256", 0x80, 0x24, 33], ["P-384", 0x81, 0x24, 49], ["P-521", 0x82, 0x24, 67],
  ["secp256k1", 0xe7, 0x01, 33], ["RSA", 0x85, 0x24, null], ["X25519", 0xec, 0x01, 32],
  ["BLS12-381 G1", 0xea, 0x01, 48], ["BLS12-381 G2", 0xeb, 0x01, 96], ["BLS12-381 G1 and G2", 0xee, 0x01, 144],
];
/** What each kind of key signs with, by the names of JWA. */
export const ALGORITHMS = {
  Ed25519: ["EdDSA", "Ed25519"],
  "P-256": ["ES256"],
  "P-384": ["ES384"],
  "P-521": ["ES512"],
  secp256k1: ["ES256K"],
  RSA: ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
};
const ED25519_PRIME = 2n ** 255n - 19n;
const MAX_MULTIBASE = 2_000;
const MAX_PEM = 20_000;

export class KeyMalformed extends Error {}

/** A kind, and the bare bytes: of a curve the point, of RSA modulus and exponent. */
class PublicKey {
  constructor(name, raw, rsa = null) {
    this.name = name;
    this.kind = Object.hasOwn(ALGORITHMS, name) ? name : "other";
    this.raw = raw;
    this.rsa = rsa;
    this.sameAs = `${this.kind} ${name} ${encodeSegment(raw)}`;
  }

  algorithms() {
    return ALGORITHMS[this.kind] ?? [];
  }

  /** Whether `signature` over `data` is by this key; undefined where that cannot be computed here. */
  async verifies(signature, data, algorithm) {
    if (!this.algorithms().includes(algorithm)) return false;
    if (this.kind === "RSA") return verifiesRsa(this.rsa, signature, data, algorithm);
    try {
      if (this.kind === "Ed25519") return ed25519.verify(signature, data, this.raw, { zip215: false });
      return CURVES[this.kind].verify(signature, data, this.raw, { lowS: false, format: "compact" });
    } catch {
      return false; // a signature of another length, or numbers out of range
    }
  }
}

async function verifiesRsa({ n, e }, signature, data, algorithm) {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return undefined;
  const hash = `SHA-${algorithm.slice(2)}`;
  const name = algorithm.startsWith("PS") ? "RSA-PSS" : "RSASSA-PKCS1-v1_5";
  const jwk = { kty: "RSA", n: encodeSegment(n), e: encodeSegment(e) };
  try {
    const key = await subtle.importKey("jwk", jwk, { name, hash }, false, ["verify"]);
    return await subtle.verify({ name, saltLength: Number(algorithm.slice(2)) / 8 }, key, signature, data);
  } catch {
    return undefined;
  }
}

function made({ name, raw, n, e }) {
  if (name === "RSA") return ofRsa(n, e);
  if (name === "Ed25519") return ofEd25519(raw);
  if (!Object.hasOwn(CURVES, name)) return new PublicKey(name, raw);
  try {
    return new PublicKey(name, CURVES[name].Point.fromBytes(raw).toBytes(false));
  } catch {
    throw new KeyMalformed("not a point of its curve");
  }
}

function ofRsa(n, e) {
  const bits = n.length * 8 - Math.clz32(n[0] ?? 0) + 24;
  if (!(bits >= 2_048 && bits <= 8_192) || e.length > 8) throw new KeyMalformed(`an RSA key of ${bits} bits`);
  return new PublicKey("RSA", joined(n, new Uint8Array([0]), e), { n, e });
}

/** Refuse keys of low order, for which one signature fits every message (RFC 8032 §5.1). */
function ofEd25519(raw) {
  const y = raw.reduceRight((sum, byte, place) => (sum << 8n) | BigInt(place === 31 ? byte & 0x7f : byte), 0n);
  if (raw.length !== 32 || y >= ED25519_PRIME || isLowOrder(raw)) {
    throw new KeyMalformed("an Ed25519 key of low order, or none");
  }
  return new PublicKey("Ed25519", raw);
}

function isLowOrder(raw) {
  try {
    return ed25519.Point.fromBytes(raw).isSmallOrder();
  } catch {
    return false; // no point at all: nothing verifies with it
  }
}

/** The key of a `publicKeyMultibase` or a did:key (Controlled Identifiers 1.0 §2.2.2). */
export function fromMultibase(text) {
  if (typeof text !== "string" || text[0] !== "z" || text.length > MAX_MULTIBASE) throw new KeyMalformed("not base58btc multibase");
  return fromMultikey(fromBase58(text.slice(1)));
}

/** The key of the bytes of a Multikey: what kind it is, then the key itself. */
export function fromMultikey(data) {
  const known = MULTICODEC.find(([, first, second]) => data[0] === first && data[1] === second);
  const raw = data.subarray(2);
  if (!known || (known[3] !== null && raw.length !== known[3])) throw new KeyMalformed("not a known multicodec key");
  return known[0] === "RSA" ? readable(() => made(ofPkcs1(raw))) : made({ name: known[0], raw });
}

/** The key of a `publicKeyBase58`, whose kind only its method's type tells. */
export function fromBase58Key(text, name) {
  if (typeof text !== "string" || text.length > MAX_MULTIBASE) throw new KeyMalformed("not base58btc");
  return made({ name, raw: fromBase58(text) });
}

function fromBase58(text) {
  try {
    return base58.decode(text);
  } catch {
    throw new KeyMalformed("not base58btc");
  }
}

/** The key of a JWK (RFC 7517). A private or symmetric one is refused, and one for another use. */
export function fromJwk(jwk) {
  if (!isObject(jwk)) throw new KeyMalformed("not a JWK");
  if ("d" in jwk || "k" in jwk) throw new KeyMalformed("a private key, published");
  const operations = jwk.key_ops ?? null;
  const verifying = operations === null || (Array.isArray(operations) && operations.includes("verify"));
  if (("use" in jwk && jwk.use !== "sig") || !verifying) throw new KeyMalformed("a key for another use than signing");
  const { kty, crv } = jwk;
  return readable(() => {
    if (kty === "RSA") return ofRsa(member(jwk, "n"), member(jwk, "e"));
    if (kty === "OKP" && typeof crv === "string") return made({ name: crv, raw: member(jwk, "x") });
    if (kty === "EC" && typeof crv === "string") {
      const [x, y] = [member(jwk, "x"), member(jwk, "y")];
      const size = CURVES[crv]?.Point.Fp.BYTES;
      if (size === undefined) return new PublicKey(crv, joined(x, y));
      if (x.length !== size || y.length !== size) throw new KeyMalformed("a coordinate of the wrong length");
      return made({ name: crv, raw: joined(new Uint8Array([4]), x, y) });
    }
    throw new KeyMalformed("a JWK of a kind that signs no badges");
  });
}

function member(jwk, name) {
  if (typeof jwk[name] !== "string") throw new KeyMalformed(`a JWK without ${name}`);
  const data = decodeSegment(jwk[name]);
  return name === "n" || name === "e" ? data.subarray(Math.max(0, data.findIndex((byte) => byte !== 0))) : data;
}

/** The key of a `publicKeyPem` (Open Badges 2.0 §4.1.7) or a bare PEM document. */
export function fromPem(pem) {
  if (typeof pem !== "string" || pem.length > MAX_PEM) throw new KeyMalformed("not PEM");
  return readable(() => made(ofPem(pem)));
}

/** The key of a certificate in base64 (RFC 7515 §4.1.6), or null where it is none. */
export function fromCertificate(text) {
  let found;
  try {
    found = ofCertificate(decodeBase64(text));
  } catch {
    return null;
  }
  return readable(() => made(found));
}

function readable(make) {
  try {
    return make();
  } catch (error) {
    throw error instanceof KeyMalformed ? error : new KeyMalformed("damaged");
  }
}
