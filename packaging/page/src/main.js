// The page: what is given to it, what it says of that, and what it is for when nothing is given.

import { BUILT, REGISTRIES } from "virtual:facts";
import { utf8 } from "./bytes.js";
import { badge, chip, day, folded, forgetPictures, line } from "./badge.js";
import { NONE, enclosedDocuments } from "./documents.js";
import { el, icon, said } from "./dom.js";
import { handoverAuthenticity, isSigned } from "./handover.js";
import { headline } from "./headline.js";
import { GIVEN, credentialsIn, enclosed, judge, judgeAll } from "./judge.js";
import { leavingOf } from "./leaving.js";
import { isLink, payloadsOf } from "./link.js";
import { fragmentOf, linkTo } from "./linking.js";
import { parseMoment } from "./moment.js";
import { refusal } from "./pipeline.js";
import { Refusal } from "./problem.js";
import { refusalSentence, resultJson, sentence } from "./sentences.js";
import { pageAddress, shareAll, shareOne } from "./sharing.js";
import { N_, plural, speak, spoken, words } from "./words.js";

const MAX_FILES = 20;
const page = document.getElementById("page");
const live = document.getElementById("live");
/** What is shown: verdicts and where they came from; null before anything was given. */
let showing = null;
let pack = null;
let turn = 0;

/** Lets the browser draw and answer between two badges. */
const pause = () => new Promise((done) => { setTimeout(done); });

/**
 * For tests and other programs: the contract's JSON document on whatever is given. `audience` and
 * `nonce` are for whom a presentation must be, and what it must repeat.
 */
window.learnerWalletVerify = async (given, { now = Date.now(), lang = spoken(), enclosing = null, audience = null, nonce = null } = {}) => {
  const at = typeof now === "number" ? now : parseMoment(now).at;
  const before = spoken();
  const atHand = enclosing ? enclosedDocuments(enclosing) : documents();
  const data = given instanceof ArrayBuffer ? new Uint8Array(given) : given;
  const judged = await judge(data, { now: at, documents: atHand, audience, nonce });
  speak(lang);
  const told = asJson(judged);
  speak(before);
  return told;
};
/** What `make` makes, or the code of its refusal. */
function orCode(make) {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
/** For tests: the payloads in a link's fragment as texts, or the code of the refusal. */
window.learnerWalletPayloads = (fragment) => orCode(
  () => payloadsOf(fragment).map((one) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(one)));
/** For tests: the fragment that carries texts, whatever they are, or the code of the refusal. */
window.learnerWalletFragment = (texts) => orCode(() => fragmentOf(texts.map(utf8)));
/** For tests and other programs: one link to all badges in what is given (bytes or texts), or the code of the refusal. */
window.learnerWalletLink = (...given) => orCode(() => {
  const badges = given.flatMap((one) => credentialsIn(one instanceof ArrayBuffer ? new Uint8Array(one) : one));
  return linkTo(badges.map((one) => leavingOf(one, GIVEN)), pageAddress());
});
window.learnerWalletShown = () => (showing?.results ? asJson(showing) : null);

const asJson = ({ results, byLink }) => ({ format: 1, results: results.map(resultJson), by_link: byLink });

const documents = () => pack?.documents ?? NONE;

/** Judges what `work` brings and shows it, unless something newer was given meanwhile. */
async function show(work, { focus = true } = {}) {
  turn += 1;
  const mine = turn;
  live.textContent = words("Checking…");
  page.setAttribute("aria-busy", "true");
  const now = Date.now();
  let judged;
  try {
    judged = await work({ now, documents: documents(), pause });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    judged = { results: [refusal(GIVEN, error)], byLink: false };
  }
  if (mine !== turn) return;
  showing = { ...judged, now };
  // A text that could be read has done its part; another one stays, to be mended.
  const text = document.getElementById("text");
  if (text && judged.results.every((one) => !one.error)) text.value = "";
  draw();
  page.removeAttribute("aria-busy");
  announce();
  if (focus) document.getElementById("badge-1")?.focus();
}

function announce() {
  const { results, now } = showing;
  const [first] = results;
  if (!first) live.textContent = words("There is no badge in it.");
  else if (results.length > 1) live.textContent = plural("{n} badge was checked.", "{n} badges were checked.", results.length);
  else live.textContent = `${headline(first, now).text}. ${first.error ? refusalSentence(first.error) : ""}`;
}

const showFragment = (fragment, options) => show(async (circumstances) => (
  { results: await judgeAll(payloadsOf(fragment), circumstances, pause), byLink: true }), options);

async function showFiles(files) {
  const chosen = [...files].slice(0, MAX_FILES);
  if (!chosen.length) return;
  await show(async (circumstances) => {
    const all = { results: [], byLink: false };
    for (const file of chosen) {
      const judged = await judge(new Uint8Array(await file.arrayBuffer()), { ...circumstances, name: file.name });
      all.results.push(...judged.results);
      await pause();
    }
    return all;
  });
}

const showText = (text) => show((circumstances) => judge(text, circumstances));

function draw() {
  forgetPictures();
  document.documentElement.lang = spoken();
  document.title = words("Is this badge true?");
  const draft = document.getElementById("text")?.value ?? "";
  document.getElementById("top").replaceChildren(...top());
  page.replaceChildren(...(showing ? results() : welcome()), ...give());
  document.getElementById("text").value = draft;
  document.getElementById("foot").replaceChildren(...foot());
}

function top() {
  const other = spoken() === "fr" ? ["en", "English"] : ["fr", "Français"];
  return [
    el("p", { class: "mark-name" }, el("span", { class: "app" }, icon("badges")), words("Verifying page")),
    el("button", {
      type: "button", class: "plain-button", lang: other[0], id: "language",
      on: { click: () => { speak(other[0]); draw(); document.getElementById("language").focus(); } },
    }, other[1]),
  ];
}

const QUIET = () => el("p", { class: "quiet-note" }, icon("lock"),
  el("span", {}, words("Everything happens on this page, in your browser. Nothing was sent anywhere, and nothing will be.")));

function welcome() {
  return [
    el("h1", {}, words("Is this badge true?")),
    el("p", { class: "lead" }, words("Give this page a badge or a certificate, and it tells whether it is whole, who made it, and whether it still stands.")),
    QUIET(),
  ];
}

function results() {
  const { results: verdicts, byLink, now } = showing;
  const presentations = new Set(verdicts.map(({ presentation }) => presentation).filter(Boolean));
  const single = verdicts.length === 1;
  const shared = byLink ? null : shareAll(verdicts);
  return [
    el("h1", { class: single ? "unseen" : "" }, single ? words("Is this badge true?")
      : plural("{n} badge", "{n} badges", verdicts.length)),
    byLink && el("p", { class: "banner", role: "note" }, icon("warning"),
      el("span", {}, words("Whoever has this link has the whole credential."))),
    pack && showing.packed && packNote(),
    QUIET(),
    ...[...presentations].map(handedOver),
    !single && verdicts.length > 0 && contents(verdicts, now),
    shared,
    verdicts.length === 0 && el("p", {}, words("There is no badge in it.")),
    ...verdicts.map((verdict, place) => badge(verdict, { now, number: place + 1 }, !byLink && shareOne(verdict, { several: shared !== null }))),
    el("p", { class: "printing" }, words("Checked on {date} with the verifying page {version}.",
      { date: new Intl.DateTimeFormat(spoken(), { dateStyle: "long", timeStyle: "short" }).format(now), version: BUILT.version })),
  ].filter(Boolean);
}

/** Several badges: what there is, each with its word. */
function contents(verdicts, now) {
  return el("nav", { class: "card contents", "aria-label": words("Badges") }, el("ol", {}, verdicts.map((verdict, place) => el("li", {},
    el("a", { href: `#badge-${place + 1}`, on: { click: (event) => jump(event, place + 1) } },
      verdict.error ? words("Badge {n}", { n: place + 1 }) : said(verdict.credential.name ?? words("A badge without a name"))),
    chip(headline(verdict, now))))));
}

/** Following a list's link must not take the credential out of the address. */
function jump(event, number) {
  event.preventDefault();
  const target = document.getElementById(`badge-${number}`);
  target.focus();
  target.scrollIntoView({ block: "start" });
}

function packNote() {
  const made = pack.madeAt ? day(pack.madeAt) : words("a day that nobody noted");
  return el("div", { class: "banner calm", role: "note" }, icon("clock"), el("div", {},
    el("p", {}, words("These badges came enclosed with this page, with the documents of their issuers as they were on {date}.", { date: made })),
    el("p", {}, words("Whoever made this copy chose what is in it, and could have altered it. To be certain, check the badges on a page or with a program of your own."))));
}

const STATES = {
  verified: ["passed", N_("Handed over, and signed for, by the one who holds this key:")],
  undetermined: ["unknown", N_("Handed over by somebody whose signature could not be checked:")],
  failed: ["failed", N_("The signature of the one who handed it over does not fit. The badges below stand by themselves.")],
  unsigned: ["warning", N_("Nobody signed for handing it over. The badges below stand by themselves.")],
};

/** A presentation: who handed it over, for whom and until when. */
function handedOver(presentation, place) {
  const state = isSigned(presentation) ? handoverAuthenticity(presentation) : "unsigned";
  const [outcome, text] = STATES[state];
  const named = presentation.holder && ["verified", "undetermined"].includes(state);
  const dated = (moment) => moment && day(moment);
  const rows = [
    [words("Made for"), presentation.audience], [words("Challenge"), presentation.nonce],
    [words("Signed"), dated(presentation.created)], [words("Good until"), dated(presentation.expires)],
  ].filter(([, value]) => value);
  const id = `handed-${place + 1}`;
  return el("section", { class: "card", "aria-labelledby": id },
    el("h2", { id }, words("Who handed it over")),
    el("ul", { class: "lines" }, line(outcome, words(text), named ? " " : "", named ? el("code", {}, said(presentation.holder)) : "")),
    rows.length > 0 && el("dl", { class: "facts" }, rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, said(value))))),
    folded(words("What was checked"), el("ul", { class: "lines" }, presentation.checks.map((one) => line(one.outcome, said(sentence(one)))))));
}

/** Where a badge is given to the page: a file, or a text. */
function give() {
  const files = el("input", {
    type: "file", id: "files", multiple: true, class: "unseen", "aria-label": words("Choose a file"),
    on: { change: (event) => { showFiles(event.target.files); event.target.value = ""; } },
  });
  const text = el("textarea", { id: "text", rows: "4", spellcheck: "false", autocomplete: "off", "aria-describedby": "text-help" });
  const check = () => (text.value.trim() ? showText(text.value) : text.focus());
  const title = showing ? words("Check another one") : words("Give it a badge");
  return [el("section", { class: "card give", "aria-labelledby": "give" },
    el("h2", { id: "give" }, title),
    el("div", { class: "drop" }, icon("drop"),
      el("p", {}, words("Drop a file here: a picture with a badge in it (PNG or SVG), a JSON file, or a signed token (JWT or SD-JWT).")),
      el("label", { class: "button primary", for: "files" }, words("Choose a file"), files)),
    el("label", { for: "text", class: "label" }, words("Or paste the text of a badge, or a link to one")),
    text,
    el("p", { id: "text-help", class: "muted small" }, words("It starts with a brace, with “ey” or with “#”, or with “https://” and has a “#” in it.")),
    el("button", { type: "button", class: "button", id: "check", on: { click: check } }, words("Check"))),
  ];
}

function foot() {
  const dates = REGISTRIES.map(({ asOf }) => asOf).filter((date) => date !== null);
  const oldest = parseMoment(new Date(Math.min(...dates)).toISOString());
  const months = Math.max(0, Math.round((Date.now() - oldest.at) / (30.44 * 86_400_000)));
  return [
    el("p", {}, words("The registries of issuers in this page are from {date}:", { date: day(oldest) }), " ",
      plural("{n} month old.", "{n} months old.", months)),
    el("p", {}, words("This page never goes online. Lists of revoked badges, and the keys of issuers known by a web address, count only where they were enclosed; otherwise it says that it does not know.")),
    el("p", {}, words("Verifying page {version} of Learner Wallet, Apache-2.0.", { version: BUILT.version })),
    folded(words("Licences of what is built in"), el("pre", { class: "licences", lang: "en" }, document.getElementById("licences").content.textContent)),
  ];
}

function dropped(event) {
  event.preventDefault();
  document.body.classList.remove("over");
  const { files } = event.dataTransfer;
  const text = event.dataTransfer.getData("text/plain");
  if (files.length) showFiles(files);
  else if (text.trim()) showText(text);
}

function start() {
  speak(navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en");
  let broken = null;
  try {
    pack = enclosed(document.getElementById("enclosed").textContent);
  } catch (error) {
    broken = error instanceof Refusal ? error : new Refusal("pack-unreadable",
      N_("what is enclosed with this page cannot be read"), N_("ask whoever sent it for the badge as a file"));
  }
  document.addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("over"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("over"); });
  document.addEventListener("drop", dropped);
  window.addEventListener("hashchange", () => { if (isLink(location.hash.slice(1))) showFragment(location.hash.slice(1)); });
  draw();
  const fragment = location.hash.slice(1);
  if (isLink(fragment)) showFragment(fragment, { focus: false });
  else if (broken) show(() => { throw broken; }, { focus: false });
  else if (pack) {
    show(async (circumstances) => ({ results: await judgeAll(pack.payloads, circumstances, pause), byLink: false, packed: true }), { focus: false });
  }
  document.documentElement.dataset.ready = "";
}

start();
