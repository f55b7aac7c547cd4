// What the standard asks of every credential's data model (wallet/verify/schema.py). The page
// does not compare the whole data model, and says so of a schema that a badge names.

import { address, isObject, items, types } from "./fields.js";
import { check } from "./problem.js";

const AWARDS = ["AchievementCredential", "OpenBadgeCredential", "ClrCredential"];
const MODELLED = ["openbadges-3.0", "clr-2.0"];

/** What can be told of the data model of a verifiable credential. */
export function schema({ standard, document, claims }) {
  const checks = [];
  const kinds = types(document.type);
  const award = MODELLED.includes(standard) && AWARDS.some((kind) => kinds.has(kind));
  if (award && !kinds.has("EndorsementCredential") && !namesItsSubject(document, claims)) {
    checks.push(check("schema", "warning", "subject-not-identified"));
  }
  const named = items(document.credentialSchema).map((one) => address(one) ?? "?");
  if (named.length) {
    const url = [...new Set(named)].join(", ").slice(0, 200);
    checks.push(check("schema", "skipped", "schema-not-compared", { url }));
  }
  return checks;
}

/** Whether every subject has an `id` or an `identifier`, or a token its `sub`. */
function namesItsSubject(document, claims) {
  if (typeof claims?.sub === "string") return true;
  const subjects = items(document.credentialSubject).filter(isObject);
  return subjects.every((one) => address(one) || items(one.identifier).length > 0);
}
