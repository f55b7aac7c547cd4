"""The classes that CLR 2.0 adds to those of Open Badges 3.0 (its appendix "Data Models")."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from wallet.verify.shapes.basics import OPEN_BADGES, Classed, Shape, Text, Uri
from wallet.verify.shapes.openbadges import Achievement, Award, Credential, IdentityObject

CLR = r"^https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.[0-9]+\.[0-9]+)?\.json$"


class CredentialSubject(Shape):
    """Whoever a credential inside is about; that credential is judged by itself."""

    id: Uri | UnsetType = UNSET


class VerifiableCredential(Credential, kw_only=True):
    """A credential inside, of whatever kind."""

    credential_subject: CredentialSubject
    id: Uri | UnsetType = UNSET


class Association(Shape, forbid_unknown_fields=True):
    """How two achievements are related."""

    type: Literal["Association"]
    association_type: Literal[
        "exactMatchOf", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo",
        "precedes", "replacedBy",
    ]  # fmt: skip
    source_id: Uri
    target_id: Uri


class ClrSubject(Classed):
    """The learner, and what their record holds."""

    verifiable_credential: (
        VerifiableCredential | Annotated[list[VerifiableCredential], Meta(min_length=1)]
    )
    id: Uri | UnsetType = UNSET
    identifier: IdentityObject | list[IdentityObject] | UnsetType = UNSET
    achievement: Achievement | list[Achievement] | UnsetType = UNSET
    association: Association | list[Association] | UnsetType = UNSET


class ClrCredential(Award, kw_only=True):
    """A comprehensive learner record."""

    kinds = (*Credential.kinds, ("ClrCredential",))
    vocabularies = (CLR, OPEN_BADGES)

    name: Text
    credential_subject: ClrSubject
    partial: bool | UnsetType = UNSET
