// The language of what people read. English sentences are the keys, as in the program
// (wallet/i18n.py); the French ones come out of resources/i18n/fr.po when the page is built.

import { FRENCH } from "virtual:sentences";

let language = "en";

/** Marks a sentence that is translated later, elsewhere. */
export const N_ = (english) => english;

export const speak = (code) => {
  language = code === "fr" ? "fr" : "en";
};

export const spoken = () => language;

/** `english` in the reader's language, its {name} places filled from `facts`. */
export function words(english, facts = {}) {
  const template = language === "fr" && Object.hasOwn(FRENCH, english) ? FRENCH[english] : english;
  return filled(template, facts);
}

/** One sentence or the other, as `n` asks for. Zero is singular in French. */
export function plural(one, many, n, facts = {}) {
  const single = language === "fr" ? n < 2 : n === 1;
  if (language === "fr" && Object.hasOwn(FRENCH, one)) {
    return filled(single ? FRENCH[one][0] : FRENCH[one][1], { n, ...facts });
  }
  return filled(single ? one : many, { n, ...facts });
}

const filled = (template, facts) => template.replace(/\{(\w+)\}/g,
  (_, name) => (Object.hasOwn(facts, name) ? told(facts[name]) : "?"));

/** A fact; one that is a sentence itself, {words, facts}, is told in the language of the moment. */
const told = (fact) => (fact?.words ? words(fact.words, fact.facts) : String(fact));

/** What stands between a name and what it says: in French a space goes before it. */
export const colon = () => (language === "fr" ? "\u00a0: " : ": ");
