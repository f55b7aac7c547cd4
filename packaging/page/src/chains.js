// Proofs that build on others (VC Data Integrity 1.0 §2.1.2, §4.5; wallet/verify/proofs/chains.py).

import { items } from "./fields.js";
import { failed } from "./problem.js";

/** What `proof`, one of `proofs`, secures of `document`, or a Problem. */
export function secured(document, proof, proofs) {
  const { proof: _, ...unsecured } = document;
  if (!("previousProof" in proof)) return unsecured;
  const names = items(proof.previousProof);
  if (!names.length || !names.every((name) => typeof name === "string")) return failed("proof-malformed");
  const wanted = new Set(names);
  const matching = proofs.filter((one) => wanted.has(one.id));
  if (new Set(matching.map((one) => one.id)).size !== wanted.size || matching.length !== wanted.size) {
    return failed("previous-proof-missing");
  }
  return leadsBack(proof, proofs) ? failed("proof-malformed") : { ...unsecured, proof: matching };
}

/** Whether following `previousProof` from `proof` comes back to it. */
function leadsBack(proof, proofs) {
  const byName = new Map(proofs.map((one) => [one.id, one]));
  const seen = new Set();
  const todo = [proof];
  while (todo.length) {
    for (const name of items(todo.pop().previousProof)) {
      const found = typeof name === "string" ? byName.get(name) : undefined;
      if (found === proof) return true;
      if (found && !seen.has(found)) {
        seen.add(found);
        todo.push(found);
      }
    }
  }
  return false;
}
