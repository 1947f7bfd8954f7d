"""The report page in a real browser, with hostile text in every field."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scholint.flows.pipeline import run
from scholint.flows.settings import Settings
from scholint.reports.writers import formats

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("chromium") and shutil.which("chromedriver")),
        reason="no chromium and chromedriver here",
    ),
]
HOSTILE = [
    "<script>window.owned=1</script>",
    "</script><script>window.owned=2</script>",
    "<img src=x onerror=window.owned=3>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "=cmd|' /C calc'!A0",
    "\u202eabc\u202c <!-- --> ]]>",
    "'\"><svg onload=window.owned=4>",
    "https://example.org/?x=<iframe src=//evil.example>",
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    fields = ("title", "abstract", "journal", "publisher", "volume", "issue", "pages", "type", "language")
    records = []
    for i, text in enumerate(HOSTILE):
        record: dict[str, Any] = dict.fromkeys(fields, text)
        records.append(
            {
                **record,
                "id": f"{i} {text}",
                "doi": "javascript:alert(1)",
                "authors": [text],
                "issns": [text + "1"],
                "links": [text],
                "year": text + "x",
            }
        )
    source = folder / "<b>source&.jsonl"
    source.write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
    result = run.check([str(source)], Settings(), keep_records=True)
    report = folder / "report.html"
    with report.open("w", encoding="utf-8") as stream:
        formats.write("html", result, stream)
    return report


@pytest.fixture(scope="module")
def browser(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    profile, downloads = tmp_path_factory.mktemp("profile"), page.parent
    for argument in (
        *(
            "headless=new",
            "no-sandbox",
            "disable-gpu",
            "disable-quic",
            "no-first-run",
            "disable-dev-shm-usage",
        ),
        *(
            "disable-background-networking",
            "disable-component-update",
            "disable-sync",
            f"user-data-dir={profile}",
        ),
    ):
        options.add_argument(f"--{argument}")
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.get(page.as_uri())
        yield driver
    finally:
        driver.quit()


def findings(browser: Any) -> list[dict[str, Any]]:
    return browser.execute_script("return JSON.parse(document.getElementById('data').textContent).findings")


def open_all(browser: Any) -> None:
    browser.execute_script("document.querySelectorAll('#list details').forEach(d => d.open = true)")
    time.sleep(0.5)


def test_no_hostile_text_runs_or_asks_for_anything(browser: Any) -> None:
    open_all(browser)
    assert browser.execute_script("return window.owned") is None
    assert (
        browser.execute_script(
            "return document.querySelectorAll('#list script, #list img, #list svg, #list iframe').length"
        )
        == 0
    )
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    links = browser.execute_script("return [...document.querySelectorAll('a')].map(a => a.href)")
    assert all(link.startswith("https://doi.org/") for link in links)
    assert [e for e in browser.get_log("browser") if e["level"] == "SEVERE"] == []


def test_hostile_text_is_shown_as_it_is(browser: Any) -> None:
    open_all(browser)
    shown = browser.execute_script("return document.getElementById('list').textContent")
    for text in HOSTILE:
        assert text in shown


def test_search_and_filters_narrow_the_list(browser: Any) -> None:
    everything = len(findings(browser))
    search = browser.find_element("id", "search")
    search.send_keys("7*7")
    assert 0 < len(browser.find_elements("css selector", "#list li")) < everything
    assert f"of {everything} findings" in browser.find_element("id", "count").text
    search.clear()
    search.send_keys(" ")
    browser.find_element("css selector", "[name=severity][value=error]").click()
    shown = browser.execute_script(
        "return [...document.querySelectorAll('#list summary')].map(s => s.textContent)"
    )
    assert shown
    assert not any(" error " in text for text in shown)
    browser.find_element("css selector", "[name=severity][value=error]").click()


def test_a_rule_explains_itself(browser: Any) -> None:
    browser.find_element("css selector", "[data-rule]").click()
    dialog = browser.find_element("id", "page")
    assert dialog.get_attribute("open") is not None
    assert "How to fix" in dialog.text
    browser.execute_script("document.getElementById('page').close()")


def test_downloads_hold_all_findings(browser: Any, page: Path) -> None:
    for button, name in (("jsonl", "findings.jsonl"), ("csv", "findings.csv")):
        browser.find_element("id", button).click()
        until = time.monotonic() + 10
        while not (page.parent / name).exists() and time.monotonic() < until:
            time.sleep(0.1)
    rows = [json.loads(line) for line in (page.parent / "findings.jsonl").read_text("utf-8").splitlines()]
    assert rows == findings(browser)
    table = (page.parent / "findings.csv").read_text("utf-8")
    assert "\n=cmd" not in table
    assert ",=cmd" not in table


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_runs_over_the_edge(browser: Any, width: int) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    open_all(browser)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_dark_when_the_system_is_and_light_when_asked_for(browser: Any) -> None:
    def background() -> str:
        return browser.execute_script("return getComputedStyle(document.body).backgroundColor")

    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    )
    dark = background()
    browser.find_element("id", "theme").click()
    assert background() != dark
