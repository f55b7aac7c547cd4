// From whatever is given to the page to verdicts: a link's fragment, a file, a pasted text, or
// what was enclosed with the page.

import { decodeSegment, stripped, utf8 } from "./bytes.js";
import { NONE, enclosedDocuments } from "./documents.js";
import { isObject, items } from "./fields.js";
import { parse } from "./json.js";
import { latin1 } from "./jws.js";
import { isLink, payloadsOf } from "./link.js";
import { parseMoment } from "./moment.js";
import { refusal, verifyBytes } from "./pipeline.js";
import { isPresentation, verifyPresentation } from "./presentation.js";
import { Refusal } from "./problem.js";
import { N_ } from "./words.js";

const MAX_FILE = 20 * 1024 * 1024;
export const GIVEN = { words: N_("what was given"), facts: {} };

/** {format, badges, documents, made_at} enclosed with the page, or null where nothing was. */
export function enclosed(text) {
  if (!text.trim()) return null;
  const pack = parse(utf8(text), { words: N_("what is enclosed with this page"), facts: {} });
  if (!isObject(pack) || pack.format !== 1) {
    throw new Refusal("pack-unreadable", N_("what is enclosed with this page cannot be read"),
      N_("ask whoever sent it for the badge as a file"));
  }
  const badges = items(pack.badges).filter((one) => isObject(one) && typeof one.payload === "string");
  return {
    payloads: badges.map((one) => decodeSegment(one.payload)),
    documents: enclosedDocuments(pack.documents),
    madeAt: parseMoment(pack.made_at),
  };
}

/**
 * {results, presentation, byLink} of `given`, bytes or text, judged as of `now` in milliseconds.
 * Between badges `pause` lets the page breathe. A link inside a link is no link: `links` is false.
 */
export async function judge(given, { now, name = GIVEN, documents = NONE, pause = async () => {}, links = true }) {
  const circumstances = { now, documents };
  const data = typeof given === "string" ? utf8(given) : given;
  try {
    if (data.length > MAX_FILE) {
      throw new Refusal("too-large", N_("{name} is far too large to be a badge"),
        N_("choose the badge file that your issuer sent you"), { name });
    }
    const fragment = links ? fragmentIn(data) : null;
    if (fragment !== null) return { ...await judgeAll(payloadsOf(fragment), circumstances, pause), byLink: true };
    const document = objectIn(data);
    if (isPresentation(document)) return { ...await verifyPresentation(document, circumstances, pause), byLink: false };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { results: [refusal(name, error)], presentation: null, byLink: false };
  }
  return { results: [await verifyBytes(data, name, circumstances)], presentation: null, byLink: false };
}

/** Verdicts on several payloads; a presentation among them is taken apart. */
export async function judgeAll(payloads, circumstances, pause) {
  const results = [];
  let presentation = null;
  for (const [place, payload] of payloads.entries()) {
    const name = payloads.length > 1 ? { words: N_("badge {n}"), facts: { n: place + 1 } } : { words: N_("the badge"), facts: {} };
    const judged = await judge(payload, { ...circumstances, name, pause, links: false });
    results.push(...judged.results);
    presentation ??= judged.presentation;
    await pause();
  }
  return { results, presentation };
}

/** The fragment of a shared link that was pasted or saved as a text, or null. */
function fragmentIn(data) {
  const text = latin1(stripped(data));
  const match = /^(?:https?:\/\/[^\s#]*)?#(\S*)$/.exec(text);
  return match && isLink(match[1]) ? match[1] : null;
}

function objectIn(data) {
  const text = stripped(data);
  if (text[0] !== 0x7b) return null;
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof Refusal) return null; // told again, with the file's name
    throw error;
  }
}
