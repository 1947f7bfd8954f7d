"""scholint: a data-quality linter for scholarly metadata.

`check` checks sources and returns a `Result`. `load_settings` returns the settings of a configuration file. `rules` returns
all rules, and `rule` returns one. All errors that a user can act on are subclasses of `ScholintError`. Importing this module imports nothing else: the module of a name is
imported when the name is first used.

In a checkout, `checks`, `flows`, `reports`, and `seeds` next to this file are symbolic links to the top-level
directories. With them, tests, type checkers, and import-linter find `scholint.checks` and the others in the same place
as in an installed scholint. The wheel is built from the directories themselves. Neither the wheel nor the source
distribution contains the links.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scholint.version import VERSION

if TYPE_CHECKING:
    from scholint.api import check, load_settings, rule, rules
    from scholint.checks.rule import Rule
    from scholint.errors import (
        ConfigurationError,
        FetchError,
        FixError,
        FormatError,
        IndexFaultError,
        MissingExtraError,
        OutputError,
        PlaceError,
        RecordsNotKeptError,
        ReportError,
        ScheduleError,
        ScholintError,
        ServerError,
        SourceError,
        TableError,
        ThresholdError,
        UnknownFormatError,
        UnknownRuleError,
    )
    from scholint.flows.settings import Settings
    from scholint.reports.result import Result

__version__ = VERSION
__all__ = [
    "ConfigurationError",
    "FetchError",
    "FixError",
    "FormatError",
    "IndexFaultError",
    "MissingExtraError",
    "OutputError",
    "PlaceError",
    "RecordsNotKeptError",
    "ReportError",
    "Result",
    "Rule",
    "ScheduleError",
    "ScholintError",
    "ServerError",
    "Settings",
    "SourceError",
    "TableError",
    "ThresholdError",
    "UnknownFormatError",
    "UnknownRuleError",
    "__version__",
    "check",
    "load_settings",
    "rule",
    "rules",
]
_MODULES = {
    "check": "scholint.api",
    "load_settings": "scholint.api",
    "rule": "scholint.api",
    "rules": "scholint.api",
    "Result": "scholint.reports.result",
    "Rule": "scholint.checks.rule",
    "Settings": "scholint.flows.settings",
}
"""The module of each name in `__all__`. Names that are not listed here are in `scholint.errors`."""

for _folder in ("checks", "flows", "reports", "seeds"):
    # Without support for symbolic links, Git creates text files. An unpacked source distribution has no links.
    if not os.path.isdir(f"{__path__[0]}/{_folder}"):  # noqa: PTH112 - pathlib is slow to import
        raise ImportError(
            f"scholint/{_folder} is not a link to the folder {_folder}: install scholint, or check it out again "
            "with symbolic links (git config core.symlinks true)",
            name=__name__,
        )


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - importing scholint must load nothing

    value: object = getattr(import_module(_MODULES.get(name, "scholint.errors")), name)
    # Later lookups find the name without this function.
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
