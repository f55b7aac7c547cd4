// The four axes, derived from the checks as in wallet/verify/report.py. They are never mixed and
// fail closed: what was not checked is not passed.

export const ORDER = ["structure", "schema", "proof", "issuer-key", "hosted", "validity-period", "status",
  "issuer-recognised", "recipient", "endorsements", "parts"];
const OF_AUTHENTICITY = new Set(["structure", "proof", "issuer-key", "hosted"]);

export function authenticity(checks) {
  const passed = new Set();
  let unknown = false;
  for (const { id, outcome } of checks) {
    if (!OF_AUTHENTICITY.has(id)) continue;
    if (outcome === "failed") return "failed";
    if (outcome === "unknown") unknown = true;
    if (outcome === "passed") passed.add(id);
  }
  const vouched = passed.has("hosted") || (passed.has("proof") && passed.has("issuer-key"));
  return passed.has("structure") && vouched && !unknown ? "verified" : "undetermined";
}

/** What is known to be wrong comes first, then what is not known, then current. */
export function standing(checks) {
  const of = (id) => checks.filter((check) => check.id === id);
  const failures = (id) => of(id).filter((check) => check.outcome === "failed").map((check) => check.reason);
  const taken = failures("status");
  const lapsed = failures("validity-period");
  if (taken.some((reason) => reason !== "suspended")) return "revoked";
  if (lapsed.includes("expired")) return "expired";
  if (taken.length) return "suspended";
  if (lapsed.includes("not-yet-valid")) return "not-yet-valid";
  const period = of("validity-period");
  const status = of("status");
  const known = (outcomes, list) => list.length > 0 && list.every((check) => outcomes.includes(check.outcome));
  const current = !lapsed.length && known(["passed", "warning"], period) && known(["passed", "warning", "skipped"], status);
  return current ? "current" : "unknown";
}

export function issuer(checks) {
  const outcomes = checks.filter((check) => check.id === "issuer-recognised").map((check) => check.outcome);
  if (outcomes.includes("passed")) return "recognised";
  return outcomes.includes("warning") ? "unrecognised" : "unknown";
}

/** The page knows nobody's addresses: a recipient that is stated was not checked. */
export function recipient(checks) {
  return checks.some((check) => check.id === "recipient" && check.outcome === "skipped") ? "not-stated" : "unchecked";
}

/** The checks in order, and a check that says so for each that does not apply. */
export function ordered(checks) {
  const present = new Set(checks.map((check) => check.id));
  const absent = ORDER.filter((id) => !present.has(id))
    .map((id) => ({ id, outcome: "skipped", reason: "does-not-apply", facts: {}, asOf: null }));
  return [...checks, ...absent].sort((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id));
}
