"""The corpus' real badges fit a QR that cameras read; ``link_sizes.py`` prints how well."""

from __future__ import annotations

import statistics
from pathlib import Path

import pytest

from tests.interop.link_sizes import Size, measured, share


@pytest.fixture(scope="module")
def sizes(corpus: Path) -> list[Size]:
    assert corpus.is_dir()
    return measured()


def test_nearly_all_signed_badges_fit_version_25_at_level_m(sizes: list[Size]) -> None:
    assert len(sizes) > 90
    assert share(sizes, lambda size: size.plan.level == "M") >= 0.95
    assert share(sizes, lambda size: size.plan.fits) >= 0.97


def test_the_dictionary_takes_a_third_off(sizes: list[Size]) -> None:
    packed = statistics.median(size.packed for size in sizes)
    assert packed < 0.65 * statistics.median(size.deflate for size in sizes)
    assert all(size.packed <= size.deflate for size in sizes)


def test_without_the_dictionary_they_would_not_fit(sizes: list[Size]) -> None:
    assert share(sizes, lambda size: size.plain.level == "M") < 0.7
