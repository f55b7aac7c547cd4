// Making elements. Text of a credential is text and nothing else: it goes in by textContent,
// isolated from what stands around it, with nothing invisible left in it.

import { ICONS } from "virtual:facts";

const SVG = "http://www.w3.org/2000/svg";
// Control, format, private and unassigned characters but line ends and the two joiners.
const STEERING = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/** An element with attributes (null: left out) and children, elements or texts. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** An icon beside a word that says the same; it is hidden from screen readers. */
export function icon(name) {
  const made = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", fill: "none", stroke: "currentColor",
    "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round",
  })) made.setAttribute(key, value);
  for (const [tag, attributes] of ICONS[name]) {
    const part = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
    made.append(part);
  }
  return made;
}

/**
 * A credential's text as it may be drawn (the program's wallet/gui/parts.py, "shown"): what would
 * turn or hide letters is shown by its number, so that no name can look like another one.
 */
export const shown = (text) => text.replace(STEERING,
  (sign) => (sign === "\t" || sign === "\r" ? " " : `⟨${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`));

/** A credential's text, isolated: right-to-left names do not reorder the sentence around them. */
export const said = (text) => el("bdi", {}, shown(text));
