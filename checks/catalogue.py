"""All rules, found by walking the package `rules`, so that there is no list to maintain."""

from __future__ import annotations

import copyreg
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from scholint.checks import rules
from scholint.checks.rule import Rule
from scholint.errors import UnknownRuleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scholint.checks.rule import Trait


@cache
def catalogue() -> Mapping[str, Rule]:
    """Return the rules by code, in the order of the codes."""
    found = {}
    for family in iter_modules(rules.__path__, f"{rules.__name__}."):
        if family.ispkg:
            package = import_module(family.name)
            for module in iter_modules(package.__path__, f"{family.name}."):
                for value in vars(import_module(module.name)).values():
                    if isinstance(value, Rule):
                        found[value.code] = value
    return dict(sorted(found.items()))


def find(selector: str) -> Rule:
    """Return the rule with this code or name, ignoring case. The beginning of a code is enough if no other starts so.

    Raises:
        UnknownRuleError: there is no such rule, or the selector is a family or matches several rules.

    """
    wanted = selector.strip()
    chosen = _matching(wanted)
    if not chosen:
        raise UnknownRuleError(_unknown_rule(wanted, families=False))
    is_family = wanted.upper() == chosen[0].family
    if is_family or len(chosen) > 1:
        what = "is a family" if is_family else f"matches {len(chosen):,} rules"
        raise UnknownRuleError(f"`{wanted}` {what}, expected one rule, such as {chosen[0].code}")
    return chosen[0]


def _reduced(rule: Rule) -> tuple[Callable[[str], Rule], tuple[str]]:
    return find, (rule.code,)


# A rule contains functions that cannot be pickled. Every process finds the rule by its code instead. This is registered
# here because `checks.rule`, where the class is, may not import the catalogue.
copyreg.pickle(Rule, _reduced)


def matching(selector: str) -> list[Rule]:
    """Return the rules that a selector matches.

    A selector is a code, a name, a family (`DOI`), the beginning of a code, or `ALL`.

    Raises:
        UnknownRuleError: no rule matches.

    """
    wanted = selector.strip()
    chosen = _matching(wanted)
    if not chosen:
        raise UnknownRuleError(_unknown_rule(wanted, families=True))
    return chosen


def _matching(wanted: str) -> list[Rule]:
    known = catalogue().values()
    if wanted.upper() == "ALL":
        return list(known)
    return [r for r in known if r.name == wanted.lower() or (wanted and r.code.startswith(wanted.upper()))]


def select(
    chosen: Iterable[str] = (), ignored: Iterable[str] = (), *, with_index: bool = False
) -> list[Rule]:
    """Return the rules to run: those that `chosen` selects, except those that `ignored` selects.

    If `chosen` is empty, all rules are selected that are on by default. `with_index`: the run has an index, so the
    default also includes the rules that are on only with an index. If selectors of both kinds match a rule, the longer
    one takes precedence, as in ruff: `--select DOI --ignore DOI008` and `--select DOI008 --ignore DOI`.

    Raises:
        UnknownRuleError: a selector matches no rule.

    """
    weight: dict[str, tuple[int, bool]] = {}
    for wanted, selectors in ((True, list(chosen) or None), (False, list(ignored))):
        if selectors is None:
            weight |= {
                code: (0, not r.opt_in or (with_index and "on-with-index" in r.traits))
                for code, r in catalogue().items()
            }
            continue
        for selector in selectors:
            length = 0 if selector.upper() == "ALL" else len(selector)
            for rule in matching(selector):
                if (length, not wanted) >= (weight.get(rule.code, (-1, False))[0], False):
                    weight[rule.code] = (length, wanted)
    return [rule for code, rule in catalogue().items() if weight.get(code, (0, False))[1]]


@cache
def with_trait(trait: Trait) -> frozenset[str]:
    """Return the codes of the rules that have a trait."""
    return frozenset(code for code, rule in catalogue().items() if trait in rule.traits)


def _unknown_rule(selector: str, *, families: bool) -> str:
    """Return the sentence for a selector without rules. `families`: families are valid, too, and may be suggested."""
    if not selector:
        expected = "a code, a name, a family, or ALL" if families else "a code or a name"
        return f"empty rule selector, expected {expected} (see `scholint rules`)"
    names = [n for r in catalogue().values() for n in (r.code, r.name, *([r.family] if families else ()))]
    near = get_close_matches(selector.upper(), names, 1, 0.5) or get_close_matches(
        selector.lower(), names, 1, 0.5
    )
    hint = f", did you mean `{near[0]}`?" if near else ""
    return f"unknown rule `{selector}`{hint} (see `scholint rules`)"
