"""The issuers of the Open Badges 3.0 samples: fictional, on names reserved by RFC 2606."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from baking import deflated
from keys import Ed25519Key, Key, P256Key, RsaKey, base64url, did_jwk
from sample import Site
from signing import Contexts, with_proof

VC_2: Final = "https://www.w3.org/ns/credentials/v2"
_ENTRIES: Final = 131_072


@dataclass(frozen=True)
class Issuer:
    """An issuer, its profile, and its keys by the fragment that names each."""

    id: str
    name: str
    url: str
    description: str
    email: str | None = None
    keys: Mapping[str, Key] = field(default_factory=dict)
    language: str | None = None

    @property
    def profile(self) -> dict[str, Any]:
        """The issuer as a Profile (Open Badges 3.0 §B.1.19)."""
        stated = {
            "id": self.id,
            "type": ["Profile"],
            "name": self.name,
            "url": self.url,
            "email": self.email,
            "description": self.description,
            "inLanguage": self.language,
        }
        return {name: value for name, value in stated.items() if value is not None}

    def method(self, fragment: str) -> str:
        """Return the address of a key."""
        return f"{self.id}#{fragment}"

    def did_document(self) -> dict[str, Any]:
        """Return the DID document, with every key for ``assertionMethod`` (DID Core §5)."""
        methods = [self._method(fragment, key) for fragment, key in self.keys.items()]
        return {
            "@context": [
                "https://www.w3.org/ns/did/v1",
                "https://w3id.org/security/multikey/v1",
                "https://w3id.org/security/jwk/v1",
            ],
            "id": self.id,
            "verificationMethod": methods,
            "assertionMethod": [method["id"] for method in methods],
        }

    def _method(self, fragment: str, key: Key) -> dict[str, Any]:
        about = {"id": self.method(fragment), "controller": self.id}
        if isinstance(key, Ed25519Key):
            return {**about, "type": "Multikey", "publicKeyMultibase": key.multibase}
        return {**about, "type": "JsonWebKey", "publicKeyJwk": key.jwk}

    def signed(
        self,
        document: Mapping[str, Any],
        contexts: Contexts,
        *,
        created: str,
        suite: str = "eddsa-rdfc-2022",
    ) -> dict[str, Any]:
        """Return ``document`` with a proof by the issuer's Ed25519 key."""
        fragment, key = next(
            (name, key) for name, key in self.keys.items() if isinstance(key, Ed25519Key)
        )
        return with_proof(
            document, key, self.method(fragment), created, contexts=contexts, suite=suite
        )

    def award(
        self, document: Mapping[str, Any], contexts: Contexts, *, created: str
    ) -> dict[str, Any]:
        """Return an OpenBadgeCredential signed, its proof in a list (Open Badges 3.0 §B.1.3)."""
        signed = self.signed(document, contexts, created=created)
        return {**signed, "proof": [signed["proof"]]}

    def status_list(
        self, url: str, purpose: str, marked: frozenset[int], contexts: Contexts
    ) -> dict[str, Any]:
        """Return a signed BitstringStatusListCredential (Bitstring Status List 1.0 §2.2)."""
        bits = bytearray(_ENTRIES // 8)
        for index in marked:
            bits[index // 8] |= 0x80 >> index % 8
        compressed = deflated(bytes(bits), 31, zlib.Z_RLE)
        unsigned = {
            "@context": [VC_2],
            "id": url,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": self.id,
            "validFrom": "2026-11-19T22:00:00Z",
            "credentialSubject": {
                "id": f"{url}#list",
                "type": "BitstringStatusList",
                "statusPurpose": purpose,
                "encodedList": "u" + base64url(compressed),
            },
        }
        return self.signed(unsigned, contexts, created="2026-11-19T22:00:00Z")


def _did_key(label: str, name: str, url: str, description: str) -> Issuer:
    key = Ed25519Key(label)
    return Issuer(f"did:key:{key.multibase}", name, url, description, keys={key.multibase: key})


def _did_jwk(label: str, name: str, url: str, description: str) -> Issuer:
    key = P256Key(label)
    return Issuer(did_jwk(key), name, url, description, keys={"0": key})


COLLEGE: Final = Issuer(
    "did:web:college.example",
    "Harbourside College",
    "https://college.example",
    "A community college for working people, on the quay since 1968.",
    "registry@college.example",
    {"key-2025": Ed25519Key("college")},
)
UNIVERSITY: Final = Issuer(
    "did:web:eastmere.example.edu",
    "University of Eastmere",
    "https://eastmere.example.edu",
    "A university of applied sciences.",
    "awards@eastmere.example.edu",
    {"award-key": Ed25519Key("university")},
)
CIRROFOLD: Final = Issuer(
    "did:web:learn.cirrofold.example",
    "Cirrofold Learning",
    "https://learn.cirrofold.example",
    "Training and examinations for people who run Cirrofold's cloud.",
    "certification@learn.cirrofold.example",
    {
        "rsa-1": RsaKey("cirrofold", (938, 56)),
        "ed-1": Ed25519Key("cirrofold"),
    },
)
RIVE_CLAIRE: Final = Issuer(
    "did:web:riveclaire.example",
    "Collège Rive-Claire",
    "https://riveclaire.example",
    "Un collège public de formation continue et de reconnaissance des acquis.",
    "registraire@riveclaire.example",
    {"cle-2024": Ed25519Key("rive-claire")},
    "fr",
)
GAMES: Final = Issuer(
    "did:web:volunteers.games.example",
    "Harbour Games 2030",
    "https://volunteers.games.example",
    "The volunteer programme of the Harbour Games.",
    "volunteers@games.example",
    {"es-1": P256Key("games")},
)
INTERPRETERS: Final = Issuer(
    "did:web:interpreters.example",
    "Northmere Community Interpreters",
    "https://interpreters.example",
    "A co-operative of interpreters for clinics, schools and courts.",
    None,
    {"es-1": P256Key("interpreters")},
)
LEARNING_DAYS: Final = _did_key(
    "learning-days",
    "Open Learning Days",
    "https://days.example.net",
    "A yearly meeting of people who teach in the open.",
)
BEEKEEPERS: Final = _did_key(
    "beekeepers",
    "Lindenhill Beekeepers",
    "https://bees.example.net",
    "An association of forty keepers and some two million bees.",
)
SWIMMERS: Final = _did_jwk(
    "swimmers",
    "Tidewater Swimming Club",
    "https://swim.example.net",
    "Lessons, lanes and a lido.",
)
HERITAGE: Final = Issuer(
    "did:web:heritage.example",
    "Quarry Hill Heritage Centre",
    "https://heritage.example",
    "The archive of the slate quarries, closed since 2025.",
    keys={"key-1": Ed25519Key("heritage")},
)
STUDIO: Final = Issuer(
    "https://studio.example",
    "Lantern Street Studio",
    "https://studio.example",
    "A neighbourhood film studio.",
)
LENSMAKERS: Final = Issuer(
    "https://lensmakers.example/about",
    "Lensmakers Guild",
    "https://lensmakers.example",
    "Evening classes in photography.",
    keys={"": RsaKey("lensmakers", (1616, 522))},
)


def publish(site: Site) -> None:
    """Serve the DID documents of the issuers whose sites are still there (did:web method)."""
    for issuer in (COLLEGE, UNIVERSITY, CIRROFOLD, RIVE_CLAIRE, GAMES, INTERPRETERS):
        host = issuer.id.removeprefix("did:web:")
        site.put(f"https://{host}/.well-known/did.json", issuer.did_document())
