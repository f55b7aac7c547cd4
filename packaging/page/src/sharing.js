// Handing badges on from the page: the button that copies a link to them, and what is said of it.

import { el, icon, shown } from "./dom.js";
import { linkTo } from "./linking.js";
import { Refusal } from "./problem.js";
import { refusalSentence } from "./sentences.js";
import { N_, plural, spoken, words } from "./words.js";

const NOT_IN_IT = N_("Who handed it over is not in it.");
let made = 0;

/** Where this page lies on the web, without what a link carries; "" where it lies on a disk or in a mail. */
export const pageAddress = () => (/^https?:$/.test(location.protocol) ? `${location.origin}${location.pathname}${location.search}` : "");

/**
 * A button for one badge; nothing where a badge was not read, or is only an address. What holds for
 * all of several is said beside the button for all.
 */
export function shareOne({ leaves, presentation }, { several }) {
  if (leaves === null) return null;
  if (leaves instanceof Refusal) return el("p", { class: "muted small handing" }, shown(refusalSentence(leaves)));
  const warning = pageAddress() ? words("Whoever has this link has the whole credential.") : words("Whoever has it has the whole credential.");
  return handing([leaves], [!several && onlyHere(), !several && presentation && words(NOT_IN_IT), warning],
    pageAddress() ? words("Copy a link to this badge") : words("Copy this badge as a line of text"));
}

/** One button for all badges that can be handed on, where those are several. */
export function shareAll(verdicts) {
  const leaving = verdicts.filter(({ leaves }) => leaves instanceof Uint8Array);
  const count = leaving.length;
  if (count < 2) return null;
  const presented = leaving.some(({ presentation }) => presentation);
  const about = [onlyHere(), presented && words(NOT_IN_IT), words("Whoever has it has all of these badges, whole.")];
  return handing(leaving.map(({ leaves }) => leaves), about, pageAddress()
    ? plural("Copy a link to {n} badge", "Copy one link to {n} badges", count)
    : plural("Copy {n} badge as a line of text", "Copy {n} badges as one line of text", count));
}

function handing(payloads, about, label) {
  made += 1;
  const id = `link-${made}`;
  const outcome = el("p", { role: "status", class: "small" });
  const place = el("div", { class: "link-text" });
  const tell = (tone, sign, text) => outcome.replaceChildren(el("span", { class: tone }, icon(sign)), el("span", {}, text));
  const byHand = (link) => {
    const field = el("textarea", { id, rows: "4", readonly: true, spellcheck: "false" });
    field.value = link;
    place.replaceChildren(el("label", { for: id, class: "label small" }, pageAddress() ? words("The link") : words("The text")), field);
    tell("caution", "warning", words("This browser does not let the page copy. All of it is selected: copy it yourself."));
    field.focus();
    field.select();
  };
  const copy = async () => {
    place.replaceChildren();
    outcome.replaceChildren();
    let link;
    try {
      link = linkTo(payloads, pageAddress());
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      tell("caution", "warning", refusalSentence(error));
      return;
    }
    try {
      await navigator.clipboard.writeText(link);
      tell("good", "passed", plural("Copied: {n} character.", "Copied: {n} characters.", link.length,
        { n: new Intl.NumberFormat(spoken()).format(link.length) }));
    } catch {
      byHand(link); // forbidden, or no clipboard where the page came by plain http
    }
  };
  return el("div", { class: "handing" },
    el("button", { type: "button", class: "plain-button copy", "aria-describedby": `${id}-about`, on: { click: copy } }, icon("copy"), label),
    el("p", { id: `${id}-about`, class: "muted small" }, about.filter(Boolean).join(" ")),
    outcome, place);
}

/** Who cannot open what is copied here, or null. */
function onlyHere() {
  if (!pageAddress()) {
    return [
      words("This copy of the page lies on a disk or in a mail, and no link leads there."),
      words("The text opens where it is pasted into a verifying page, or put behind the address of one on the web."),
    ].join(" ");
  }
  return location.protocol === "http:" ? words("Learner Wallet itself opens only links that begin with https.") : null;
}
