"""The list of rules and their pages."""

from __future__ import annotations

import json

import pytest

from scholint.checks import catalogue
from scholint.reports import rule_pages


def test_the_list_of_rules_is_json_that_utf8_can_encode() -> None:
    listed = json.loads(rule_pages.listing("json").encode("utf-8"))
    assert [facts["code"] for facts in listed] == list(catalogue.catalogue())


@pytest.mark.parametrize("output_format", ["text", "json", "markdown"])
def test_pages_with_invalid_bytes_can_be_encoded(output_format: str) -> None:
    page = rule_pages.page(catalogue.find("REC004"), output_format, "")
    assert "REC004" in page.encode("utf-8").decode("utf-8")
