"""The output of `scholint --version`."""

from __future__ import annotations

import platform
from importlib import metadata

from scholint.extras import EXTRAS
from scholint.version import VERSION

_LIBRARIES = {"Polars": "polars", "pandera": "pandera"}


def version_text(*, verbose: bool) -> str:
    """Return the version of scholint as text.

    `verbose`: also return the versions of Python, libraries, and extras, and the dates of the reference tables.

    Raises:
        TableError: The manifest of the reference tables cannot be read.

    """
    if not verbose:
        return f"scholint {VERSION}"
    versions = [("scholint", VERSION), ("Python", platform.python_version())]
    versions += [(name, metadata.version(package)) for name, package in _LIBRARIES.items()]
    return "\n\n".join(
        (_table("", versions), _table("Extras:", _extras()), _table("Reference tables:", _reference_tables()))
    )


def _extras() -> list[tuple[str, str]]:
    """Return each extra with the versions of its packages, or with the command that installs it."""
    packages = metadata.packages_distributions()
    rows: list[tuple[str, str]] = []
    for extra, (_, modules) in EXTRAS.items():
        found = [packages[module][0] for module in modules if module in packages]
        versions = ", ".join(f"{package} {metadata.version(package)}" for package in found)
        installed = len(found) == len(modules)
        rows.append((extra, versions if installed else f"not installed: pip install 'scholint[{extra}]'"))
    return rows


def _reference_tables() -> list[tuple[str, str]]:
    from scholint.checks.reference import tables

    return [(name, f"as of {facts['as_of']}") for name, facts in tables.manifest().items()]


def _table(heading: str, rows: list[tuple[str, str]]) -> str:
    """Return the rows as text in two columns. If there is a heading, they are indented below it."""
    width = max(len(name) for name, _ in rows)
    indent = "  " * bool(heading)
    return "\n".join(
        ([heading] if heading else []) + [f"{indent}{name:{width}}  {value}" for name, value in rows]
    )
