"""The classes of Open Badges 3.0 (its appendix "Data Models").

One class stands for a credential of VC Data Model 2.0 and for its 1.1 form: the names of the
dates differ, and 1.1 asks for the issuer in full and for a name.
"""

import re
from datetime import date
from typing import ClassVar, Literal

from msgspec import UNSET, UnsetType, field

from wallet.verify.shapes.basics import (
    OPEN_BADGES,
    VC_1,
    VC_2,
    Classed,
    Contexts,
    LanguageCode,
    Linked,
    Mismatch,
    Moment,
    Named,
    Proof,
    Shape,
    Term,
    Text,
    Texts,
    Time,
    Tokens,
    Uri,
)


class AchievementType(Term):
    """What kind of thing is achieved."""

    listed = frozenset({
        "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment",
        "AssociateDegree", "Award", "BachelorDegree", "Badge", "Certificate",
        "CertificateOfCompletion", "Certification", "CoCurricular", "CommunityService",
        "Competency", "Course", "Degree", "Diploma", "DoctoralDegree", "Fieldwork",
        "GeneralEducationDevelopment", "JourneymanCertificate", "LearningProgram", "License",
        "MasterCertificate", "MasterDegree", "Membership", "MicroCredential",
        "ProfessionalDoctorate", "QualityAssuranceCredential", "ResearchDoctorate",
        "SecondarySchoolDiploma",
    })  # fmt: skip


class TargetType(Term):
    """What kind of node of a framework is meant (AlignmentTargetType)."""

    listed = frozenset({
        "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel", "CTDL",
        "ceasn:Competency", "ceterms:Credential",
    })  # fmt: skip


class IdentifierType(Term):
    """What kind of identifier it is (IdentifierTypeEnum)."""

    listed = frozenset({
        "accountId", "emailAddress", "identifier", "isbn", "issn", "lisSourcedId",
        "ltiContextId", "ltiDeploymentId", "ltiPlatformId", "ltiToolId", "ltiUserId", "name",
        "nationalIdentityNumber", "oneRosterSourcedId", "productId", "sisSourcedId",
        "sourcedId", "systemId", "userName",
    })  # fmt: skip


class ResultType(Term):
    """What kind of result it is."""

    listed = frozenset({
        "GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore",
        "RawScore", "Result", "RubricCriterion", "RubricCriterionLevel", "RubricScore",
        "ScaledScore", "Status",
    })  # fmt: skip


class Image(Shape, forbid_unknown_fields=True):
    """A picture; its ``id`` is its address or a ``data:`` URL."""

    id: Uri
    type: Literal["Image"]
    caption: Text | UnsetType = UNSET


class IdentityObject(Shape, forbid_unknown_fields=True):
    """An identity of the recipient, in the clear or hashed."""

    type: Literal["IdentityObject"]
    hashed: bool
    identity_hash: str
    identity_type: IdentifierType
    salt: str | UnsetType = UNSET


class IdentifierEntry(Shape, forbid_unknown_fields=True):
    """A further identifier of an organisation or achievement."""

    type: Literal["IdentifierEntry"]
    identifier: str
    identifier_type: IdentifierType


class GeoCoordinates(Shape):
    """A place on earth, in degrees."""

    type: Literal["GeoCoordinates"]
    latitude: float
    longitude: float


class Address(Classed):
    """A postal address."""

    address_country: Text | UnsetType = UNSET
    address_country_code: str | UnsetType = UNSET
    address_region: Text | UnsetType = UNSET
    address_locality: Text | UnsetType = UNSET
    street_address: Text | UnsetType = UNSET
    post_office_box_number: Text | UnsetType = UNSET
    postal_code: Text | UnsetType = UNSET
    geo: GeoCoordinates | UnsetType = UNSET


class Profile(Classed):
    """An organisation or a person: issuer, creator, source, parent organisation."""

    id: Uri
    name: Text | UnsetType = UNSET
    url: Uri | UnsetType = UNSET
    phone: str | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    endorsement: "EndorsementCredential | list[EndorsementCredential] | UnsetType" = UNSET
    endorsement_jwt: Tokens | UnsetType = UNSET
    image: Image | UnsetType = UNSET
    email: str | UnsetType = UNSET
    address: Address | UnsetType = UNSET
    other_identifier: IdentifierEntry | list[IdentifierEntry] | UnsetType = UNSET
    official: Text | UnsetType = UNSET
    parent_org: "Profile | UnsetType" = UNSET
    family_name: Text | UnsetType = UNSET
    given_name: Text | UnsetType = UNSET
    additional_name: Text | UnsetType = UNSET
    patronymic_name: Text | UnsetType = UNSET
    honorific_prefix: Text | UnsetType = UNSET
    honorific_suffix: Text | UnsetType = UNSET
    family_name_prefix: Text | UnsetType = UNSET
    date_of_birth: date | UnsetType = UNSET


class Alignment(Classed):
    """What an achievement or result is aligned to in a framework."""

    target_name: Text
    target_url: Uri
    target_code: str | UnsetType = UNSET
    target_description: Text | UnsetType = UNSET
    target_framework: Text | UnsetType = UNSET
    target_type: TargetType | UnsetType = UNSET


class Criteria(Shape):
    """How the achievement is earned. It has no type of its own."""

    id: Uri | UnsetType = UNSET
    narrative: Text | UnsetType = UNSET


class Evidence(Classed):
    """Work that the award rests on."""

    id: Uri | UnsetType = UNSET
    narrative: Text | UnsetType = UNSET
    name: Text | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    genre: Text | UnsetType = UNSET
    audience: Text | UnsetType = UNSET


class Related(Classed):
    """Another edition of the achievement."""

    id: Uri
    in_language: LanguageCode | UnsetType = UNSET
    version: Text | UnsetType = UNSET


class RubricCriterionLevel(Classed):
    """A level of a rubric."""

    id: Uri
    name: Text
    alignment: Alignment | list[Alignment] | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    level: Text | UnsetType = UNSET
    points: Text | UnsetType = UNSET


class ResultDescription(Classed):
    """A result that an achievement may have."""

    id: Uri
    name: Text
    result_type: ResultType
    alignment: Alignment | list[Alignment] | UnsetType = UNSET
    allowed_value: Texts | UnsetType = UNSET
    required_level: Uri | UnsetType = UNSET
    required_value: Text | UnsetType = UNSET
    rubric_criterion_level: RubricCriterionLevel | list[RubricCriterionLevel] | UnsetType = UNSET
    value_max: Text | UnsetType = UNSET
    value_min: Text | UnsetType = UNSET


class Result(Classed):
    """A result that the learner had."""

    achieved_level: Uri | UnsetType = UNSET
    alignment: Alignment | list[Alignment] | UnsetType = UNSET
    result_description: Uri | UnsetType = UNSET
    status: (
        Literal[
            "Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"
        ]
        | UnsetType
    ) = UNSET
    value: Text | UnsetType = UNSET


class Achievement(Classed):
    """What is awarded, whoever earns it."""

    id: Uri
    name: Text
    description: Text
    criteria: Criteria
    alignment: Alignment | list[Alignment] | UnsetType = UNSET
    achievement_type: AchievementType | UnsetType = UNSET
    creator: Profile | UnsetType = UNSET
    credits_available: float | UnsetType = UNSET
    endorsement: "EndorsementCredential | list[EndorsementCredential] | UnsetType" = UNSET
    endorsement_jwt: Tokens | UnsetType = UNSET
    field_of_study: Text | UnsetType = UNSET
    human_code: Text | UnsetType = UNSET
    image: Image | UnsetType = UNSET
    in_language: LanguageCode | UnsetType = UNSET
    other_identifier: IdentifierEntry | list[IdentifierEntry] | UnsetType = UNSET
    related: Related | list[Related] | UnsetType = UNSET
    result_description: ResultDescription | list[ResultDescription] | UnsetType = UNSET
    specialization: Text | UnsetType = UNSET
    tag: Texts | UnsetType = UNSET
    version: Text | UnsetType = UNSET


class AchievementSubject(Classed):
    """The recipient, and what they achieved."""

    achievement: Achievement
    id: Uri | UnsetType = UNSET
    activity_end_date: Time | UnsetType = UNSET
    activity_start_date: Time | UnsetType = UNSET
    credits_earned: float | UnsetType = UNSET
    identifier: IdentityObject | list[IdentityObject] | UnsetType = UNSET
    image: Image | UnsetType = UNSET
    license_number: Text | UnsetType = UNSET
    narrative: Text | UnsetType = UNSET
    result: Result | list[Result] | UnsetType = UNSET
    role: Text | UnsetType = UNSET
    source: Profile | UnsetType = UNSET
    term: Text | UnsetType = UNSET


class EndorsementSubject(Classed):
    """What is endorsed, and what is said of it."""

    id: Uri
    endorsement_comment: Text | UnsetType = UNSET


class Credential(Shape):
    """What credentials of all kinds have.

    ``kinds`` are the names that the type must hold, one of each group; ``vocabularies`` the
    patterns of the contexts that must follow the first, in this order; ``asked`` the fields
    that the data model of the first context asks for, by the name they have here.
    """

    kinds: ClassVar[tuple[tuple[str, ...], ...]] = (("VerifiableCredential",),)
    vocabularies: ClassVar[tuple[str, ...]] = ()
    asked: ClassVar[dict[str, dict[str, str]]] = {
        VC_1: {"issuance_date": "issuanceDate"},
        VC_2: {"valid_from": "validFrom"},
    }

    context: Contexts = field(name="@context")
    type: list[str]
    issuer: str | Profile
    valid_from: Moment | UnsetType = UNSET
    valid_until: Moment | UnsetType = UNSET
    issuance_date: Moment | UnsetType = UNSET
    expiration_date: Moment | UnsetType = UNSET
    proof: Proof | list[Proof] | UnsetType = UNSET
    credential_schema: Named | list[Named] | UnsetType = UNSET
    credential_status: Linked | UnsetType = UNSET
    refresh_service: Named | UnsetType = UNSET
    terms_of_use: Linked | list[Linked] | UnsetType = UNSET
    evidence: Evidence | list[Evidence] | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Raise Mismatch for what depends on more than one value."""
        for group in self.kinds:
            if not any(kind in self.type for kind in group):
                raise Mismatch("own-type", "type", group[-1])
        if len(self.context) <= len(self.vocabularies):
            raise Mismatch("too-few", "@context")
        for place, vocabulary in enumerate(self.vocabularies, start=1):
            stated = self.context[place]
            if not (isinstance(stated, str) and re.search(vocabulary, stated)):
                raise Mismatch("vocabulary", f"@context[{place}]")
        first = self.context[0]
        asked = self.asked.get(first) if isinstance(first, str) else None
        if asked is None:
            raise Mismatch("vocabulary", "@context[0]")
        for name, stated_as in asked.items():
            if getattr(self, name) is UNSET:
                raise Mismatch("missing", stated_as)
        if isinstance(self.issuer, str):
            if first == VC_1:
                raise Mismatch("object", "issuer")
            if not Uri.fits(self.issuer):
                raise Mismatch(Uri.what, "issuer")


class Award(Credential, kw_only=True):
    """What the credentials of Open Badges and CLR have beside that."""

    id: Uri
    name: Text | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    image: Image | UnsetType = UNSET
    awarded_date: Moment | UnsetType = UNSET
    endorsement: "EndorsementCredential | list[EndorsementCredential] | UnsetType" = UNSET
    endorsement_jwt: Tokens | UnsetType = UNSET


class AchievementCredential(Award, kw_only=True):
    """An award, also called OpenBadgeCredential."""

    kinds = (*Credential.kinds, ("AchievementCredential", "OpenBadgeCredential"))
    vocabularies = (OPEN_BADGES,)
    asked: ClassVar[dict[str, dict[str, str]]] = {
        **Credential.asked,
        VC_1: {**Credential.asked[VC_1], "name": "name"},
    }

    credential_subject: AchievementSubject


class EndorsementCredential(Credential, kw_only=True):
    """What somebody says of an award, an achievement or a profile."""

    kinds = (*Credential.kinds, ("EndorsementCredential",))
    vocabularies = (OPEN_BADGES,)

    id: Uri
    name: Text
    credential_subject: EndorsementSubject
    description: Text | UnsetType = UNSET
    awarded_date: Moment | UnsetType = UNSET
