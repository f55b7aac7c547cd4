"""Reading what a verifiable credential says, however it is written."""

from __future__ import annotations

from typing import Any

import pytest

from tests.issuing import Issuer
from wallet.formats import verifiable


def with_results(described: Any, points_at: Any) -> dict[str, Any]:
    document = Issuer().credential()
    subject = document["credentialSubject"]
    subject["achievement"]["resultDescription"] = [{"id": described, "name": "Final grade"}]
    subject["result"] = [{"resultDescription": points_at, "value": "A"}]
    return document


def test_a_result_has_the_name_of_the_description_it_points_at() -> None:
    (result,) = verifiable.view(with_results("urn:grade", "urn:grade")).results
    assert (result.name, result.value) == ("Final grade", "A")


@pytest.mark.parametrize("odd", [{"id": "urn:grade"}, ["urn:grade"], None, 7])
def test_a_result_that_points_at_nothing_readable_has_no_name(odd: Any) -> None:
    for described, points_at in ((odd, odd), (odd, "urn:grade"), ("urn:grade", odd)):
        (result,) = verifiable.view(with_results(described, points_at)).results
        assert (result.name, result.value) == (None, "A")
