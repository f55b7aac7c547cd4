// Pictures that may be drawn (wallet/formats/picture.py): inside the credential, of a known kind,
// of a sensible size. What a picture is, is told by its content; one that is elsewhere is named.

import { decodeBase64, startsWith, utf8 } from "./bytes.js";
import { address, firstObject, text } from "./fields.js";
import { isPng } from "./png.js";
import { isPlain, parse } from "./svg.js";

const MAX_BYTES = 10 * 1024 * 1024;
const MAX_PIXELS = 40_000_000;
const MAX_SIDE = 30_000;
const DATA_URL = /^data:image\/[a-z0-9.+-]+((?:;[\w.=+-]*)*),/i;

/** The first picture of `values`: {data} for one inside, {url} for one elsewhere; or null. */
export function picture(...values) {
  let remote = null;
  for (const value of values) {
    const url = address(value);
    if (url === null) continue;
    const caption = text(firstObject(value)?.caption);
    if (url.startsWith("data:")) {
      const data = dataOf(url);
      if (data) return { data, url: null, caption };
    } else {
      remote ??= { data: null, url, caption };
    }
  }
  return remote;
}

function dataOf(url) {
  const match = DATA_URL.exec(url);
  if (!match || url.length > (MAX_BYTES * 4) / 3 + 200) return null;
  try {
    const body = decodeURIComponent(url.slice(match[0].length));
    const data = match[1].toLowerCase().endsWith(";base64") ? decodeBase64(body) : utf8(body);
    return data.length ? data : null;
  } catch {
    return null;
  }
}

/** The media type of `data` if it may be drawn, else null. */
export function drawable(data) {
  if (!data || data.length > MAX_BYTES) return null;
  const raster = rasterSize(data);
  if (raster) {
    const { type, width, height } = raster;
    const fits = width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE && width * height <= MAX_PIXELS;
    return fits ? type : null;
  }
  try {
    return isPlain(parse(data, "")) ? "image/svg+xml" : null;
  } catch {
    return null;
  }
}

function rasterSize(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  try {
    if (isPng(data)) return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
    if (startsWith(data, [0x47, 0x49, 0x46, 0x38])) {
      return { type: "image/gif", width: view.getUint16(6, true), height: view.getUint16(8, true) };
    }
    if (startsWith(data, [0xff, 0xd8, 0xff])) return jpegSize(view);
    if (startsWith(data, [0x52, 0x49, 0x46, 0x46]) && startsWith(data.subarray(8), [0x57, 0x45, 0x42, 0x50])) return webpSize(view);
  } catch {
    return null; // cut short
  }
  return null;
}

function jpegSize(view) {
  let place = 2;
  while (view.getUint8(place) === 0xff) {
    const marker = view.getUint8(place + 1);
    if (marker === 0xff) place += 1;
    else if (marker === 1 || (marker >= 0xd0 && marker <= 0xd8)) place += 2;
    else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { type: "image/jpeg", height: view.getUint16(place + 5), width: view.getUint16(place + 7) };
    } else place += 2 + view.getUint16(place + 2);
  }
  return null;
}

function webpSize(view) {
  const type = "image/webp";
  switch (view.getUint32(12)) {
    case 0x56503820:
      return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      const bits = view.getUint32(21, true);
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858: {
      const three = (place) => (view.getUint8(place) | (view.getUint8(place + 1) << 8) | (view.getUint8(place + 2) << 16)) + 1;
      return { type, width: three(24), height: three(27) };
    }
    default:
      return null;
  }
}
