// One badge as people see it: picture, name, issuer and how it is known, one honest chip, the four
// axes as plain sentences, and everything that was checked, folded.

import { el, icon, said, shown } from "./dom.js";
import { HEADLINE_TONES, OUTCOME_TONES, axes, headline } from "./headline.js";
import { drawable } from "./picture.js";
import { authenticity } from "./report.js";
import { otherClaims } from "./sdjwt.js";
import { refusalSentence, sentence } from "./sentences.js";
import { N_, colon, spoken, words } from "./words.js";

const CHECKS = {
  structure: N_("Form"),
  schema: N_("Schema"),
  proof: N_("Signature"),
  "issuer-key": N_("Issuer's key"),
  hosted: N_("Issuer's web site"),
  "validity-period": N_("Dates"),
  status: N_("Revocation"),
  "issuer-recognised": N_("Issuer"),
  recipient: N_("Recipient"),
  endorsements: N_("Endorsements"),
  parts: N_("Parts"),
};
/** The pictures shown, to be given back when the page shows something else. */
const pictures = new Set();

export function forgetPictures() {
  for (const url of pictures) URL.revokeObjectURL(url);
  pictures.clear();
}

export function chip({ kind, text }) {
  const [tone, sign] = HEADLINE_TONES[kind];
  return el("p", { class: `chip ${tone}` }, icon(sign), text);
}

/** An icon that says an outcome, its word for those who do not see it, and a sentence. */
export function line(outcome, ...content) {
  const [tone, sign, word] = OUTCOME_TONES[outcome];
  return el("li", { class: "line" }, el("span", { class: `mark ${tone}`, title: words(word) }, icon(sign)),
    el("span", {}, el("span", { class: "unseen" }, words(word), colon()), ...content.filter(Boolean)));
}

/** A day as people of the reader's language write it. */
export function day(moment) {
  const timeZone = moment.precision === "date" ? "UTC" : undefined;
  return new Intl.DateTimeFormat(spoken(), { dateStyle: "long", timeZone }).format(moment.midnight);
}

/** `number` keeps headings and their ids apart; `handing` is how the badge is handed on, if it can be. */
export function badge(verdict, { now, number }, handing) {
  const id = `badge-${number}`;
  if (verdict.error) {
    return el("article", { class: "card", "aria-labelledby": id },
      el("h2", { id, tabindex: "-1" }, nameOf(verdict)), chip(headline(verdict, now)),
      el("p", { class: "refusal" }, shown(refusalSentence(verdict.error))));
  }
  const { credential, checks } = verdict;
  const failed = authenticity(checks) === "failed";
  return el("article", { class: "card", "aria-labelledby": id },
    el("header", { class: "head" }, portrait(credential),
      el("div", {},
        el("h2", { id, tabindex: "-1" }, said(credential.name ?? words("A badge without a name"))),
        el("p", { class: "by" }, words("by"), " ", said(credential.issuer.name ?? credential.issuer.id ?? words("nobody it names"))),
        known(verdict),
        chip(headline(verdict, now)))),
    el("section", { "aria-labelledby": `${id}-true` },
      el("h3", { id: `${id}-true` }, words("Is it true?")),
      el("ul", { class: "lines axes" }, axes(verdict).map(
        ([outcome, text, why]) => line(outcome, text, why && el("span", { class: "why" }, said(sentence(why)))))),
      restsOnEnclosed(checks) && el("p", { class: "muted" }, words("This rests on documents that were enclosed with this page by whoever made it.")),
      failed && el("p", { class: "muted" }, words("So what follows is only what it says of itself."))),
    facts(verdict),
    told(credential),
    carriedBy(verdict, now),
    folded(words("What was checked"), el("ul", { class: "lines" }, checks.filter(applies).map(checkLine)),
      el("h4", {}, words("What does not apply")),
      el("ul", { class: "lines" }, checks.filter((one) => !applies(one)).map(checkLine))),
    folded(words("Technical details"), technical(verdict)),
    handing);
}

/** Whether a good answer came out of an enclosed document; a did:key is its own. */
const restsOnEnclosed = (checks) => checks.some(({ id, outcome, facts: { issuer } }) => outcome === "passed"
  && (id === "hosted" || id === "status" || (id === "issuer-key" && !/^did:(key|jwk):/.test(issuer))));

const applies = ({ outcome }) => outcome !== "skipped";

function checkLine(check) {
  const date = check.asOf === null ? "" : words("(as of {date})", { date: new Date(check.asOf).toISOString().slice(0, 10) });
  return line(check.outcome, words(CHECKS[check.id]), colon(), said(sentence(check)), " ", date);
}

function nameOf({ source }) {
  const text = source?.words ? words(source.words, source.facts) : String(source);
  return said(text.charAt(0).toLocaleUpperCase(spoken()) + text.slice(1));
}

/** The picture inside the credential; one that is elsewhere is named and not loaded. */
function portrait(credential) {
  const { picture } = credential;
  const type = picture?.data ? drawable(picture.data) : null;
  if (!type) return el("span", { class: "portrait empty" }, icon("badges"));
  const url = URL.createObjectURL(new Blob([picture.data], { type }));
  pictures.add(url);
  return el("img", { class: "portrait", src: url, alt: picture.caption ? shown(picture.caption) : "" });
}

/** How the issuer is known: what a registry says of it, else its identifier alone. */
function known({ checks, credential }) {
  const registered = checks.find((one) => one.id === "issuer-recognised" && one.outcome === "passed");
  if (registered) return el("p", { class: "muted small" }, said(sentence(registered)));
  if (!credential.issuer.id) return null;
  return el("p", { class: "muted small" }, words("Known by its identifier only:"), " ", el("code", {}, said(credential.issuer.id)));
}

function facts({ credential, standard, claims }) {
  const plain = credential.recipients.find((one) => !one.hashed);
  const hashed = credential.recipients.length > 0 && !plain && !credential.recipientName;
  const rows = [
    [N_("Given to"), credential.recipientName ?? (hashed ? null : plain?.identity)],
    [N_("Given to"), hashed ? words("an address that is not readable in it") : null],
    [N_("Identifier of the holder"), credential.recipientName && plain ? plain.identity : null],
    [N_("Issued"), credential.issued && day(credential.issued)],
    [N_("Valid from"), credential.validFrom && credential.validFrom.at !== credential.issued?.at ? day(credential.validFrom) : null],
    [N_("Valid until"), credential.expires && day(credential.expires)],
    [N_("Kind"), credential.achievementType ?? (standard === "sd-jwt-vc" ? credential.achievementId : null)],
    [N_("Credits"), credential.credits.join(", ")],
    ...credential.results.map(({ name, value }) => [name ?? N_("Result"), value]),
    [N_("Picture"), credential.picture?.url ? words("at {url}; not loaded", { url: credential.picture.url }) : null],
  ].filter(([, value]) => value).map(([name, value]) => [words(name), value]);
  rows.push(...(standard === "sd-jwt-vc" ? otherClaims(claims) : []));
  if (!rows.length) return null;
  return el("dl", { class: "facts" }, rows.map(([name, value]) => el("div", {}, el("dt", {}, said(name)), el("dd", {}, said(value)))));
}

/** What was learned, in the issuer's own words: plain text. */
function told(credential) {
  const part = (title, ...content) => el("section", {}, el("h3", {}, title), ...content);
  const prose = (text) => el("p", { class: "prose" }, said(text));
  const { criteria, criteriaUrl, description, evidence, skills, tags } = credential;
  const list = (texts) => el("ul", { class: "plain" }, texts.map((one) => el("li", {}, said(one))));
  return [
    description && part(words("What it is for"), prose(description)),
    (criteria || criteriaUrl) && part(words("How it was earned"), criteria && prose(criteria), criteriaUrl && el("p", { class: "small" }, el("code", {}, said(criteriaUrl)))),
    skills.length > 0 && part(words("Skills"), list(skills.map(({ name, url, framework }) => [name ?? url, framework && `(${framework})`].filter(Boolean).join(" ")))),
    evidence.length > 0 && part(words("Evidence"), list(evidence.map((one) => [one.name, one.description, one.url].filter(Boolean).join(" · ")))),
    tags.length > 0 && part(words("Keywords"), el("p", {}, said(tags.join(" · ")))),
  ];
}

/** Endorsements and parts: each with its own name and its own word. */
function carriedBy({ parts, endorsements }, now) {
  const list = (title, verdicts) => verdicts.length > 0 && el("section", {}, el("h3", {}, title),
    el("ul", { class: "inner" }, verdicts.map((one) => el("li", {},
      el("span", {}, said(one.credential?.name ?? words("A badge without a name")), " ",
        one.credential?.issuer.name && el("span", { class: "muted" }, words("by"), " ", said(one.credential.issuer.name))),
      chip(headline(one, now))))));
  return [list(words("Parts"), parts), list(words("Endorsements"), endorsements)];
}

export const folded = (title, ...content) => el("details", {}, el("summary", {}, title), el("div", { class: "inside" }, ...content));

function technical({ checks, container, credential, standard }) {
  const rows = [
    [words("Standard"), standard], [words("Found in"), container], ["id", credential.id], ["issuer", credential.issuer.id],
    ...checks.filter(applies).map((one) => [`${one.id} · ${one.outcome}`,
      [one.reason, ...Object.entries(one.facts).map(([name, fact]) => `${name}=${fact}`)].join(" ")]),
  ];
  return el("dl", { class: "facts technical" },
    rows.filter(([, value]) => value).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, said(String(value))))));
}
