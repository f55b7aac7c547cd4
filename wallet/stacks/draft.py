"""A larger credential as a learner writes it down: groups of badges, and amounts.

That is what most web pages say: "all of these three, any 3 of those 5, and 10 credits". It is
a plain shape of a :class:`wallet.stacks.definition.Definition`, which it becomes and, where it
was written here, can be read back from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import msgspec
from msgspec import structs

from wallet.credential.model import Credential
from wallet.i18n import N_, Words
from wallet.stacks.because import amount, unit
from wallet.stacks.definition import HOURS, Count, Definition, Rule, Slot, Take, Total, Wanted
from wallet.stacks.holdings import plain

MOST: Final = 1_000_000.0
"""The largest amount that can be asked for."""
_ADDRESS: Final = re.compile(r"(?:https?://|urn:|did:|tag:|ce-)\S+", re.IGNORECASE)
_POOL: Final = "any-"
"""How the ids of slots begin, after the stack's own, that hold any badge for an amount."""
_LISTED: Final = "badge-"
"""How those begin that hold one badge that is asked for."""


class Item(msgspec.Struct, frozen=True):
    """One badge that is asked for.

    ``text`` is its name or address as it was typed. ``ids`` are the addresses of the achievement
    where a badge of the wallet was chosen. ``issuer`` is a name or address, or empty; alone, any
    badge by that issuer will do. ``slot`` is the id of its slot, empty for a new one.
    """

    text: str = ""
    ids: tuple[str, ...] = ()
    issuer: str = ""
    slot: str = ""

    @classmethod
    def of(cls, credential: Credential) -> Item:
        """Return what asks for the achievement of a badge that is held."""
        address = credential.achievement_id or credential.id
        return cls(credential.name or address or "", (address,) if address else ())

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said."""
        return not (self.text or self.issuer)

    @property
    def wanted(self) -> Wanted:
        """What a badge must be to count as this one."""
        issuers = (self.issuer,) if self.issuer else ()
        if self.ids:
            return Wanted(ids=self.ids, issuers=issuers)
        if _ADDRESS.fullmatch(self.text):
            return Wanted(ids=(self.text,), issuers=issuers)
        return Wanted(names=(self.text,) if self.text else (), issuers=issuers)

    def changed_to(self, other: Item) -> Item:
        """Return ``other``, in the slot of this one where it asks for the same badge.

        It does where its address or its name is the same: with an issuer or without, what was
        decided of the slot stays. For something else a slot of its own is made.
        """
        is_named_so = plain(self.text) == plain(other.text) != "" and not (self.ids and other.ids)
        is_same = self.wanted == other.wanted or self.ids == other.ids != () or is_named_so
        return structs.replace(other, slot=self.slot if is_same else "")


class Group(msgspec.Struct, frozen=True):
    """Badges of which ``least`` are needed, all where it is 0; ``ordered`` where they follow."""

    items: tuple[Item, ...] = ()
    least: int = 0
    ordered: bool = False

    @property
    def needed(self) -> int:
        """How many are needed."""
        return self.least or len(self.items)


class Sum(msgspec.Struct, frozen=True):
    """An amount of credit, of the badges that are named or, with ``any_badge``, of any.

    ``least`` is None where no amount is written that can be read. ``unit`` is None where none is
    stated. ``issuer`` narrows it to badges by that one, or is empty. ``slot`` is the id of the
    slot that holds any badge, empty for a new one.
    """

    least: float | None
    unit: str | None = None
    any_badge: bool = False
    issuer: str = ""
    slot: str = ""


class Lack(NamedTuple):
    """What is still missing or wrong, and where.

    ``part`` is "name", "url", "badges", "group" or "sum", and ``number`` which of them, from 0.
    ``said`` is a marked English sentence.
    """

    part: str
    number: int
    said: str


class Draft(msgspec.Struct, frozen=True):
    """What is written down of one larger credential.

    ``url`` is where it is described and ``owner`` who gives it; ``either`` is true where one of
    the groups is enough.
    """

    id: str
    name: str = ""
    url: str = ""
    owner: str = ""
    groups: tuple[Group, ...] = ()
    either: bool = False
    sums: tuple[Sum, ...] = ()

    def lacks(self) -> Iterator[Lack]:
        """Yield what is missing or wrong, in the order in which it is written."""
        if not self.name.strip():
            yield Lack("name", 0, N_("Give it a name."))
        if self.url and not self.url.startswith(("https://", "http://")):
            yield Lack("url", 0, N_("Write an address that begins with https://, or nothing."))
        yield from self._uncounted()

    def _uncounted(self) -> Iterator[Lack]:
        """Yield what keeps it from being counted."""
        named = any(group.items for group in self.groups)
        if not named and not self.sums:
            yield Lack("badges", 0, N_("Name a badge at least, or an amount."))
        for number, group in enumerate(self.groups):
            if group.items and group.needed > len(group.items):
                yield Lack("group", number, N_("There are fewer badges here than are needed."))
        for number, one in enumerate(self.sums):
            if one.least is None or not 0 < one.least <= MOST:
                yield Lack("sum", number, N_("Write how much, as a number such as 10 or 2.5."))
            elif not named and not one.any_badge:
                said = N_("No badge is named above: name some, or let any badges count.")
                yield Lack("sum", number, said)

    @property
    def counts(self) -> bool:
        """Whether it can be told how far it is; its name and address do not matter for that."""
        return next(self._uncounted(), None) is None

    def definition(self) -> Definition:
        """Return it as a definition. It must count: ValueError where it does not.

        Slots that had an id keep it, so that what was decided of them stays.
        """
        if not self.counts:
            raise ValueError(self.id)
        slots: list[Slot] = []
        rules: list[Rule] = []
        for group in self._placed():
            before: tuple[str, ...] = ()
            for item in group.items:
                after = before if group.ordered else ()
                slots.append(Slot(item.slot, item.text or None, wanted=item.wanted, after=after))
                before = (item.slot,)
            rules.append(Count(group.needed, tuple(Take(item.slot) for item in group.items)))
        if self.either and len(rules) > 1:
            rules = [Count(1, tuple(rules))]
        named = tuple(slot.id for slot in slots)
        pools = self._unused(_POOL, (one.slot for one in self.sums))
        for one in self.sums:
            only = Wanted(issuers=(one.issuer,) if one.issuer else ())
            over = named
            if one.any_badge:
                slots.append(Slot(one.slot or next(pools), wanted=only, many=True))
                over = (*named, slots[-1].id)
            rules.append(Total(one.least, unit=one.unit, over=over, only=only))
        return Definition(
            self.id,
            self.name.strip(),
            rules[0] if len(rules) == 1 else Count(len(rules), tuple(rules)),
            tuple(slots),
            source=self.url.strip() or None,
            owner=self.owner.strip() or None,
        )

    def _placed(self) -> tuple[Group, ...]:
        """Return the groups that are not empty, every item of which has a slot of its own."""
        filled = [group for group in self.groups if group.items]
        unused = self._unused(_LISTED, (item.slot for one in filled for item in one.items))
        return tuple(
            structs.replace(
                group,
                items=tuple(
                    structs.replace(item, slot=item.slot or next(unused)) for item in group.items
                ),
            )
            for group in filled
        )

    def _unused(self, kind: str, taken: Iterable[str]) -> Iterator[str]:
        """Yield ids for slots that are not ``taken``."""
        known = frozenset(taken)
        number = 0
        while True:
            number += 1
            if (made := f"{self.id}#{kind}{number}") not in known:
                yield made

    @classmethod
    def of(cls, definition: Definition) -> Draft | None:
        """Return what was written down, or None where no draft says all that is asked for."""
        by_id, rule = definition.by_id, definition.rule
        is_one = (
            not isinstance(rule, Count)
            or all(isinstance(one, Take) for one in rule.of)
            or (_are_groups(rule.of) and rule.least < len(rule.of))
        )
        rules = (rule,) if is_one or not isinstance(rule, Count) else rule.of
        groups: list[Group] = []
        sums: list[Sum] = []
        either = False
        for one in rules:
            if isinstance(one, Total):
                sums.append(_sum(one, by_id))
            elif isinstance(one, Count) and _are_groups(one.of):
                either = True
                groups += [_group(part, by_id) for part in one.of if isinstance(part, Count)]
            elif isinstance(one, Count):
                groups.append(_group(one, by_id))
        draft = cls(
            definition.id,
            definition.name,
            definition.source or "",
            definition.owner or "",
            tuple(groups),
            either,
            tuple(sums),
        )
        if not draft.counts or draft.definition() != structs.replace(definition, notes=()):
            return None
        return draft

    def told(self, words: Words) -> str:
        """Return what it asks for in a line, "Any 3 of these 5, and 10 ECTS", empty for nothing."""
        groups = [_told_group(group, words) for group in self.groups if group.items]
        parts = [words(" or ").join(groups)] if self.either and len(groups) > 1 else groups
        parts += [_told_sum(one, one.least, words) for one in self.sums if one.least is not None]
        sentence = words(", and ").join(parts)
        return sentence[:1].upper() + sentence[1:]


def _are_groups(rules: Iterable[Rule]) -> bool:
    return all(isinstance(one, Count) for one in rules)


def _group(rule: Count, by_id: Mapping[str, Slot]) -> Group:
    slots = [by_id[one.slot] for one in rule.of if isinstance(one, Take)]
    return Group(
        tuple(_item(slot) for slot in slots),
        rule.least if rule.least < len(slots) else 0,
        any(slot.after for slot in slots),
    )


def _item(slot: Slot) -> Item:
    made = Item(slot.name or "", (), "".join(slot.wanted.issuers), slot.id)
    return made if made.wanted == slot.wanted else structs.replace(made, ids=slot.wanted.ids)


def _sum(rule: Total, by_id: Mapping[str, Slot]) -> Sum:
    pool = next((one for one in rule.over if by_id[one].many), "")
    return Sum(rule.least, rule.unit, bool(pool), "".join(rule.only.issuers), pool)


def _told_group(group: Group, words: Words) -> str:
    count = len(group.items)
    if count == 1 and group.needed == 1:
        item = group.items[0]
        if item.text:
            return words("“{name}”", name=item.text)
        return words("a badge by {issuer}", issuer=item.issuer)
    if group.needed == count:
        if group.ordered:
            return words("all of these {count}, one after the other", count=count)
        return words("all of these {count}", count=count)
    if group.needed == 1:
        return words("one of these {count}", count=count)
    return words("any {n} of these {count}", n=group.needed, count=count)


def _told_sum(one: Sum, least: float, words: Words) -> str:
    much = f"{amount(least)} {unit(one.unit, words)}"
    if one.issuer:
        return words("{worth} by {issuer}", worth=much, issuer=one.issuer)
    return words("{worth} of any badges", worth=much) if one.any_badge else much


def unit_typed(text: str, words: Words) -> str | None:
    """Return the unit that was typed; None for none."""
    name = " ".join(text.split())
    if name.casefold() in (HOURS, words("hours").casefold()):
        return HOURS
    if name.casefold() == unit(None, words).casefold():
        return None
    return name or None
