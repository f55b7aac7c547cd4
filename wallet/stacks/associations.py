"""Stacks that a learner record hints at: the associations inside a CLR 2.0 credential.

An association says that one achievement is part or child of another, comes before it, or is
the same (class ``Association`` of CLR 2.0). That is a hint: no rule is stated, so the larger
achievement is taken for made of all its parts, and the definition says so in a note. ``isPeerOf``
and ``isRelatedTo`` say nothing of stacking, nor does ``related`` of Open Badges, which is the
same achievement in another language or version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from wallet.formats.fields import address, items, text
from wallet.stacks import ctdl_problems as problems
from wallet.stacks.ctdl_order import looped
from wallet.stacks.definition import (
    MAX_DEPTH,
    MAX_SLOTS,
    Count,
    Definition,
    Note,
    Rule,
    Slot,
    Take,
    Wanted,
    all_of,
)

_UNDER: Final = frozenset({"isPartOf", "isChildOf"})
_SAME: Final = frozenset({"exactMatchOf", "replacedBy"})


def of(
    credential: Mapping[str, Any], parts: Iterable[Mapping[str, Any]] = ()
) -> tuple[Definition, ...]:
    """Return the stacks that the associations in ``credential`` make, none where there are none.

    ``parts`` are credentials inside it that are not written out in it, such as decoded tokens.
    Raises UnusableInput "stack-cyclic" where an achievement is part of itself in the end, and
    "stack-too-large" where there are more than a definition may have.
    """
    return _Associations(credential, parts).definitions()


class _Associations:
    """The associations of one record, by the achievements that they join."""

    def __init__(self, credential: Mapping[str, Any], parts: Iterable[Mapping[str, Any]]) -> None:
        self._name = text(credential.get("name")) or "the record"
        self._about: dict[str, Mapping[str, Any]] = {}
        self._of_credential: dict[str, str] = {}
        self._same: dict[str, str] = {}
        self._under: dict[str, dict[str, None]] = {}
        self._before: dict[str, dict[str, None]] = {}
        self._know([credential, *parts])
        self._read(credential)

    def definitions(self) -> tuple[Definition, ...]:
        children = {one for under in self._under.values() for one in under}
        circle = looped({one: tuple(under) for one, under in self._under.items()})
        if circle:
            raise problems.circular(self._name, self._called(min(circle)))
        return tuple(self._stack(one) for one in self._under if one not in children)

    def _know(self, credentials: Iterable[Mapping[str, Any]]) -> None:
        """Remember each achievement in ``credentials``, at whatever depth."""
        todo: list[Any] = list(credentials)
        for credential in todo:
            for subject in items(credential.get("credentialSubject")):
                if not isinstance(subject, dict):
                    continue
                inner = items(subject.get("verifiableCredential"))
                todo.extend(one for one in inner if isinstance(one, dict))
                for achievement in items(subject.get("achievement")):
                    name = address(achievement)
                    if isinstance(achievement, dict) and name:
                        self._about.setdefault(name, achievement)
                        if isinstance(own := credential.get("id"), str):
                            self._of_credential.setdefault(own, name)

    def _read(self, credential: Mapping[str, Any]) -> None:
        stated = [
            one
            for subject in items(credential.get("credentialSubject"))
            if isinstance(subject, dict)
            for one in items(subject.get("association"))
            if isinstance(one, dict) and isinstance(one.get("associationType"), str)
        ]
        for one in stated:
            if one.get("associationType") in _SAME and (ends := self._ends(one)):
                self._same[self._first(ends[0])] = self._first(ends[1])
        for one in stated:
            kind, ends = one.get("associationType"), self._ends(one)
            if ends is None:
                continue
            source, target = map(self._first, ends)
            if source == target:
                continue
            if kind in _UNDER:
                self._under.setdefault(target, {})[source] = None
            elif kind == "isParentOf":
                self._under.setdefault(source, {})[target] = None
            elif kind == "precedes":
                self._before.setdefault(target, {})[source] = None

    def _ends(self, association: Mapping[str, Any]) -> tuple[str, str] | None:
        """Return the achievements that an association joins, named by them or by credentials."""
        source, target = (address(association.get(one)) for one in ("sourceId", "targetId"))
        if source is None or target is None:
            return None
        return self._of_credential.get(source, source), self._of_credential.get(target, target)

    def _first(self, name: str) -> str:
        """Return the one id that stands for all that are the same achievement."""
        seen = {name}
        while (following := self._same.get(name, name)) not in seen:
            seen.add(following)
            name = following
        return name

    def _called(self, name: str) -> str:
        return text(self._about.get(name, {}).get("name")) or name

    def _stack(self, whole: str) -> Definition:
        order: dict[str, None] = {whole: None}
        todo = [(whole, 0)]
        for one, depth in todo:
            if depth >= MAX_DEPTH // 2 - 1:
                raise problems.too_deep(self._name)
            order.update(dict.fromkeys(self._under.get(one, ())))
            todo.extend((child, depth + 1) for child in self._under.get(one, ()))
            if len(todo) > 2 * MAX_SLOTS or len(order) > MAX_SLOTS:
                raise problems.too_large(self._name)
        names = list(order)
        circle = looped({one: tuple(self._before.get(one, ())) for one in names})
        about = self._about.get(whole, {})
        creator = about.get("creator")
        return Definition(
            id=whole,
            name=self._called(whole),
            rule=self._rule(whole),
            slots=tuple(self._slot(one, names, circle, whole) for one in names),
            description=text(about.get("description")),
            owner=text(creator.get("name")) if isinstance(creator, dict) else address(creator),
            notes=(Note("from-associations", self._name),),
        )

    def _rule(self, name: str) -> Rule:
        """Return the rule that an achievement is held, or all that it is made of."""
        under = self._under.get(name)
        if not under:
            return Take(name)
        return Count(1, (Take(name), all_of(tuple(self._rule(one) for one in under))))

    def _slot(self, name: str, names: list[str], circle: set[str], whole: str) -> Slot:
        about = self._about.get(name, {})
        same = [one for one in (*self._same, *self._about) if self._first(one) == name]
        called = text(about.get("name"))
        before = () if name in circle else self._before.get(name, ())
        return Slot(
            id=name,
            name=called,
            description=text(about.get("description")),
            wanted=Wanted(
                ids=tuple(dict.fromkeys((name, *same))), names=(called,) if called else ()
            ),
            url=name if name.startswith("https://") else None,
            after=tuple(one for one in before if one in names),
            conferred=name == whole,
        )
