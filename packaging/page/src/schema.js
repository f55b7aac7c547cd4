// Whether a credential has the data model of its standard (wallet/verify/schema.py). A mismatch
// warns and says where; it is no part of any axis.

import { address, isObject, items, types } from "./fields.js";
import { check } from "./problem.js";
import { mismatch } from "./shapes.js";

const AWARDS = ["AchievementCredential", "OpenBadgeCredential"];
const MODELLED = ["openbadges-3.0", "clr-2.0"];
const LONGEST = 200;

/** What the data model of a verifiable credential's standard says of it. */
export function schema({ standard, document, claims }) {
  const shape = MODELLED.includes(standard) ? shapeOf(types(document.type)) : null;
  const checks = [];
  if (shape) {
    checks.push(compared(document, shape, standard));
    if (!namesItsSubject(document, claims)) checks.push(check("schema", "warning", "subject-not-identified"));
  }
  const others = items(document.credentialSchema).map((one) => address(one)).filter((url) => !isOf(shape, url)).map((url) => url || "?");
  if (others.length) {
    checks.push(check("schema", "skipped", "schema-not-compared", { url: [...new Set(others)].join(", ").slice(0, LONGEST) }));
  }
  return checks;
}

/** The name of the class it should be of, or null. */
function shapeOf(kinds) {
  if (kinds.has("ClrCredential")) return "ClrCredential";
  if (kinds.has("EndorsementCredential")) return "EndorsementCredential";
  return AWARDS.some((kind) => kinds.has(kind)) ? "AchievementCredential" : null;
}

function compared(document, shape, standard) {
  const found = mismatch(document, shape);
  if (!found) return check("schema", "passed", "schema-matches", { standard });
  const { path, what, expected } = found;
  const told = path.length <= LONGEST ? path : `…${path.slice(-LONGEST)}`;
  return check("schema", "warning", "schema-mismatch", { path: told, what, ...(expected && { expected }) });
}

/** Whether every subject has an `id` or an `identifier`, or a token its `sub`. */
function namesItsSubject(document, claims) {
  if (types(document.type).has("EndorsementCredential") || typeof claims?.sub === "string") return true;
  const subjects = items(document.credentialSubject).filter(isObject);
  return subjects.every((one) => address(one) || items(one.identifier).length > 0);
}

/** Whether an address is one of 1EdTech's for the schema of this class. */
function isOf(shape, url) {
  if (!shape || !url) return false;
  const [, kind] = /^https:\/\/purl\.imsglobal\.org\/spec\/(?:ob\/v3p0|clr\/v2p0)\/schema\/json(?:-ld)?\/(?:ob_v3p0|clr_v2p0)_(?:any)?(.*?)(?:v1p1)?_schema\.json$/.exec(url) ?? [];
  return kind === shape.toLowerCase();
}
