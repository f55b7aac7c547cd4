// What leaves of a badge that is handed on: the text that was signed, without what is for its holder
// alone (wallet/share/disclosing.py).

import { ofLatin1 } from "./bytes.js";
import { isBase } from "./ecdsasd.js";
import { items } from "./fields.js";
import { Refusal } from "./problem.js";
import { read } from "./read.js";
import { presented } from "./sdjwt.js";
import { unpack } from "./unpack.js";
import { N_ } from "./words.js";

/** The bytes that leave of the badge in `data`; throws a Refusal where none do. */
export function leavingOf(data, name) {
  const artifact = unpack(data, name);
  const left = leaving(artifact, read(artifact, name), name);
  if (left === null) {
    throw new Refusal("not-a-badge", N_("{name} holds only a web address, and not the badge that is there"),
      N_("choose the badge as its issuer sent it, as a PNG, SVG, JSON or JWT file"), { name });
  }
  if (left instanceof Refusal) throw left;
  return left;
}

/**
 * The bytes of a badge that was unpacked and read, or the Refusal why none leave. Null where a
 * picture holds only an address: that is no badge yet.
 */
export function leaving(artifact, { document, jws }, name) {
  if (artifact.address !== undefined) return null;
  if (items(document.proof).some(isBase)) {
    return new Refusal("base-proof-stays", N_("{name} has a proof for its holder's eyes only, so this page makes no link of it"),
      N_("hand it over with Learner Wallet, which makes a proof that can be shown"), { name });
  }
  if (!jws?.disclosures) return artifact.payload ?? ofLatin1(artifact.token);
  if (jws.keyIsBeside) {
    return new Refusal("no-compact-form", N_("{name} names its key in a place that no link carries"), N_("hand it over as a file"), { name });
  }
  return presented(jws);
}
