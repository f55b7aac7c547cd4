"""Verification of one credential, from its bytes to a verdict.

1.  structure, schema  it is shaped as its standard says; it has the standard's data model
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
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

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
from wallet.verify import carried, period, recipient, schema, structure, trust
from wallet.verify.problem import failed
from wallet.verify.proofs import families
from wallet.verify.proofs.evidence import Evidence
from wallet.verify.report import Authenticity, Check, CheckId, Outcome, Report, authenticity_of
from wallet.verify.verdict import Refusal, Verdict

if TYPE_CHECKING:
    from wallet.verify.linked import Linked
    from wallet.verify.status_list import ListVerdict, ListVerifier

_ABSENT: Final = tuple(
    (check_id, [Check(check_id, Outcome.SKIPPED, "does-not-apply")]) for check_id in CheckId
)
"""What is said of a check that does not apply, in the order of the report."""
_ABOUT_SOMETHING: Final = frozenset({"EndorsementCredential", "Endorsement"})
"""The types of what is about something, and given to nobody."""


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

    def trusts(self, issuer: str | None) -> bool:
        """Return whether a registry at hand vouches for ``issuer`` now."""
        return any(registry.vouches_for(issuer, self.now) for registry in self.registries)


def verify_bytes(data: bytes, source: str, circumstances: Circumstances) -> Verdict:
    """Return the verdict on the badge that ``data`` holds, or why none could be read."""
    parsed = parsed_bytes(data, source)
    return parsed if isinstance(parsed, Verdict) else verify(parsed, source, circumstances)


def parsed_bytes(data: bytes, source: str) -> Parsed | Verdict:
    """Return what the badge in ``data`` says, or the verdict that none could be read."""
    try:
        return read.read(unpack(data, source), source)
    except UnusableInput as error:
        return Verdict(source, error=Refusal.of(error))


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
    # 1. and 2. Shape and authenticity, and 4. what they bring of status.
    judge = _assertion if is_assertion else _verifiable
    credential, document, checks, endorsed = judge(parsed, circumstances)
    credential = _with_picture(credential, parsed)
    shown = repaired(credential)
    if shown is not credential:
        checks.append(Check(CheckId.STRUCTURE, Outcome.WARNING, "text-repaired"))
    # 3. Dates.
    checks.append(_period(document, credential, circumstances.now))
    # 5. and 6. Issuer and recipient.
    authentic = authenticity_of(checks) is Authenticity.VERIFIED
    registries, now = circumstances.registries, circumstances.now
    checks += trust.check(credential, registries, now, authentic=authentic)
    if not types(document.get("type")) & _ABOUT_SOMETHING:
        checks.append(recipient.check(credential, circumstances.identities))
    # 7. What it carries of others.
    allowance = allowance or carried.Allowance()

    def judge_inner(one: Parsed, name: str) -> Verdict:
        return verify(one, name, circumstances, allowance)

    inner = carried.verify(document, endorsed, source, judge_inner, allowance)
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
    if body.jws is not None or body.address is not None:
        return parsed
    return structs.replace(body, credential=_with_picture(body.credential, parsed))


def _report(checks: Sequence[Check], now: datetime) -> Report:
    """Order the checks, and say of those that do not apply that they do not."""
    told: dict[CheckId, list[Check]] = {}
    for check in checks:
        told.setdefault(check.id, []).append(check)
    ordered = (told.get(check_id) or absent for check_id, absent in _ABSENT)
    return Report(tuple(check for some in ordered for check in some), now)


def _with_picture(credential: Credential, parsed: Parsed) -> Credential:
    """Show the picture the badge came baked into, where it did."""
    baked = parsed.credential.picture
    return structs.replace(credential, picture=baked) if baked and baked.data else credential


_Judged = tuple[Credential, Mapping[str, Any], list[Check], Sequence[carried.Beside]]


def _assertion(parsed: Parsed, circumstances: Circumstances) -> _Judged:
    from wallet.verify import hosted, signed  # noqa: PLC0415 - each kind is loaded when it is met

    documents, kind, shape = circumstances.documents, hosted.ASSERTION, structure.of_assertion
    if is_endorsement := "Endorsement" in types(parsed.document.get("type")):
        from wallet.verify import endorsements  # noqa: PLC0415 - loaded when it is met

        kind, shape = endorsements.KIND, structure.of_endorsement
    if parsed.jws is not None:
        verdict = signed.verify(parsed, parsed.jws, documents, kind)
    else:
        verdict = hosted.verify(parsed, documents, kind)
    checks = [shape(parsed), *verdict.checks]
    if parsed.jws is None and signed.says_it_is(parsed.document):
        # Its own words: true by a signature. As JSON it has lost the one it had.
        checks.append(failed("no-proof").check(CheckId.PROOF))
    endorsed = () if is_endorsement else _endorsed(verdict.document, verdict.chain, documents)
    return verdict.credential, verdict.document, checks, endorsed


def _endorsed(
    document: Mapping[str, Any], chain: Linked, documents: Documents
) -> Sequence[carried.Beside]:
    if not any("endorsement" in one for one in (document, chain.badge, chain.issuer) if one):
        return ()
    from wallet.verify import endorsements  # noqa: PLC0415 - loaded when it is met

    return endorsements.beside(document, chain, documents)


def _verifiable(parsed: Parsed, circumstances: Circumstances) -> _Judged:
    document = dict(parsed.document)
    issuer = parsed.credential.issuer.id
    checks = [structure.of_verifiable(parsed), *schema.check(parsed)]
    checks += families.verify(parsed, document, issuer, circumstances.evidence)
    checks += _status(document, parsed.claims or {}, issuer, circumstances)
    return parsed.credential, document, checks, carried.endorsements_in(document)


def _status(
    document: dict[str, Any],
    claims: Mapping[str, Any],
    issuer: str | None,
    circumstances: Circumstances,
) -> tuple[Check, ...]:
    if not items(document.get("credentialStatus")) and claims.get("status") is None:
        return (Check(CheckId.STATUS, Outcome.SKIPPED, "no-status"),)
    from wallet.verify import status  # noqa: PLC0415 - loaded when it is met
    from wallet.verify.status_list import StatusQuestion  # noqa: PLC0415

    question = StatusQuestion(
        issuer, circumstances.evidence, _list_verifier(circumstances), circumstances.trusts
    )
    return status.check(document, claims, question)


def _list_verifier(circumstances: Circumstances) -> ListVerifier:
    from wallet.verify.status_list import ListVerdict  # noqa: PLC0415 - loaded when it is met

    def verify_list(data: bytes) -> ListVerdict | None:
        try:
            parsed = read.read(unpack(data, "status list"), "status list")
        except UnusableInput:
            return None
        # Whatever vocabularies it names besides, a list is a plain verifiable credential.
        parsed = structs.replace(parsed, standard=Standard.VC_2_0)
        document, issuer = dict(parsed.document), parsed.credential.issuer.id
        checks = [
            structure.of_verifiable(parsed),
            *families.verify(parsed, document, issuer, circumstances.evidence),
        ]
        return ListVerdict(document, authenticity_of(checks), issuer, circumstances.trusts(issuer))

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
