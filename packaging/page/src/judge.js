// From whatever is given to the page to verdicts: a link's fragment, a file, a pasted text, or
// what was enclosed with the page.

import { decodeSegment, latin1, stripped, utf8 } from "./bytes.js";
import { enclosedDocuments } from "./documents.js";
import { isObject, items } from "./fields.js";
import { handedOver } from "./handover.js";
import { parse } from "./json.js";
import { isLink, payloadsOf } from "./link.js";
import { parseMoment } from "./moment.js";
import { refusal, verifyBytes } from "./pipeline.js";
import { presented } from "./presentation.js";
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
 * {results, byLink} of `given`, bytes or text. `circumstances` are {now, documents, audience, nonce},
 * `now` in milliseconds. Between badges `pause` lets the page breathe. A link inside a link is no
 * link: `links` is false.
 */
export async function judge(given, { name = GIVEN, pause = async () => {}, links = true, ...circumstances }) {
  const data = typeof given === "string" ? utf8(given) : given;
  try {
    if (data.length > MAX_FILE) {
      throw new Refusal("too-large", N_("{name} is far too large to be a badge"),
        N_("choose the badge file that your issuer sent you"), { name });
    }
    const fragment = links ? fragmentIn(data) : null;
    if (fragment !== null) return { results: await judgeAll(payloadsOf(fragment), circumstances, pause), byLink: true };
    const presentation = presented(data, name);
    if (presentation) return { results: await judgePresented(presentation, circumstances, pause), byLink: false };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { results: [refusal(name, error)], byLink: false };
  }
  return { results: [await verifyBytes(data, name, circumstances)], byLink: false };
}

/** The bytes of each badge in `given`, bytes or text: of a link, of a presentation, or itself. */
export function credentialsIn(given) {
  const data = typeof given === "string" ? utf8(given) : given;
  const fragment = fragmentIn(data);
  return fragment === null ? presented(data, GIVEN)?.payloads ?? [data] : payloadsOf(fragment);
}

/** Verdicts on several payloads; a presentation among them is taken apart. */
export async function judgeAll(payloads, circumstances, pause) {
  const results = [];
  for (const [place, payload] of payloads.entries()) {
    const judged = await judge(payload, { ...circumstances, name: called(place, payloads), pause, links: false });
    results.push(...judged.results);
    await pause();
  }
  return results;
}

/** A verdict on each credential of a presentation, which has in it how they were handed over. */
async function judgePresented(presentation, circumstances, pause) {
  const { payloads } = presentation;
  const handover = await handedOver(presentation, circumstances);
  const results = [];
  let complex = false;
  for (const [place, payload] of payloads.entries()) {
    const name = called(place, payloads);
    if (complex) {
      results.push(refusal(name, notLookedAt(name)));
      continue;
    }
    const verdict = await verifyBytes(payload, name, circumstances);
    results.push({ ...verdict, presentation: handover });
    // One such takes as long as hundreds of others: no second one is looked at.
    complex = verdict.checks.some(({ reason }) => reason === "too-complex");
    await pause();
  }
  return results;
}

const called = (place, { length }) => (length > 1 ? { words: N_("badge {n}"), facts: { n: place + 1 } } : { words: N_("the badge"), facts: {} });

const notLookedAt = (name) => new Refusal("not-looked-at",
  N_("{name} was not looked at: another badge that came with it is built too complicated"),
  N_("ask for it in a file of its own"), { name });

/** The fragment of a shared link that was pasted or saved as a text, or null. */
function fragmentIn(data) {
  const text = latin1(stripped(data));
  const match = /^(?:https?:\/\/[^\s#]*)?#(\S*)$/.exec(text);
  return match && isLink(match[1]) ? match[1] : null;
}
