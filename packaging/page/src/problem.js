// Why a step of verification could not pass, and checks: an outcome, a reason code and its facts.
// The codes are those of wallet/verify/reasons.py.

export class Problem {
  constructor(outcome, reason, facts, asOf) {
    Object.assign(this, { outcome, reason, facts, asOf });
  }

  /** This problem as the outcome of the check `id`. */
  check(id) {
    return check(id, this.outcome, this.reason, this.facts, this.asOf);
  }
}

/** A problem that is certain. `asOf` is when the evidence was obtained, in milliseconds. */
export const failed = (reason, facts = {}, asOf = null) => new Problem("failed", reason, facts, asOf);

/** A problem of not knowing. */
export const unknown = (reason, facts = {}, asOf = null) => new Problem("unknown", reason, facts, asOf);

export const check = (id, outcome, reason, facts = {}, asOf = null) => ({ id, outcome, reason, facts, asOf });

/** What a person can cause or meet: a sentence, and what to do about it. */
export class Refusal extends Error {
  constructor(code, what, advice, facts = {}) {
    super(code);
    Object.assign(this, { code, what, advice, facts });
  }
}
