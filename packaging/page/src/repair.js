// Text that was encoded twice, shown as it was meant (wallet/formats/repair.py). What is verified
// is the file as it came.

const SUSPECT = /[\u00c2\u00c3\u00e2][^\x00-\x7f]/;
// Windows-1252 where it is not Latin-1, by place from 0x80; the five holes are no characters.
const WINDOWS = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

function repairedText(text) {
  if (!SUSPECT.test(text)) return text;
  const signs = [...text];
  const windows = signs.map((sign) => {
    const place = WINDOWS.indexOf(sign);
    if (sign !== "\0" && place >= 0) return 0x80 + place;
    const code = sign.codePointAt(0);
    return code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : -1;
  });
  for (const codes of [windows, signs.map((sign) => sign.codePointAt(0))]) {
    if (codes.some((code) => code < 0 || code > 0xff)) continue;
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(codes));
    } catch {
      // not UTF-8 read in that way
    }
  }
  return text;
}

/** `credential` with double-encoded text undone, or the very same if there is none. */
export function repaired(credential) {
  let changed = false;
  const texts = (part) => Object.fromEntries(Object.entries(part).map(([name, value]) => {
    if (typeof value !== "string") return [name, value];
    const better = repairedText(value);
    changed ||= better !== value;
    return [name, better];
  }));
  const shown = {
    ...texts(credential),
    issuer: texts(credential.issuer),
    skills: credential.skills.map(texts),
    tags: Object.values(texts({ ...credential.tags })),
  };
  return changed ? shown : credential;
}
