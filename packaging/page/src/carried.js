// What a credential carries of others (wallet/verify/carried.py): endorsements, and the parts of a
// CLR. Each has a verdict of its own and never lends it.

import { CREDENTIAL, credentialIn } from "./envelope.js";
import { address, firstObject, isObject, items, types } from "./fields.js";
import { looksLike } from "./jws.js";
import { Refusal, check } from "./problem.js";
import { readValue } from "./read.js";
import { authenticity, standing } from "./report.js";

const MAX_DEPTH = 4;
const MAX_TOTAL = 250;

export const allowance = () => ({ left: MAX_TOTAL, depth: 0 });

/** {parts, endorsements, checks}; `judge(parsed, name)` verifies one nested credential. */
export async function carried(document, source, judge, allowed) {
  const endorsed = [...endorsementsOf(document)];
  const inner = items(firstObject(document.credentialSubject)?.verifiableCredential);
  if (!endorsed.length && !inner.length) return { parts: [], endorsements: [], checks: [] };
  allowed.depth += 1;
  const parts = await judgedAll(inner, `${source}#`, judge, allowed);
  const told = await judgedAll(endorsed.map(([value]) => value), `${source}#endorsement-`, judge, allowed);
  allowed.depth -= 1;
  const endorsements = told.map((one, place) => one && about(one, endorsed[place][1])).filter(Boolean);
  const known = parts.filter(Boolean).map(({ verdict }) => verdict);
  const checks = [];
  if (endorsed.length) checks.push(endorsementsCheck(endorsements, endorsed.length - endorsements.length));
  if (inner.length) checks.push(partsCheck(known, inner.length - known.length));
  return { parts: known, endorsements, checks };
}

/** Every endorsement, with the identifier of what it stands beside. */
function* endorsementsOf(document) {
  const subject = firstObject(document.credentialSubject) ?? {};
  const achievement = firstObject(subject.achievement) ?? firstObject(document.badge);
  for (const holder of [document, achievement, firstObject(document.issuer)]) {
    for (const name of ["endorsement", "endorsementJwt"]) {
      for (const value of items(holder?.[name])) yield [value, address(holder)];
    }
  }
}

async function judgedAll(values, prefix, judge, allowed) {
  const verdicts = [];
  for (const [place, value] of values.entries()) {
    const name = `${prefix}${place + 1}`;
    const parsed = allowed.depth <= MAX_DEPTH ? parsedOf(value, name) : null;
    if (parsed === null || allowed.left <= 0) {
      verdicts.push(null);
      continue;
    }
    allowed.left -= 1;
    const verdict = await judge(parsed, name);
    verdicts.push({ verdict, parsed });
    // One such takes as long as hundreds of others: no second one is looked at.
    if (verdict.checks.some(({ reason }) => reason === "too-complex")) allowed.left = 0;
  }
  return verdicts;
}

/** What a nested credential says: an object, a JWT, or one in an envelope; null where it is none. */
function parsedOf(stated, name) {
  let value = stated;
  if (isObject(value) && types(value.type).has(CREDENTIAL)) value = credentialIn(value.id);
  if (!isObject(value) && !(typeof value === "string" && looksLike(value))) return null;
  try {
    return readValue(value, name);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Adds to an endorsement's verdict whether it endorses what it stands beside. */
function about({ verdict, parsed }, whom) {
  const named = address(parsed.document.credentialSubject);
  const same = named !== null && named === whom;
  const told = check("endorsements", same ? "passed" : "warning", same ? "endorses-this" : "endorses-another", { endorsed: String(named) });
  const checks = verdict.checks.filter(({ id, outcome }) => id !== "endorsements" || outcome !== "skipped");
  checks.splice(checks.findIndex(({ id }) => id === "parts"), 0, told);
  return { ...verdict, checks };
}

function endorsementsCheck(verdicts, unread) {
  const grades = verdicts.map(grade);
  const good = verdicts.filter((_, place) => grades[place] === "passed");
  if (good.length === verdicts.length && !unread) {
    const names = [...new Set(good.map(({ credential }) => credential.issuer.name ?? credential.issuer.id ?? "?"))].join(", ");
    return check("endorsements", "passed", "endorsements-verified", { names });
  }
  const bad = grades.includes("failed") || grades.includes("warning");
  return check("endorsements", bad ? "warning" : "unknown", "endorsements-mixed", counted(grades, unread));
}

function partsCheck(verdicts, unread) {
  const grades = verdicts.map(grade);
  const facts = counted(grades, unread);
  if (facts.good === facts.count) return check("parts", "passed", "parts-verified", facts);
  const outcome = ["failed", "warning"].find((one) => grades.includes(one)) ?? "unknown";
  return check("parts", outcome, "parts-mixed", facts);
}

function grade({ checks }) {
  if (checks.some(({ reason }) => reason === "endorses-another")) return "failed";
  const genuine = authenticity(checks);
  if (genuine !== "verified") return genuine === "failed" ? "failed" : "unknown";
  const stands = standing(checks);
  if (stands === "current") return "passed";
  return stands === "unknown" ? "unknown" : "warning";
}

function counted(grades, unread) {
  const count = (outcome) => grades.filter((one) => one === outcome).length;
  return {
    count: String(grades.length + unread),
    good: String(count("passed")),
    failed: String(count("failed")),
    lapsed: String(count("warning")),
    unknown: String(count("unknown") + unread),
  };
}
