// JSON that can be read in one way only (RFC 8259 §4, §8; RFC 7493), as wallet/formats/strictjson.py:
// duplicate names, NaN, half characters, numbers and nesting without end are refused, never guessed.
// JSON.parse keeps the last of two equal names in silence, so the text is read here.

import { Refusal } from "./problem.js";
import { N_ } from "./words.js";

export const MAX_BYTES = 10 * 1024 * 1024;
const MAX_DEPTH = 100;
const MAX_VALUES = 250_000;
const MAX_DIGITS = 1_000;

const AGAIN = N_("download it again, or ask its issuer to send it again");
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SPACE = /[ \t\r\n]*/y;
// What may stand in a string as it is: no quote, no backslash, no control character.
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

export const malformed = (what, name, facts = {}) => new Refusal("malformed", what, AGAIN, { name, ...facts });

/** The one value of UTF-8 `data`, with or without a byte order mark. */
export function parse(data, name = "") {
  const values = parseAll(data, name);
  if (values.length !== 1) throw malformed(N_("{name} goes on where it should end"), name);
  return values[0];
}

/** The values of `data`, one or several after the other. */
export function parseAll(data, name = "") {
  const reader = new Reader(textOf(data, name), name);
  const values = [];
  do {
    values.push(reader.value(0));
    reader.space();
  } while (reader.place < reader.text.length);
  return values;
}

/** The text of each element of the array at `path` in JSON `data`, which was read before; of anything else there, its own. */
export function elementsAt(data, path, name = "") {
  const reader = new Reader(textOf(data, name), name);
  for (const member of path) reader.enter(member);
  return reader.elements();
}

export function textOf(data, name) {
  if (data.length > MAX_BYTES) {
    throw new Refusal("too-large", N_("the text in {name} is longer than {limit} MB"),
      N_("choose the badge file that your issuer sent you"), { name, limit: MAX_BYTES / 1024 / 1024 });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(data);
  } catch {
    throw endsInACharacter(data) ? malformed(N_("{name} is cut short"), name) : wrongEncoding(name);
  }
}

/** Whether all that is wrong with the UTF-8 in `data` is that its last character is not whole. */
function endsInACharacter(data) {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(data, { stream: true });
    return true;
  } catch {
    return false;
  }
}

export const wrongEncoding = (name) => new Refusal("wrong-encoding",
  N_("the text in {name} is not in the encoding UTF-8"),
  N_("download the original again, and do not save it with another program"), { name });

class Reader {
  constructor(text, name) {
    this.text = text;
    this.name = name;
    this.place = 0;
    this.count = 0;
  }

  match(pattern) {
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.text);
    if (found) this.place = pattern.lastIndex;
    return found?.[0];
  }

  space() {
    this.match(SPACE);
  }

  damaged() {
    if (this.text.slice(this.place).trim() === "") return malformed(N_("{name} is cut short"), this.name);
    const line = this.text.slice(0, this.place).split("\n").length;
    return malformed(N_("{name} is damaged in line {line}"), this.name, { line });
  }

  expect(sign) {
    this.space();
    if (this.text[this.place] !== sign) throw this.damaged();
    this.place += 1;
  }

  value(depth) {
    if (++this.count > MAX_VALUES) throw malformed(N_("{name} is too long a list to be a badge"), this.name);
    this.space();
    const sign = this.text[this.place];
    if ((sign === "{" || sign === "[") && depth >= MAX_DEPTH) {
      throw malformed(N_("{name} is nested too deep to be a badge"), this.name);
    }
    if (sign === "{") return this.object(depth);
    if (sign === "[") return this.array(depth);
    if (sign === '"') return this.string();
    for (const [word, value] of [["true", true], ["false", false], ["null", null]]) {
      if (this.text.startsWith(word, this.place)) {
        this.place += word.length;
        return value;
      }
    }
    for (const word of ["NaN", "Infinity", "-Infinity"]) {
      if (this.text.startsWith(word, this.place)) throw this.noNumber();
    }
    return this.number();
  }

  number() {
    const digits = this.match(NUMBER);
    if (digits === undefined) throw this.damaged();
    const number = Number(digits);
    if (digits.length > MAX_DIGITS || !Number.isFinite(number)) throw this.noNumber();
    return number;
  }

  noNumber() {
    return malformed(N_("{name} holds a number that is none"), this.name);
  }

  string() {
    let text = "";
    this.place += 1;
    for (;;) {
      text += this.match(PLAIN);
      const sign = this.text[this.place];
      if (sign === '"') break;
      if (sign !== "\\") throw sign === undefined ? malformed(N_("{name} is cut short"), this.name) : this.damaged();
      const escape = this.text[this.place + 1];
      if (escape === "u") {
        const digits = this.text.slice(this.place + 2, this.place + 6);
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.damaged();
        text += String.fromCharCode(parseInt(digits, 16));
        this.place += 6;
      } else {
        if (!Object.hasOwn(ESCAPES, escape ?? "")) throw this.damaged();
        text += ESCAPES[escape];
        this.place += 2;
      }
    }
    this.place += 1;
    if (/[\ud800-\udfff]/.test(text) && /\p{Surrogate}/u.test(text)) {
      throw malformed(N_("{name} holds half a character"), this.name);
    }
    return text;
  }

  array(depth) {
    const found = [];
    this.place += 1;
    this.space();
    if (this.text[this.place] === "]") {
      this.place += 1;
      return found;
    }
    for (;;) {
      found.push(this.value(depth + 1));
      this.space();
      if (this.text[this.place] === "]") break;
      this.expect(",");
    }
    this.place += 1;
    return found;
  }

  /** Goes to the value of a member that the object has which begins here. */
  enter(member) {
    this.expect("{");
    for (;;) {
      this.space();
      const key = this.string();
      this.expect(":");
      this.space();
      if (key === member) return;
      this.value(1);
      this.expect(",");
    }
  }

  elements() {
    const found = [];
    const one = () => {
      this.space();
      const start = this.place;
      this.value(1);
      found.push(this.text.slice(start, this.place));
      this.space();
    };
    if (this.text[this.place] !== "[") {
      one();
      return found;
    }
    do {
      this.place += 1;
      one();
    } while (this.text[this.place] === ",");
    return found;
  }

  object(depth) {
    const found = {};
    this.place += 1;
    this.space();
    if (this.text[this.place] === "}") {
      this.place += 1;
      return found;
    }
    for (;;) {
      this.space();
      if (this.text[this.place] !== '"') throw this.damaged();
      const key = this.string();
      if (Object.hasOwn(found, key)) {
        throw malformed(N_('{name} says "{key}" twice in one place'), this.name, { key: key.slice(0, 40) });
      }
      this.expect(":");
      const value = this.value(depth + 1);
      // Plain assignment would take "__proto__" for the object's prototype.
      Object.defineProperty(found, key, { value, enumerable: true, configurable: true, writable: true });
      this.space();
      if (this.text[this.place] === "}") break;
      this.expect(",");
    }
    this.place += 1;
    return found;
  }
}
