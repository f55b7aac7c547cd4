"""A larger credential as a learner writes it down: groups of badges, and an amount.

That is what most web pages say: "all of these three, any 3 of those 5, and 10 credits". It is
a plain shape of a :class:`wallet.stacks.definition.Definition`, which it becomes and, where it
was written here, can be read back from.
"""

from __future__ import annotations

import msgspec

from wallet.credential.model import Credential
from wallet.errors import UnusableInput
from wallet.i18n import N_
from wallet.stacks.definition import (
    Count,
    Definition,
    Rule,
    Slot,
    Take,
    Total,
    Wanted,
    all_of,
)

_SLOT = "urn:learner-wallet:place:"
_POOL = f"{_SLOT}any"


class Item(msgspec.Struct, frozen=True):
    """One badge that is asked for: what it is called, and what it is."""

    name: str
    wanted: Wanted

    @classmethod
    def of(cls, credential: Credential) -> Item:
        """Return what asks for the achievement of a badge that is held."""
        name = credential.name or credential.achievement_id or ""
        ids = tuple(one for one in (credential.achievement_id,) if one)
        return cls(name, Wanted(ids=ids, names=() if ids else (name,)))

    @classmethod
    def typed(cls, text: str) -> Item:
        """Return what asks for a badge by its address, or for one of that name."""
        is_address = ":" in text and " " not in text.strip()
        if is_address:
            return cls(text.strip(), Wanted(ids=(text.strip(),)))
        return cls(text.strip(), Wanted(names=(text.strip(),)))


class Group(msgspec.Struct, frozen=True):
    """Badges of which ``least`` are needed; all of them where that is None."""

    items: tuple[Item, ...] = ()
    least: int | None = None


class Sum(msgspec.Struct, frozen=True):
    """An amount that is asked for: of the badges in the groups, or of any by ``issuer``."""

    least: float
    unit: str | None = None
    any_badge: bool = False
    issuer: str = ""


class Draft(msgspec.Struct, frozen=True):
    """What is written down of one larger credential. ``url`` is where it is described."""

    id: str
    name: str = ""
    url: str = ""
    groups: tuple[Group, ...] = ()
    amount: Sum | None = None

    def definition(self) -> Definition:
        """Return it as a definition; UnusableInput where something is still missing."""
        self._must_be_whole()
        slots: list[Slot] = []
        rules: list[Rule] = []
        for group in (one for one in self.groups if one.items):
            takes = []
            for item in group.items:
                slots.append(Slot(f"{_SLOT}{len(slots) + 1}", item.name, wanted=item.wanted))
                takes.append(Take(slots[-1].id))
            rules.append(Count(group.least or len(takes), tuple(takes)))
        if self.amount is not None:
            rules.append(self._total(slots))
        rule = rules[0] if len(rules) == 1 else all_of(tuple(rules))
        return Definition(
            self.id, self.name.strip(), rule, tuple(slots), source=self.url.strip() or None
        )

    def _total(self, slots: list[Slot]) -> Total:
        amount = self.amount or Sum(0)
        if not amount.any_badge:
            return Total(amount.least, unit=amount.unit, over=tuple(one.id for one in slots))
        wanted = Wanted(issuers=(amount.issuer.strip(),)) if amount.issuer.strip() else Wanted()
        over = (*(one.id for one in slots), _POOL)
        slots.append(Slot(_POOL, wanted=wanted, many=True))
        return Total(amount.least, unit=amount.unit, over=over, only=wanted)

    def _must_be_whole(self) -> None:
        if not self.name.strip():
            raise _missing("name", N_("it has no name"), N_("say what it is called"))
        if not any(group.items for group in self.groups) and not (
            self.amount and self.amount.any_badge
        ):
            raise _missing(
                "badges", N_("it asks for no badges"), N_("add one, or an amount of any badges")
            )
        for group in self.groups:
            if group.items and group.least is not None and group.least > len(group.items):
                raise UnusableInput(
                    "draft-too-many",
                    N_("it asks for {least} of {there} badges"),
                    N_("add more badges, or ask for fewer"),
                    least=group.least,
                    there=len(group.items),
                )
        if self.amount is not None and self.amount.least <= 0:
            raise _missing("amount", N_("it asks for an amount of nothing"), N_("say how much"))

    @classmethod
    def of(cls, definition: Definition) -> Draft | None:
        """Return what was written down, or None where a definition is of another shape."""
        found = _parts(definition)
        if found is None:
            return None
        counts, total = found
        by_id = definition.by_id
        groups = tuple(
            Group(
                tuple(
                    Item(by_id[one.slot].name or "", by_id[one.slot].wanted)
                    for one in count.of
                    if isinstance(one, Take)
                ),
                None if count.least == len(count.of) else count.least,
            )
            for count in counts
        )
        amount = None
        if total is not None:
            pool = by_id.get(_POOL)
            issuer = pool.wanted.issuers[0] if pool and pool.wanted.issuers else ""
            amount = Sum(total.least or 0, total.unit, pool is not None, issuer)
        draft = cls(definition.id, definition.name, definition.source or "", groups, amount)
        return draft if draft.definition() == definition else None


def _parts(definition: Definition) -> tuple[list[Count], Total | None] | None:
    """Return the groups and the amount of a definition of this shape."""
    rule = definition.rule
    if isinstance(rule, Total):
        return [], rule
    if not isinstance(rule, Count):
        return None
    rules = (rule,) if all(isinstance(one, Take) for one in rule.of) else rule.of
    counts = [one for one in rules if isinstance(one, Count)]
    totals = [one for one in rules if isinstance(one, Total)]
    if len(counts) + len(totals) != len(rules) or len(totals) > 1:
        return None
    if any(not isinstance(part, Take) for one in counts for part in one.of):
        return None
    return counts, totals[0] if totals else None


def _missing(field: str, what: str, advice: str) -> UnusableInput:
    return UnusableInput(f"draft-without-{field}", what, advice)
