// Builds the verifying page: node build.mjs FACTS OUT. FACTS is what packaging/page.py writes of the
// program (sentences, contexts, registries, colours). Writes OUT/verify.html and OUT/SOURCES.tsv.
// Nothing of the machine or the day goes in: the same sources give the same bytes.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const [factsFile, out] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url));
const facts = JSON.parse(readFileSync(factsFile, "utf8"));
const locked = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8")).packages;

const text = (value) => JSON.stringify(value);
const MODULES = {
  "virtual:sentences": `export const FRENCH = ${text(facts.french)}; export const REASONS = ${text(facts.reasons)}; export const WHAT = ${text(facts.what)};`,
  "virtual:facts": `
    export const CONTEXTS = new Map(Object.entries(${text(facts.contexts)}));
    export const REGISTRIES = ${text(facts.registries)}.map((one) => ({ ...one, issuers: new Map(Object.entries(one.issuers)) }));
    export const ICONS = ${text(facts.icons)};
    export const SHAPES = ${text(facts.shapes)};
    export const DICTIONARY = ${text(facts.dictionary)};
    export const BUILT = ${text({ version: facts.version })};`,
};
const program = {
  name: "program",
  setup(api) {
    api.onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path, namespace: "program" }));
    api.onLoad({ filter: /.*/, namespace: "program" }, ({ path }) => ({ contents: MODULES[path], loader: "js" }));
  },
};
// The page opens no connection, so what would is left out of the bundle.
const offline = {
  name: "offline",
  setup(api) {
    api.onLoad({ filter: /jsonld\/lib\/documentLoaders\/xhr\.js$/ }, () => ({
      contents: "module.exports = () => async () => { throw new Error('offline'); };", loader: "js",
    }));
  },
};

const bundled = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.js"],
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  format: "iife",
  platform: "browser",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none",
  plugins: [program, offline],
});
const styled = await build({
  absWorkingDir: here, entryPoints: ["src/page.css"], minify: true, write: false, charset: "utf8", target: ["es2022"],
});

const variables = (colours) => Object.entries(colours).map(([name, value]) => `--${name.replaceAll("_", "-")}:${value}`).join(";");
const style = `:root{color-scheme:light dark;${variables(facts.light)}}@media (prefers-color-scheme:dark){:root{${variables(facts.dark)}}}`
  + `@media print{:root{color-scheme:light;${variables(facts.light)}}}${styled.outputFiles[0].text.trim()}`;
const script = bundled.outputFiles[0].text.trim();
if (/<\/script|<!--/i.test(script)) throw new Error("the script would end the element it stands in");

/** Every npm package of which something is in the bundle, with what it costs. */
function packages() {
  const sizes = new Map();
  for (const [path, { bytesInOutput }] of Object.entries(Object.values(bundled.metafile.outputs)[0].inputs)) {
    const match = /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path);
    const name = match ? match[1] : "";
    sizes.set(name, (sizes.get(name) ?? 0) + bytesInOutput);
  }
  console.log(`${sizes.get("") ?? 0} bytes of our own and of facts`);
  sizes.delete("");
  return [...sizes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([folder, bytes]) => {
    const about = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
    const licence = typeof about.license === "string" ? about.license : about.licenses[0].type;
    const { integrity, version } = locked[folder];
    if (!integrity.startsWith("sha512-") || version !== about.version) throw new Error(`${folder} is not as it was locked`);
    return { name: about.name, version, licence, integrity, bytes, terms: terms(join(here, folder), about) };
  });
}

function terms(folder, about) {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file) return readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
  const author = typeof about.author === "object" ? about.author.name : about.author ?? "its authors";
  return `Copyright ${author}. Licence: ${about.license}.`;
}

const used = packages();
const REFUSED = /GPL|SSPL|BUSL/i;
for (const { name, licence } of used) if (REFUSED.test(licence)) throw new Error(`${name}: ${licence} may not be bundled`);

const escaped = (raw) => raw.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const licences = [facts.notice.trim(), ...used.map(({ name, version, licence, terms: body }) => `${name} ${version} (${licence})\n\n${body}`)]
  .join("\n\n----------------------------------------\n\n");

const sha256 = (raw) => `'sha256-${createHash("sha256").update(raw, "utf8").digest("base64")}'`;
const policy = [
  "default-src 'none'", `script-src ${sha256(script)}`, `style-src ${sha256(style)}`, "img-src data: blob:",
  "connect-src 'none'", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'", "trusted-types xml",
].join("; ");

const parts = {
  POLICY: policy, STYLE: style, SCRIPT: script, LICENCES: escaped(licences), BUILT_OF: facts.built_of, ICON: facts.icon,
};
const page = readFileSync(join(here, "src/page.html"), "utf8").replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
if (Buffer.byteLength(page) >= 600_000) throw new Error("the page is larger than 600 KB");
if (!existsSync(out)) throw new Error(`${out} is not there`);
writeFileSync(join(out, "verify.html"), page);
writeFileSync(join(out, "SOURCES.tsv"), ["package\tversion\tlicence\tintegrity\tbytes",
  ...used.map(({ name, version, licence, integrity, bytes }) => [`npm:${name}`, version, licence, integrity, bytes].join("\t"))].join("\n") + "\n");
for (const { name, version, bytes } of used) console.log(`${bytes} bytes of ${name} ${version}`);
console.log(`${Buffer.byteLength(page)} bytes in all`);
