"""Verification of one credential, from its bytes to a verdict.

1.  structure          it is shaped as its standard says
2.  proof, issuer-key  what was signed is whole; the issuer's own document lists the key
    or hosted          (Open Badges 0.5 to 2.0) its address confirms it
3.  validity-period    its dates, against the clock that was passed in
4.  status             whether the issuer has revoked or suspended it
5.  issuer-recognised  which registry lists the issuer it names
6.  recipient          whether it was given to one of the learner's own addresses
7.  endorsements,      what it carries of others; they lend it nothing
    parts
Each step stands alone: none is left out because another could not be told. The numbers are
carried by the comments of :func:`verify`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import structs

from wallet.credential.model import Credential, Standard
from wallet.credential.moment import parse_moment
from wallet.documents.document import Documents, NoDocuments
from wallet.documents.shipped import ShippedContexts
from wallet.errors import UnusableInput
from wallet.formats import read
from wallet.formats.artifact import Artifact
from wallet.formats.fields import items, types
from wallet.formats.read import Parsed
from wallet.formats.repair import repaired
from wallet.formats.unpack import unpack
from wallet.verify import carried, period, recipient, structure, trust
from wallet.verify.problem import failed
from wallet.verify.proofs import families
from wallet.verify.proofs.evidence import Evidence
from wallet.verify.report import Authenticity, Check, CheckId, Outcome, Report
from wallet.verify.verdict import Refusal, Verdict

if TYPE_CHECKING:
    from wallet.verify.status_list import ListVerdict, ListVerifier

_ORDER = {check_id: place for place, check_id in enumerate(CheckId)}


class Circumstances(msgspec.Struct, frozen=True):
    """What a credential is judged by. All of it is passed in; nothing is fetched.

    ``audience`` and ``nonce`` are for whom a presentation must be, and what it must repeat.
    """

    now: datetime
    contexts: ShippedContexts
    documents: Documents = msgspec.field(default_factory=NoDocuments)
    identities: Sequence[str] = ()
    registries: Sequence[trust.Registry] = ()
    audience: str | None = None
    nonce: str | None = None

    @property
    def evidence(self) -> Evidence:
        """What proofs are judged by."""
        return Evidence(self.documents, self.contexts, self.now)


def verify_bytes(data: bytes, source: str, circumstances: Circumstances) -> Verdict:
    """Return the verdict on the badge that ``data`` holds, or why none could be read."""
    try:
        parsed = read.read(unpack(data, source), source)
    except UnusableInput as error:
        return Verdict(source, error=Refusal.of(error))
    return verify(parsed, source, circumstances)


def verify(
    parsed: Parsed,
    source: str,
    circumstances: Circumstances,
    allowance: carried.Allowance | None = None,
) -> Verdict:
    """Return the verdict on a credential that could be read.

    ``allowance`` is what is left for credentials inside others; by default all of it.
    """
    parsed = _resolved(parsed, source, circumstances.documents)
    is_assertion = parsed.standard.value.startswith(("openbadges-1", "openbadges-2"))
    # 1. and 2. Structure and authenticity, and 4. what they bring of status.
    judge = _assertion if is_assertion else _verifiable
    credential, document, checks = judge(parsed, circumstances)
    credential = _with_picture(credential, parsed)
    shown = repaired(credential)
    if shown is not credential:
        checks.append(Check(CheckId.STRUCTURE, Outcome.WARNING, "text-repaired"))
    # 3. Dates.
    checks.append(_period(document, credential, circumstances.now))
    # 5. and 6. Issuer and recipient.
    so_far = Report(tuple(checks), circumstances.now)
    authentic = so_far.authenticity is Authenticity.VERIFIED
    checks += trust.check(credential, circumstances.registries, authentic=authentic)
    if "EndorsementCredential" not in types(document.get("type")):
        checks.append(recipient.check(credential, circumstances.identities))
    # 7. What it carries of others.
    if document.get("credentialSchema") is not None:
        checks.append(Check(CheckId.SCHEMA, Outcome.SKIPPED, "schema-not-compared"))
    allowance = allowance or carried.Allowance()
    inner = carried.verify(
        document, source, lambda one, name: verify(one, name, circumstances, allowance), allowance
    )
    report = _report([*checks, *inner.checks], circumstances.now)
    return Verdict(
        source,
        parsed.container,
        parsed.standard,
        shown,
        report,
        parts=inner.parts,
        endorsements=inner.endorsements,
    )


def _resolved(parsed: Parsed, source: str, documents: Documents) -> Parsed:
    """Return the badge at the address, where only an address was found and it is at hand."""
    found = documents.get(parsed.address.partition("#")[0]) if parsed.address else None
    if found is None or found.status != 200:
        return parsed
    try:
        body = read.read(Artifact(parsed.container, found.data.strip(), None), source)
    except UnusableInput:
        return parsed
    is_hosted = body.jws is None and body.address is None
    return replace(body, credential=_with_picture(body.credential, parsed)) if is_hosted else parsed


def _report(checks: Sequence[Check], now: datetime) -> Report:
    """Order the checks, and say of those that do not apply that they do not."""
    present = {check.id for check in checks}
    absent = [
        Check(check_id, Outcome.SKIPPED, "does-not-apply")
        for check_id in CheckId
        if check_id not in present
    ]
    return Report(tuple(sorted([*checks, *absent], key=lambda check: _ORDER[check.id])), now)


def _with_picture(credential: Credential, parsed: Parsed) -> Credential:
    """Show the picture the badge came baked into, where it did."""
    baked = parsed.credential.picture
    return structs.replace(credential, picture=baked) if baked and baked.data else credential


_Judged = tuple[Credential, Mapping[str, Any], list[Check]]


def _assertion(parsed: Parsed, circumstances: Circumstances) -> _Judged:
    from wallet.verify import hosted, signed  # noqa: PLC0415 - each kind is loaded when it is met

    shape = structure.of_assertion(parsed)
    if parsed.jws is not None:
        verdict = signed.verify(parsed, parsed.jws, circumstances.documents)
        return verdict.credential, verdict.document, [shape, *verdict.checks]
    verdict = hosted.verify(parsed, circumstances.documents)
    checks = [shape, *verdict.checks]
    if signed.says_it_is(parsed.document):
        # Its own words: true by a signature. As JSON it has lost the one it had.
        checks.append(failed("no-proof").check(CheckId.PROOF))
    return verdict.credential, verdict.document, checks


def _verifiable(parsed: Parsed, circumstances: Circumstances) -> _Judged:
    document = dict(parsed.document)
    issuer = parsed.credential.issuer.id
    checks = [structure.of_verifiable(parsed)]
    checks += families.verify(parsed, document, issuer, circumstances.evidence)
    checks += _status(document, issuer, circumstances)
    return parsed.credential, document, checks


def _status(
    document: dict[str, Any], issuer: str | None, circumstances: Circumstances
) -> tuple[Check, ...]:
    if not items(document.get("credentialStatus")):
        return (Check(CheckId.STATUS, Outcome.SKIPPED, "no-status"),)
    from wallet.verify import status  # noqa: PLC0415 - loaded when it is met
    from wallet.verify.status_list import StatusQuestion  # noqa: PLC0415

    lists = _list_verifier(circumstances)
    question = StatusQuestion(issuer, circumstances.documents, lists, circumstances.now)
    return status.check(document, question)


def _list_verifier(circumstances: Circumstances) -> ListVerifier:
    from wallet.verify.status_list import ListVerdict  # noqa: PLC0415 - loaded when it is met

    def verify_list(data: bytes) -> ListVerdict | None:
        try:
            parsed = read.read(unpack(data, "status list"), "status list")
        except UnusableInput:
            return None
        # Whatever vocabularies it names besides, a list is a plain verifiable credential.
        parsed = replace(parsed, standard=Standard.VC_2_0)
        document, issuer = dict(parsed.document), parsed.credential.issuer.id
        checks = [
            structure.of_verifiable(parsed),
            *families.verify(parsed, document, issuer, circumstances.evidence),
        ]
        trusted = any(issuer in registry.issuers for registry in circumstances.registries)
        authenticity = Report(tuple(checks), circumstances.now).authenticity
        return ListVerdict(document, authenticity, issuer, trusted)

    return verify_list


def _period(document: Mapping[str, Any], credential: Credential, now: datetime) -> Check:
    for name in (
        "validFrom",
        "issuanceDate",
        "validUntil",
        "expirationDate",
        "issuedOn",
        "expires",
    ):
        if document.get(name) is not None and parse_moment(document[name]) is None:
            return period.malformed(str(document[name]))
    return period.check(credential, now)
