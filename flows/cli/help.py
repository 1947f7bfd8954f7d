"""Help texts with grouped options and examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

OPTIONS = "Options"


class GroupedOption(click.Option):
    """An option that is listed under the heading `group` in the help of its command."""

    def __init__(self, *arguments: Any, group: str = OPTIONS, **settings: Any) -> None:
        super().__init__(*arguments, **{"show_default": True, **settings})
        self.group = group

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Return what click adds to the help text, without the range of values.

        Where the range matters, the help text says it.
        """
        extra = super().get_help_extra(ctx)
        extra.pop("range", None)
        return extra


def option(*names: str, group: str = OPTIONS, **settings: Any) -> Callable[[Any], Any]:
    """Return a decorator that adds an option to a command, like `click.option`, but with a group."""
    return click.option(*names, cls=GroupedOption, group=group, **settings)


class _WithExamples(click.Command):
    """A command whose help ends with examples.

    `examples`: command line to a description of what it does.
    """

    def __init__(self, *arguments: Any, examples: dict[str, str] | None = None, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.examples = examples or {}

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one section of options per group, in the order of declaration. `--help` comes last."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(context):
            record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
            if record:
                sections.setdefault(getattr(parameter, "group", OPTIONS), []).append(record)
        for heading, records in sections.items():
            with formatter.section(heading):
                formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(context, formatter)

    def format_epilog(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        super().format_epilog(context, formatter)
        if self.examples:
            with formatter.section("Examples"):
                for line, purpose in self.examples.items():
                    formatter.write_text(purpose)
                    # `write_text` would wrap the line.
                    formatter.write(f"{'':{formatter.current_indent + 2}}$ {line}\n")


class Command(_WithExamples):
    """A command with grouped options and examples."""


class Group(_WithExamples, click.Group):
    """A group of commands with grouped options and examples."""

    command_class = Command
    group_class = type
