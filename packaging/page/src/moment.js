// Points in time as credentials state them (wallet/credential/moment.py): instants, dates without
// a time, times without a zone, and Unix seconds. `at` and `end` are milliseconds.

const FORM = /^(\d{4})-?(\d{2})-?(\d{2})(?:[Tt ](\d{2}):?(\d{2})(?::?(\d{2})([.,]\d+)?)?\s?([Zz]|[+-]\d{2}:?\d{2})?|([Zz]|[+-]\d{2}:\d{2}))?$/;
const DAY = 86_400_000;
const FIRST = -62_135_596_800_000; // the year 1
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59);

/** Midnight of a day, years below 100 included; NaN where there is no such day. */
function utc(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1 ? date.getTime() : NaN;
}

/** `offset` is the minutes east of UTC of a date that has a zone. */
const moment = (stated, at, precision, offset = null) => ({
  stated,
  at,
  precision,
  isPlaced: precision === "instant" || offset !== null,
  midnight: at + (offset ?? 0) * 60_000,
  end: precision === "date" ? at + DAY - 0.001 : at,
  text: precision === "date" ? rfc3339(at + (offset ?? 0) * 60_000).slice(0, 10) + east(offset) : rfc3339(at),
});

function east(minutes) {
  if (minutes === null) return "";
  if (minutes === 0) return "Z";
  const two = (number) => String(number).padStart(2, "0");
  return `${minutes > 0 ? "+" : "-"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

/** The minutes east of UTC of `Z` or `+02:00`; null for a day and more. */
function minutesOf(zone) {
  if (zone === "Z" || zone === "z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  if (minutes >= 24 * 60) return null;
  return zone[0] === "-" ? -minutes : minutes;
}

/** The moment that `stated` names, or null where it names none. */
export function parseMoment(stated) {
  if (typeof stated === "number") {
    const at = stated * 1000;
    return at >= FIRST && at <= LAST ? moment(String(stated), at, "instant") : null;
  }
  if (typeof stated !== "string") return null;
  const match = FORM.exec(stated.trim());
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction, zone, zoneOfDate] = match;
  let at = utc(Number(year), Number(month), Number(day));
  if (Number.isNaN(at)) return null;
  if (hour === undefined) {
    if (zoneOfDate === undefined) return moment(stated, at, "date");
    const minutes = minutesOf(zoneOfDate);
    if (minutes === null) return null;
    at -= minutes * 60_000;
    return at >= FIRST && at + DAY <= LAST + 1000 ? moment(stated, at, "date", minutes) : null;
  }
  // 24:00:00 is how ISO 8601 may write the end of a day; a leap second counts as :59.
  const rest = Number(hour) * 3_600_000 + Number(minute) * 60_000 + Math.min(Number(second ?? 0), 59) * 1000
    + Number(`0${(fraction ?? ".0").replace(",", ".")}`) * 1000;
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second ?? 0) > 60 || rest > DAY) return null;
  at += rest;
  if (zone === undefined) return moment(stated, at, "no-zone");
  const minutes = minutesOf(zone);
  if (minutes === null) return null;
  at -= minutes * 60_000;
  return moment(stated, at, "instant");
}

/** RFC 3339 in UTC, with fractions only where there are any. */
export function rfc3339(at) {
  const whole = Math.floor(at / 1000) * 1000;
  const micro = Math.floor((at - whole) * 1000 + 0.5);
  const text = new Date(whole).toISOString().slice(0, 19);
  return micro ? `${text}.${String(micro).padStart(6, "0")}Z` : `${text}Z`;
}

/** The day of an instant where the reader is, as YYYY-MM-DD. */
export function localDay(at) {
  const date = new Date(at);
  const two = (number) => String(number).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
