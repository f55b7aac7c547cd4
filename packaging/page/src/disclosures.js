// Disclosures: the claims that an SD-JWT's issuer signed as digests (wallet/formats/disclosures.py;
// RFC 9901 §4.2 and §7.1). Every digest stands for one disclosure or for nothing, every disclosure
// has one place; anything else is refused whole, as it was not signed so.

import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { decodeSegment, encodeSegment, utf8 } from "./bytes.js";
import { isObject } from "./fields.js";
import { malformed, parse } from "./json.js";
import { N_ } from "./words.js";

/** `_sd_alg` by the names of IANA's registry (§4.1.1). */
const HASHES = new Map([["sha-256", sha256], ["sha-384", sha384], ["sha-512", sha512]]);
const RESERVED = ["_sd", "..."];
/** What an SD-JWT VC may not make selective, nor any part of it (SD-JWT VC §2.2.2.3). */
const FIXED = ["iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status"];
const MAX_DEPTH = 100;

/** What a payload's digests are made with: sha-256 where it names nothing; undefined if not supported. */
export const hashOf = (payload) => HASHES.get("_sd_alg" in payload ? payload._sd_alg : "sha-256");

/** {encoded, name, value} of `[salt, name, value]` or `[salt, value]`, whose name is null (§4.2). */
export function readDisclosure(encoded, name) {
  let data;
  try {
    data = decodeSegment(encoded);
  } catch {
    throw damaged(name);
  }
  const value = parse(data, name);
  if (Array.isArray(value) && typeof value[0] === "string") {
    if (value.length === 3 && typeof value[1] === "string") return { encoded, name: value[1], value: value[2] };
    if (value.length === 2) return { encoded, name: null, value: value[1] };
  }
  throw damaged(name);
}

/** The refusal of a token, called `name`, that is not shaped as one. */
export const damaged = (name) => malformed(N_("the encoding of {name} is damaged"), name);

/**
 * {claims, reason, claim}: `payload` with each disclosure in its place (§7.1 steps 3 and 4). Where
 * `reason` is set they do not fit what was signed; `claims` are then those never selective.
 */
export function disclosed(payload, disclosures) {
  const walk = new Walk();
  let claims;
  try {
    claims = walk.whole(payload, disclosures);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const never = Object.entries(payload).filter(([name]) => name !== "_sd" && name !== "_sd_alg");
    return { claims: Object.fromEntries(never), reason: error.reason, claim: error.claim };
  }
  const tops = "vct" in claims ? disclosures.map(({ encoded }) => walk.tops.get(encoded)) : [];
  const fixed = tops.find((top) => FIXED.includes(top));
  return fixed === undefined ? { claims, reason: null, claim: "" } : { claims, reason: "disclosure-of-fixed-claim", claim: fixed };
}

/** What was disclosed is not what was signed, as a reason and the claim that shows it. */
class Refused extends Error {
  constructor(reason, claim = "") {
    super(reason);
    this.reason = reason;
    this.claim = claim.slice(0, 100);
  }
}

/** What to call a disclosure: its name, or of a nameless one how its text begins. */
const shown = ({ name, encoded }) => name || encoded.slice(0, 20);

/** One pass over a payload. */
class Walk {
  byDigest = new Map();

  /** In which of the token's own claims each disclosure is. */
  tops = new Map();

  met = new Set();

  whole(payload, disclosures) {
    const hash = hashOf(payload);
    if (!hash) throw new Refused("disclosure-hash-not-supported", String(payload._sd_alg));
    for (const one of disclosures) {
      const digest = encodeSegment(hash(utf8(one.encoded)));
      if (this.byDigest.has(digest)) throw new Refused("disclosure-repeated", shown(one));
      this.byDigest.set(digest, one);
    }
    const { _sd_alg: _, ...claims } = this.object(payload, null, 0);
    const unsigned = disclosures.find(({ encoded }) => !this.tops.has(encoded));
    if (unsigned) throw new Refused("disclosure-not-signed", shown(unsigned));
    return claims;
  }

  /** `node` with what was disclosed, in the token's claim `top`; every digest may occur once, anywhere. */
  unpacked(node, top, depth) {
    if (depth > MAX_DEPTH) throw new Refused("too-complex");
    if (Array.isArray(node)) return this.array(node, top, depth);
    return isObject(node) ? this.object(node, top, depth) : node;
  }

  object(node, top, depth) {
    if ("..." in node) throw new Refused("disclosure-malformed", "...");
    const found = new Map();
    for (const [name, value] of Object.entries(node)) {
      if (name !== "_sd") found.set(name, this.unpacked(value, top ?? name, depth + 1));
    }
    const digests = "_sd" in node ? node._sd : [];
    if (!Array.isArray(digests)) throw new Refused("disclosure-malformed", "_sd");
    for (const digest of digests) {
      const one = this.of(digest);
      if (!one) continue;
      if (one.name === null || RESERVED.includes(one.name) || found.has(one.name)) throw new Refused("disclosure-malformed", shown(one));
      this.tops.set(one.encoded, top ?? one.name);
      found.set(one.name, this.unpacked(one.value, top ?? one.name, depth + 1));
    }
    return Object.fromEntries(found);
  }

  array(node, top, depth) {
    const found = [];
    for (const value of node) {
      const stands = isObject(value) && "..." in value && Object.keys(value).length === 1;
      const one = stands ? this.of(value["..."]) : null;
      if (stands && !one) continue;
      if (one && one.name !== null) throw new Refused("disclosure-malformed", shown(one));
      if (one) this.tops.set(one.encoded, top);
      found.push(this.unpacked(one ? one.value : value, top, depth + 1));
    }
    return found;
  }

  /** What a digest stands for; undefined for a decoy, or what was not disclosed. */
  of(digest) {
    if (typeof digest !== "string") throw new Refused("disclosure-malformed", "_sd");
    if (this.met.has(digest)) throw new Refused("disclosure-repeated", digest);
    this.met.add(digest);
    return this.byDigest.get(digest);
  }
}
