"""Make the preset dictionary of shared links: ``python packaging/dictionary.py``.

Deflate refers back to what it has seen, and can begin with a text that both ends have (zlib
calls it a preset dictionary). This one is what Open Badges and verifiable credentials have in
common: the keys of the shipped contexts, addresses of contexts, types, proofs and status
entries, and how they follow one another, on one line as machines write them and indented as
people do. Only facts of the field and words of its trade are in it, nothing of anybody's badge.

Version 1 is frozen: links that are out there need it byte for byte, and so does the page that
reads them. ``wallet.formats.packet`` holds its hash. Other words would be dictionary 2, beside
it. The script is kept to say where the bytes are from: it writes them only where they are
missing, and fails where it would make others.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "resources" / "share" / "dictionary-1.txt"

Json = dict[str, Any]
FROM: Final = "2025-06-01T00:00:00Z"
UNTIL: Final = "2028-12-31T23:59:59Z"

WORDS: Final = (
    # values of enumerations (Open Badges 3.0, appendix B), and what stands in proofs and status
    "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge",
    "BachelorDegree", "CertificateOfCompletion", "Certification", "CommunityService",
    "Competency", "Course", "Degree", "Diploma", "Fieldwork", "LearningProgram", "License",
    "MasterDegree", "Membership", "MicroCredential", "QualityAssuranceCredential",
    "LetterGrade", "Percent", "RawScore", "RubricCriterion", "Status", "Completed", "Passed",
    "CFItem", "CFRubric", "CTDL", "ceterms:Competency", "https://esco.europa.eu/esco/",
    "emailAddress", "studentId", "name", "sha256$", "md5$",
    "BitstringStatusList", "RevocationList", "1EdTechRevocationList", "StatusList2021Entry",
    "1EdTechCredentialRefresh", "1EdTechJsonSchemaValidator2019", "JsonWebSignature2020",
    "https://w3id.org/security/data-integrity/v1", "https://w3id.org/security/data-integrity/v2",
    "https://w3id.org/vc/status-list/2021/v1", "https://w3id.org/dcc/v1",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", "ClrCredential", "ClrSubject",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "ecdsa-rdfc-2019", "ecdsa-sd-2023", "ecdsa-jcs-2019", "eddsa-jcs-2022", "eddsa-2022",
    "zDnae", "did:jwk:eyJ", "data:image/svg+xml;base64,PHN2Zy", "data:image/jpeg;base64,/9j/",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA", "urn:uuid:", "mailto:", "https://www.",
    ".example.org/", ".example.com/", ".edu/", ".com/", ".org/", "/credentials/", "/issuers/",
    "/achievements/", "/badges/", "/status/", "00:00.000Z", "+00:00",
)  # fmt: skip

PROSE: Final = (
    " Academy Association Board Centre Certificate College Community Council Department of ",
    " Education Foundation Institute International Learning Ministry Polytechnic School of ",
    " Science Skills Technology Training University of badge credential ",
    "Learners who earn this badge have successfully completed all modules of the course, passed ",
    "the final assessment and demonstrated the knowledge, skills and understanding that are ",
    "required to ",
)
"""How achievements and criteria are worded in English."""

JWT: Final = (
    '{"alg":"RS256","typ":"JWT","kid":"https://","jwk":{"kty":"RSA","e":"AQAB","n":"',
    '{"kty":"OKP","crv":"Ed25519","x":"',
    '{"alg":"EdDSA","typ":"vc+jwt","kid":"did:key:z6Mk',
    '{"alg":"ES256","kid":"did:web:","typ":"vc+ld+json+jwt"}',
    '","cty":"vc","iss":"https://","sub":"did:key:z6Mk","aud":"","jti":"urn:uuid:",',
    '"nbf":17,"iat":17,"exp":17,"vc":{"@context":[',
)
"""What JWTs begin with, their header and their claims."""

ADDRESS: Final[Json] = {
    "type": ["Address"], "addressCountry": "", "addressCountryCode": "", "addressRegion": "",
    "addressLocality": "", "streetAddress": "", "postOfficeBoxNumber": "", "postalCode": "",
    "geo": {"type": "GeoCoordinates", "latitude": 0, "longitude": 0},
}  # fmt: skip
OTHER: Final[Json] = {"type": "IdentifierEntry", "identifier": "", "identifierType": "sourcedId"}
PROOF: Final[Json] = {
    "type": "DataIntegrityProof", "created": FROM, "verificationMethod": "did:key:z6Mk#z6Mk",
    "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod", "proofValue": "z",
}  # fmt: skip
ENDORSEMENT: Final[Json] = {
    "@context": ["https://www.w3.org/ns/credentials/v2",
                 "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "urn:uuid:", "type": ["VerifiableCredential", "EndorsementCredential"], "name": "",
    "issuer": {"id": "did:key:z6Mk", "type": ["Profile"], "name": ""},
    "validFrom": FROM, "validUntil": UNTIL,
    "credentialSubject": {"id": "did:key:z6Mk", "type": ["EndorsementSubject"],
                          "endorsementComment": ""},
    "proof": PROOF,
}  # fmt: skip
PROFILE: Final[Json] = {
    "id": "https://", "type": ["Profile"], "name": "", "url": "https://", "phone": "",
    "description": "", "endorsement": [ENDORSEMENT], "email": "", "address": ADDRESS,
    "otherIdentifier": [
        OTHER, {**OTHER, "identifierType": "nationalIdentityNumber"}], "official": "",
    "parentOrg": {"id": "did:", "type": ["Profile"], "name": ""}, "familyName": "",
    "givenName": "", "dateOfBirth": "",
}  # fmt: skip
ALIGNMENT: Final[Json] = {
    "type": ["Alignment"], "targetCode": "", "targetDescription": "", "targetName": "",
    "targetFramework": "", "targetType": "CFItem", "targetUrl": "https://",
}  # fmt: skip
LEVEL: Final[Json] = {
    "id": "urn:uuid:", "type": ["RubricCriterionLevel"], "alignment": [], "description": "",
    "level": "", "name": "", "points": "",
}  # fmt: skip
RESULT: Final[Json] = {
    "id": "urn:uuid:", "type": ["ResultDescription"], "alignment": [ALIGNMENT],
    "allowedValue": [""], "name": "", "requiredLevel": "urn:uuid:", "requiredValue": "",
    "resultType": "RubricCriterionLevel", "rubricCriterionLevel": [LEVEL], "valueMax": "100",
    "valueMin": "0",
}  # fmt: skip
RARE: Final[Json] = {
    "activityEndDate": "20", "activityStartDate": "20", "creditsEarned": 0, "licenseNumber": "",
    "role": "", "source": PROFILE, "term": "",
    "result": [{"type": ["Result"], "achievedLevel": "urn:uuid:", "resultDescription": "urn:uuid:",
                "status": "Completed", "value": ""}],
    "achievement": {
        "creator": {"id": "https://", "type": ["Profile"], "name": ""},
        "creditsAvailable": 0, "fieldOfStudy": "", "humanCode": "", "inLanguage": "en",
        "specialization": "", "version": "", "related": [{"type": ["Related"]}],
        "resultDescription": [RESULT], "tag": [""],
    },
    "evidence": [{"id": "https://", "type": ["Evidence"], "name": "", "narrative": "",
                  "description": "", "genre": "", "audience": ""}],
    "endorsementJwt": ["eyJ"],
    "credentialSchema": [{"id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
                                "ob_v3p0_achievementcredential_schema.json",
                          "type": "1EdTechJsonSchemaValidator2019"}],
    "refreshService": {"id": "https://", "type": "1EdTechCredentialRefresh"},
    "awardedDate": FROM,
}  # fmt: skip
"""What only some credentials say."""


USUAL: Final[Json] = {
    "@context": [*ENDORSEMENT["@context"],
                 "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
    "id": "urn:uuid:",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {
        "id": "did:key:z6Mk", "type": ["Profile"], "name": "", "url": "https://",
        "image": {"id": "https://", "type": "Image", "caption": ""},
    },
    "validFrom": FROM, "validUntil": UNTIL, "name": "",
    "credentialSubject": {
        "id": "did:key:z6Mk",
        "type": ["AchievementSubject"],
        "identifier": [{"type": "IdentityObject", "identityHash": "sha256$",
                        "identityType": "emailAddress", "hashed": True, "salt": ""}],
        "achievement": {
            "id": "urn:uuid:", "type": ["Achievement"], "achievementType": "",
            "criteria": {"id": "https://", "narrative": ""}, "description": "", "name": "",
            "image": {"id": "https://", "type": "Image"},
        },
    },
    "credentialStatus": {
        "id": "https://", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
        "statusListIndex": "1", "statusListCredential": "https://",
    },
    "proof": [PROOF],
}  # fmt: skip
"""What nearly all credentials say (VC Data Model 2.0)."""

OLDER: Final[Json] = {
    "@context": [
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "https://w3id.org/security/suites/ed25519-2020/v1",
    ],
    "type": ["VerifiableCredential", "AchievementCredential"],
    "issuanceDate": FROM, "expirationDate": UNTIL,
    "proof": [{**PROOF, "type": "Ed25519Signature2020"}],
}  # fmt: skip
"""What VC Data Model 1.1 has otherwise."""


def main() -> int:
    """Write the dictionary where it is missing; return 1 where another one is there."""
    made = dictionary()
    if not FILE.exists():
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_bytes(made)
    same = made == FILE.read_bytes()
    print(f"{FILE.name}: {len(made)} bytes, sha256 {hashlib.sha256(made).hexdigest()}")
    if not same:
        print("what is shipped is another: it is frozen, and stays", file=sys.stderr)
    return 0 if same else 1


def dictionary() -> bytes:
    """Return the dictionary: what is met most often stands last, where it is cheapest."""
    parts = [
        *WORDS, *PROSE, *JWT,
        compact(RARE), indented({"source": PROFILE}), compact(OLDER), compact(USUAL),
        indented(USUAL),
    ]  # fmt: skip
    return "".join(parts).encode()


def compact(value: object) -> str:
    """Return ``value`` on one line, as machines write JSON."""
    return json.dumps(value, separators=(",", ":"))


def indented(value: object) -> str:
    """Return ``value`` on many lines, as people and formatters write JSON."""
    return json.dumps(value, indent=4)


if __name__ == "__main__":
    sys.exit(main())
