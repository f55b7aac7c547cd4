// Verifies one credential or a folder of them with @digitalbazaar/vc, in one process.
// node verify.mjs CONTEXTS PATH, where CONTEXTS holds SOURCES.tsv; prints {"verified", "failed"}.

import {readFileSync, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';

const [contexts, path] = process.argv.slice(2);

function contextFiles(folder) {
  const [head, ...rows] = readFileSync(join(folder, 'SOURCES.tsv'), 'utf8').trim().split('\n');
  const names = head.split('\t');
  const [url, file] = [names.indexOf('url'), names.indexOf('file')];
  return new Map(rows.map(row => row.split('\t')).map(row => [row[url], join(folder, row[file])]));
}

function didKeyDocument(did) {
  const id = `${did}#${did.slice('did:key:'.length)}`;
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [{
      id, type: 'Multikey', controller: did, publicKeyMultibase: did.slice('did:key:'.length)
    }],
    assertionMethod: [id]
  };
}

const files = contextFiles(contexts);
const loaded = new Map();

function loadDocument(url) {
  if(url.startsWith('did:key:')) {
    const [did, fragment] = url.split('#');
    const document = didKeyDocument(did);
    return fragment ?
      {'@context': 'https://w3id.org/security/multikey/v1', ...document.verificationMethod[0]} :
      document;
  }
  if(!files.has(url)) {
    throw new Error(`${url} is not at hand`);
  }
  return JSON.parse(readFileSync(files.get(url), 'utf8'));
}

async function documentLoader(documentUrl) {
  if(!loaded.has(documentUrl)) {
    loaded.set(documentUrl, loadDocument(documentUrl));
  }
  return {contextUrl: null, documentUrl, document: loaded.get(documentUrl), tag: 'static'};
}

const suite = new DataIntegrityProof({cryptosuite});
const credentials = statSync(path).isDirectory() ?
  readdirSync(path).sort().map(name => join(path, name)) : [path];
let verified = 0;
let lastError = null;
for(const name of credentials) {
  const credential = JSON.parse(readFileSync(name, 'utf8'));
  const result = await vc.verifyCredential({credential, suite, documentLoader});
  if(result.verified) {
    verified++;
  } else {
    lastError = String(result.error?.errors?.[0] ?? result.error);
  }
}
console.log(JSON.stringify({verified, failed: credentials.length - verified, lastError}));
