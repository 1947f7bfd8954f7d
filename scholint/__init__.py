"""scholint: a data-quality linter for scholarly metadata.

`check` lints sources and returns a `Result`. Importing this module loads nothing else.

In a checkout, `checks`, `flows`, `reports` and `seeds` beside this file are symbolic links to the folders at the top,
so that tests, type checkers and import-linter find `scholint.checks` and the others where an installed scholint has
them. The wheel is built of the folders themselves, and neither wheel nor source distribution holds the links.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scholint.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scholint.reports.result import Result

__version__ = VERSION
__all__ = ["__version__", "check"]

for _folder in ("checks", "flows", "reports", "seeds"):
    # Git leaves a text file where the system has no symbolic links; an unpacked source distribution has nothing there.
    if not os.path.isdir(f"{__path__[0]}/{_folder}"):  # noqa: PTH112 - pathlib is slow to import
        raise ImportError(
            f"scholint/{_folder} is not a link to the folder {_folder}: install scholint, or check it out again "
            "with symbolic links (git config core.symlinks true)",
            name=__name__,
        )


def check(sources: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], **settings: Any) -> Result:
    """Lint files, directories, globs, URLs or standard input (`-`); one of them or several.

    `settings`: fields of `scholint.flows.settings.Settings`, such as `select=["DOI"]`, `fail_on="never"`;
    no configuration file is looked for. One code stands for a list of one. `limits` and `http` are
    `scholint.flows.reading.limits.Limits` and `scholint.flows.network.limits.FetchLimits`, or the table that a configuration file would hold, as a mapping.

    Raises:
        SourceError: no source names anything that could be read.
        UnknownRuleError, FormatError, ThresholdError: a setting that cannot be followed.
        ConfigurationError: `limits` or `http` is a mapping with an unknown key, or a value that is not valid.
        TypeError: a setting that does not exist.
        MissingExtraError: a setting needs an extra that is not installed, such as `thresholds`.

    """
    from scholint.flows.pipeline import run  # noqa: PLC0415 - importing scholint must cost nothing
    from scholint.flows.settings import Settings, fetch_limits, reading_limits  # noqa: PLC0415 - importing scholint must cost nothing

    # A text is a sequence too: of a path's letters, the first of which is the root of the file system.
    several = [sources] if isinstance(sources, str | os.PathLike) else sources
    lists = {k: (v,) for k, v in settings.items() if k in ("select", "ignore") and isinstance(v, str)}
    typed = {"limits": reading_limits, "http": fetch_limits}
    tables = {k: typed[k](v) for k, v in settings.items() if k in typed and isinstance(v, Mapping)}
    chosen = Settings(**{**settings, **lists, **tables})
    return run.check([os.fspath(source) for source in several], chosen)
