"""The data models of Open Badges 3.0 and CLR 2.0, one class of the standard a class here.

Written from the tables of the standards, not from 1EdTech's schema files. A document is laid
against them with ``msgspec.convert``; what the standards let pass passes:

- a property of many values may hold the one value without its list (Open Badges 3.0 §
  "Compacted document form", and its JSON-LD schemas);
- a text that people read may be the same text in several languages, by language;
- terms that a standard does not define may stand anywhere but in the few classes that it closes.

:mod:`basics` has the kinds of values and what every credential has, :mod:`openbadges` and
:mod:`clr` the classes. ``packaging/schemas.py`` writes them as JSON Schema for other programs.
"""
