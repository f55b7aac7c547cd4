"""The sentence for every reason code: what a check found, in plain words.

Codes are stable and scripts rely on them: add, never rename. A code of which the outcome
alone is the meaning ("passed" or "warning") has one sentence all the same. ``{name}`` places
are filled from the check's facts.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from wallet.credential.moment import Precision, parse_moment
from wallet.i18n import N_, Words
from wallet.verify.report import Check, HandoverCheck

_MOMENTS: Final = ("start", "end", "date", "now")

SENTENCES: Final[dict[str, str]] = {
    # structure
    "well-formed": N_("It is shaped as its standard ({standard}) asks."),
    "well-formed-in-picture": N_(
        "It was found inside the picture, shaped as its standard ({standard}) asks."
    ),
    "text-repaired": N_(
        "Some of its text was garbled on the way; it is shown repaired. The file is untouched."
    ),
    "address-only": N_("It holds only the address of the badge, {url}."),
    "context-order": N_("It does not begin with the context that every such credential needs."),
    "context-not-open-badges": N_("It names {context}, which is not a version of Open Badges."),
    "type-missing": N_("It does not call itself {type}, as its standard asks."),
    "field-missing": N_("It lacks {field}, which its standard asks for."),
    "issuer-missing": N_("It names no issuer that could be looked up."),
    "subject-missing": N_("It does not say what was awarded."),
    "claims-malformed": N_("What its token carries is not shaped as the standard asks."),
    "vc-claim-in-2.0": N_("It mixes two versions of its standard (a vc claim in version 2.0)."),
    # schema, and checks that do not apply
    "does-not-apply": N_("Does not apply to this kind of credential."),
    "schema-matches": N_("It has all that the data model of its standard ({standard}) asks for."),
    "schema-mismatch": N_("It is not quite as its standard asks. At {path}: {what}."),
    "schema-not-compared": N_("It is not compared with the schema that it names ({url})."),
    "subject-not-identified": N_(
        "Its standard asks that it identifies whom it was given to, and it does not."
    ),
    # proof
    "signature-valid": N_("The signature ({suite}) fits: nothing was changed since it was signed."),
    "signature-invalid": N_(
        "The signature does not fit: it was changed after signing, or signed with another key."
    ),
    "signature-malformed": N_("Its signature is damaged or not a signature at all."),
    "no-proof": N_("It is not signed, though its standard asks for a signature."),
    "proof-malformed": N_("What should be its signature is not shaped as one."),
    "proof-type-not-supported": N_(
        "It is signed in a way that this program cannot check yet ({type})."
    ),
    "previous-proof-missing": N_("Its signature builds on another one, which is missing."),
    "suite-old-name": N_(
        "Its signature is of a kind that was renamed since ({suite}); it is checked all the same."
    ),
    "context-not-as-signed": N_("The vocabulary it names is not the one that was signed."),
    "pointer-to-nothing": N_("It has nothing at {pointer} that could be shown."),
    "json-not-canonical": N_("It holds a number or text that has no form to be signed in."),
    "proof-date-malformed": N_("The date of its signature ({date}) is no date."),
    "proof-expired": N_("Its signature was good until {date} only."),
    "purpose-wrong": N_("It was signed for another purpose ({purpose}) than to award something."),
    "method-malformed": N_("The key it names ({method}) is not the address of a key."),
    "key-malformed": N_("The key it was signed with is malformed or unsafe ({detail})."),
    "key-kind-mismatch": N_("Its way of signing does not go with a key of the kind {kind}."),
    "key-not-at-hand": N_("The key it was signed with ({method}) is not at hand offline."),
    "key-not-named": N_("It does not say which key it was signed with."),
    "algorithm-refused": N_(
        "It asks to be checked in an unsafe way ({algorithm}), which is refused."
    ),
    "algorithm-mismatch": N_("It claims to be signed with {algorithm}, but the key is {kind}."),
    "header-not-understood": N_("Its signature asks for something that is not understood."),
    "claims-disagree": N_("It contradicts itself: the signed claim {claim} says something else."),
    "disclosure-malformed": N_("What it discloses is not shaped as its standard asks ({claim})."),
    "disclosure-repeated": N_("It discloses the same thing twice ({claim})."),
    "disclosure-not-signed": N_(
        "It discloses something that its issuer did not sign, or not in this place ({claim})."
    ),
    "disclosure-of-fixed-claim": N_(
        "It lets {claim} be left out, which its standard does not allow."
    ),
    "key-binding-invalid": N_(
        "Who handed it over did not sign for it with the key that it was made out to."
    ),
    "key-binding-of-another": N_(
        "Who handed it over signed for another selection of what it says than this one."
    ),
    "undefined-term": N_(
        "It holds {term}, which the signature does not cover: somebody may have added it."
    ),
    "relative-address": N_(
        "It holds {address}, which is no full address and is not covered by the signature."
    ),
    "language-malformed": N_("It names a language that is none ({language})."),
    "context-not-known": N_("It uses a vocabulary that this program does not carry ({context})."),
    "context-inline": N_(
        "It brings a vocabulary of its own, so what was signed cannot be told for certain."
    ),
    "context-redefines": N_("It gives the known word {term} a meaning of its own."),
    "context-malformed": N_("Its vocabulary is not shaped as the standard asks."),
    "context-cleared": N_("It takes back its own vocabulary, so that nothing it says is defined."),
    "json-ld-malformed": N_("It cannot be brought into the form that was signed ({detail})."),
    "too-complex": N_("It is built too complicated to be checked in a sensible time."),
    # issuer-key
    "key-listed": N_("The issuer's own document lists the key it was signed with."),
    "key-at-issuer": N_("The key it was signed with is published at the issuer's own address."),
    "key-not-listed": N_(
        "The issuer's own document does not list the key it was signed with ({method})."
    ),
    "key-for-other-use": N_(
        "The issuer lists the key it was signed with, but not for awarding credentials."
    ),
    "key-of-another": N_("The key it was signed with belongs to somebody else ({method})."),
    "key-revoked": N_(
        "The issuer revoked the key it was signed with ({method}) on {date}: anybody may hold it."
    ),
    "key-expired": N_(
        "The key it was signed with ({method}) was good until {date}: whether it was signed"
        " before, nobody can tell."
    ),
    "issuer-lists-no-keys": N_(
        "The issuer's own document names no keys, so whose key it is cannot be told."
    ),
    "key-unreadable": N_("The issuer's key ({method}) is of a kind that cannot be used here."),
    "key-in-header-only": N_(
        "The key came with the badge itself, so whose key it is cannot be told offline."
    ),
    "no-key-to-judge": N_("Without a key that fits, whose key it is cannot be told."),
    "did-malformed": N_("The issuer's identifier {issuer} is not well formed."),
    "did-method-not-supported": N_(
        "The issuer's identifier is of a kind that is not supported (did:{method})."
    ),
    "issuer-document-not-at-hand": N_(
        "The issuer's document ({url}) is not at hand offline, so whose key it is cannot be told."
    ),
    "issuer-document-gone": N_("The issuer's address ({url}) no longer has a document."),
    "issuer-document-unreadable": N_("The document at the issuer's address ({url}) is unreadable."),
    "issuer-document-mismatch": N_(
        "The document at the issuer's address ({url}) is about somebody else."
    ),
    "issuer-not-resolvable": N_(
        "The issuer's identifier {issuer} is no address where its keys could be looked up."
    ),
    "issuer-not-named": N_("It does not name its issuer."),
    "issuer-not-http": N_("The issuer's identifier {issuer} is not a web address."),
    # hosted
    "hosted-confirmed": N_("Its issuer's web site confirmed it on {date} ({url})."),
    "hosted-confirmed-undated": N_(
        "Its issuer's web site confirmed it ({url}), on a day that nobody noted."
    ),
    "hosted-not-at-hand": N_(
        "Whether it is true shows only at its own web address ({url}), not at hand offline."
    ),
    "hosted-unusable": N_("What its own web address ({url}) answered is not a badge."),
    "hosted-gone": N_("Its own web address ({url}) says that it is gone for good."),
    "hosted-address-missing": N_("It does not say at which web address it can be confirmed."),
    "hosted-other-id": N_("Its web address ({url}) holds a badge of another name ({id})."),
    "hosted-differs": N_(
        "This copy differs from what its issuer's web site says ({field}); the web site counts."
    ),
    "hosted-out-of-scope": N_("Its issuer ({issuer}) does not award badges at {url}."),
    "badge-class-not-named": N_("It does not say which badge it is."),
    "document-not-at-hand": N_("A document it rests on ({url}) is not at hand offline."),
    "document-gone": N_("A document it rests on ({url}) is no longer there."),
    "document-unreadable": N_("A document it rests on ({url}) is unreadable."),
    # validity-period
    "in-period": N_("It is valid from {start} until {end}."),
    "in-period-zone-assumed": N_(
        "It is valid from {start} until {end}; no time zone is stated, so UTC is assumed."
    ),
    "until": N_("It is valid until {end}."),
    "until-zone-assumed": N_("It is valid until {end}; no time zone is stated, so UTC is assumed."),
    "no-end": N_("It was issued on {start} and has no end."),
    "no-end-zone-assumed": N_(
        "It was issued on {start} and has no end; no time zone is stated, so UTC is assumed."
    ),
    "no-dates": N_("It states no dates, and so no end."),
    "expired": N_("It expired on {end}."),
    "not-yet-valid": N_("It is not valid before {start}."),
    "date-malformed": N_("It states a date that is none ({date}), so its validity cannot be told."),
    # status
    "no-status": N_("Its issuer named no way to revoke it."),
    "no-revocation-list": N_("Its issuer keeps no list of revoked badges."),
    "not-revoked": N_("It was not revoked as of {date}."),
    "not-revoked-undated": N_(
        "It was not revoked on the day its list was saved, which nobody noted."
    ),
    "not-suspended": N_("It was not suspended as of {date}."),
    "not-suspended-undated": N_(
        "It was not suspended on the day its list was saved, which nobody noted."
    ),
    "revoked": N_("Its issuer has revoked it."),
    "revoked-because": N_("Its issuer has revoked it: {because}"),
    "suspended": N_("Its issuer has suspended it."),
    "status-message-text": N_("Its issuer says of it: {message}"),
    "status-refresh-set": N_("Its issuer has a newer version of it."),
    "status-refresh-clear": N_("Its issuer had no newer version of it when last asked."),
    "status-list-stale": N_(
        "The list of revocations ({url}) was obtained on {date} and asks to be renewed by now."
    ),
    "status-list-insecure": N_(
        "The list of revocations ({url}) is at an address where anybody on the way could alter it."
    ),
    "status-message": N_("Its issuer set the message {value} for it."),
    "status-purpose-set": N_("Its issuer marked it for another purpose ({purpose})."),
    "status-purpose-clear": N_("Its issuer keeps a mark for another purpose ({purpose}); not set."),
    "status-with-hosted": N_("Whether it was revoked shows only at its own web address ({url})."),
    "status-nowhere": N_("Whether it was revoked shows nowhere that could be looked up."),
    "status-malformed": N_(
        "What it says of its revocation list is not shaped as the standard asks."
    ),
    "status-type-not-supported": N_(
        "Its issuer tells of revocations in a way that this program cannot check yet ({type})."
    ),
    "status-list-not-at-hand": N_(
        "Its issuer's list of revocations ({url}) is not at hand, so it may have been revoked."
    ),
    "status-list-gone": N_("Its issuer's list of revocations ({url}) is no longer there."),
    "status-list-unreadable": N_("Its issuer's list of revocations ({url}) is unreadable."),
    "status-list-wrong-type": N_("What should be its list of revocations ({url}) is none."),
    "status-list-not-verified": N_(
        "The list of revocations ({url}) could not be verified, so it is not relied on."
    ),
    "status-list-of-another": N_(
        "The list of revocations ({url}) is by somebody else ({issuer}), so it is not relied on."
    ),
    "status-list-of-another-address": N_(
        "What {url} answers is the list of another address ({stated}), so it is not relied on."
    ),
    "status-list-form-not-supported": N_(
        "The list of revocations ({url}) is in a form that this program cannot read yet ({form})."
    ),
    "status-value-not-defined": N_(
        "Its issuer gave it the status {value}, of which only the issuer knows what it means."
    ),
    "status-list-other-purpose": N_("The list at {url} is not about {purpose}."),
    "status-list-not-yet-valid": N_("The list of revocations ({url}) is not valid before {date}."),
    "status-list-expired": N_("The list of revocations ({url}) was valid until {date} only."),
    "status-list-too-short": N_(
        "The list of revocations ({url}) is shorter than the standard allows."
    ),
    "status-list-too-short-set": N_(
        "The list of revocations ({url}) marks it, but is shorter than the standard allows, so it "
        "is not relied on."
    ),
    "status-list-too-large": N_("The list of revocations ({url}) is too large to be read."),
    "status-index-outside": N_("The list of revocations ({url}) has no entry {index}."),
    "issuer-not-at-hand-for-status": N_(
        "The issuer's document is not at hand, so whether it was revoked cannot be told."
    ),
    # issuer-recognised
    "issuer-in-registry": N_("{registry} lists its issuer, as {name}."),
    "named-issuer-in-registry": N_(
        "{registry} lists the issuer it names, as {name}; that this issuer made it is not shown."
    ),
    "issuer-in-test-registry": N_(
        "{registry} lists the issuer it names, as {name}; that registry is for trying things out."
    ),
    "issuer-not-in-registry": N_(
        "None of the {count} registries at hand lists its issuer. That alone means nothing bad."
    ),
    "issuer-listing-lapsed": N_(
        "{registry} listed its issuer, as {name}, until {date} only; whether it still does is "
        "unknown."
    ),
    "no-registry": N_("There is no registry of issuers at hand."),
    # recipient
    "recipient-mine": N_("It was given to you ({identity})."),
    "recipient-not-mine": N_("It was given to an address that is none of yours."),
    "recipient-not-stated": N_("It does not say to whom it was given."),
    "recipient-not-comparable": N_(
        "It names its recipient in a way that cannot be compared with your addresses."
    ),
    "no-identities": N_("To tell whether it is yours, add your own addresses."),
    # presentations: who handed it over, to whom
    "presentation-not-signed": N_(
        "Nobody signed for handing it over, so who did that, and to whom, cannot be told."
    ),
    "presentation-expired": N_("It was handed over until {date} only."),
    "presentation-not-yet-valid": N_("Its handing over does not hold before {date}."),
    "presentation-purpose-wrong": N_(
        "Its handing over was signed for another purpose ({purpose}) than to show who did it."
    ),
    "holder-key-listed": N_("Who handed it over signed for that with a key of their own."),
    "holder-key-not-listed": N_(
        "The key that its handing over was signed with ({method}) is not one of the holder's."
    ),
    "holder-key-for-other-use": N_(
        "The holder has the key that its handing over was signed with for another use."
    ),
    "holder-key-revoked": N_(
        "The holder revoked the key ({method}) on {date}: anybody may have signed with it."
    ),
    "holder-key-in-header-only": N_(
        "The key came with the signature itself, so whose key it is cannot be told offline."
    ),
    "holder-key-unreadable": N_("The holder's key ({method}) is of a kind that cannot be used."),
    "holder-lists-no-keys": N_("The holder's own document names no keys."),
    "holder-not-named": N_("It does not say who handed it over."),
    "holder-not-resolvable": N_(
        "The holder's identifier {issuer} is no address where keys could be looked up."
    ),
    "holder-document-not-at-hand": N_(
        "The holder's document ({url}) is not at hand, so whose key it is cannot be told."
    ),
    "holder-document-gone": N_("The holder's address ({url}) no longer has a document."),
    "holder-document-unreadable": N_("The document at the holder's address ({url}) is unreadable."),
    "holder-document-mismatch": N_(
        "The document at the holder's address ({url}) is about somebody else."
    ),
    "holder-did-malformed": N_("The holder's identifier {issuer} is not well formed."),
    "holder-did-method-not-supported": N_(
        "The holder's identifier is of a kind that is not supported (did:{method})."
    ),
    "audience-as-asked": N_("It was handed over to {stated}, as was asked for."),
    "audience-of-another": N_(
        "It was handed over to {stated}, not to {asked}: somebody may have passed it on."
    ),
    "audience-not-asked": N_("It was handed over to {stated}; only they can tell that it was."),
    "audience-not-stated": N_(
        "It does not say to whom it was handed over, so anybody who has it may pass it on."
    ),
    "nonce-as-asked": N_("It repeats what it was asked to repeat, so it was made for this time."),
    "nonce-of-another": N_(
        "It repeats something else than it was asked to: it was made for another time."
    ),
    "nonce-not-asked": N_("It was made for one time of asking; only who asked can tell which."),
    "nonce-not-stated": N_(
        "It repeats nothing that was asked for, so when it was made cannot be told for certain."
    ),
    # endorsements, parts
    # The two that follow are in verdicts that earlier versions kept.
    "endorsements-not-checked": N_(
        "It carries {count} endorsement(s) by others, which this version does not check."
    ),
    "parts-not-checked": N_(
        "It carries {count} credential(s) inside, which this version does not check."
    ),
    "endorses-this": N_("It endorses what it came with."),
    "endorses-another": N_("It endorses something else than what it came with ({endorsed})."),
    "endorsements-verified": N_("Endorsed by {names}; each endorsement was verified by itself."),
    "endorsements-mixed": N_(
        "Endorsements it carries: {count}. In order: {good}. Not genuine, or about something "
        "else: {failed}. No longer standing: {lapsed}. Not to be told: {unknown}."
    ),
    "parts-verified": N_("Credentials inside: {count}. Each was verified by itself and stands."),
    "parts-mixed": N_(
        "Credentials inside: {count}. In order: {good}. Not genuine: {failed}. "
        "No longer standing: {lapsed}. Not to be told: {unknown}."
    ),
}

WHAT: Final[dict[str, str]] = {
    "missing": N_("this is missing"),
    "text": N_("this should be a text"),
    "object": N_("this should be an object"),
    "list": N_("this should be a list"),
    "number": N_("this should be a number"),
    "yes-no": N_("this should be true or false"),
    "date": N_("this should be a date"),
    "date-time": N_("this should be a date with a time"),
    "zone": N_("this time should have a time zone"),
    "address": N_("this should be a full address"),
    "language": N_("this should be the code of a language"),
    "token": N_("this should be a signed token"),
    "term": N_("this is none of the words that the standard lists"),
    "own-type": N_("this should name {expected}"),
    "vocabulary": N_("this should be the vocabulary that the standard has in this place"),
    "too-few": N_("this should hold more"),
    "unknown-field": N_("the standard has no such field in this place"),
    "other": N_("this is not as the standard asks"),
}
"""What does not match a data model: the fact ``what`` of the reason ``schema-mismatch``."""


def sentence(check: Check | HandoverCheck, words: Words) -> str:
    """Return the sentence for ``check`` in the language of ``words``."""
    template = words.said(SENTENCES[check.reason])
    if "{" not in template:
        return template
    facts = dict(check.facts)
    for name in _MOMENTS:
        if name in facts and f"{{{name}}}" in template:
            facts[name] = _day(facts[name])
    if check.reason == "schema-mismatch":
        facts["what"] = words(WHAT.get(facts.get("what", ""), WHAT["other"])).format(**facts)
    try:
        return template.format(**facts)
    except KeyError:  # a verdict that was kept before the sentence named this fact
        return template.format_map(defaultdict(lambda: "?", facts))


def _day(fact: str) -> str:
    """Return a moment as people say it: of an instant, the day it is where they are."""
    moment = parse_moment(fact)
    if moment is None or moment.precision is not Precision.INSTANT:
        return fact
    return moment.at.astimezone().date().isoformat()
