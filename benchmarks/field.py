"""How well the field model tells a paper under the wrong journal, on journals that it has never seen.

    python benchmarks/field.py --journals journals.tsv.gz --articles journal_articles.jsonl.gz [--truth ASJC,WoS]

Takes the data that `seeds/train_field_model.py` took; its split says which journals were held out. Every article of
these is paired with its own journal, and with others of these at random: *far* shares no group of fields with its own,
*near* shares a group and no field. `--truth` names the prefixes of subjects that say so; they measure and are never
shipped. Seeded; prints Markdown. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from scholint.checks.field_model import field_signal
from scholint.seeds import field_scoring as scoring
from scholint.seeds import train_field_model as training

SEED = 3
RATES = (0.01, 0.005, 0.001)
# Journals that helped to choose, and those that had no say in anything.
PARTS = ((1, "development"), (training.TEST, "test"))
KINSHIPS = (1.0, 1.1, scoring.KIN, 1.35)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--journals", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--truth", default="ASJC,WoS")
    given = parser.parse_args()
    known = training.labels(given.journals)
    frame = training.articles(given.articles, known)
    truth = training.labels(given.journals, tuple(given.truth.split(",")))
    reference = shipped(frame)
    for part, named in PARTS:
        print(f"\n## {named}")
        measure(frame, reference, truth, part)
    first_look(frame, reference, truth)
    throughput(frame)


def shipped(frame: pl.DataFrame) -> dict[str, Any]:
    """Return what the shipped reference knows of the ISSNs in `frame`, as `training.Learnt.reference` does."""
    table = pl.read_parquet(scoring.HOME / "journal_fields.parquet", columns=["issn", "shares"])
    known = dict(zip(table["issn"], table["shares"].to_list(), strict=True))
    issns = frame["issn"].explode(keep_nulls=False, empty_as_null=False).unique()
    numbers = issns.str.slice(0, 8).str.replace("-", "", literal=True).cast(pl.UInt32, strict=False)
    return {
        issn: np.array(known[number]) / scoring.PARTS
        for issn, number in zip(issns, numbers, strict=True)
        if number in known
    }


def measure(frame: pl.DataFrame, reference: dict[str, Any], truth: pl.DataFrame, part: int) -> None:
    """Print accuracy, calibration and recall on the journals of a part that was held out."""
    model = scoring.Model()
    each = training.journals_of_articles(frame)
    fields = _by_journal(each, truth)[:, :-1]
    has = fields >= 0.1  # noqa: PLR2004 - a tenth of a journal's subjects
    groups = (has @ scoring.grouped(model.fields)) > 0
    test = frame.filter(pl.col("part") == part)
    ids = test["journal_id"].to_numpy()
    test = test.filter(pl.Series(has[ids].any(1)))
    ids = test["journal_id"].to_numpy()
    far, near = _swapped(ids, has, groups)
    wide = test["journal"].str.contains(scoring.WIDE).to_numpy()
    names = each["name"].str.contains(scoring.WIDE).to_numpy()
    print(
        f"\n{len(np.unique(ids))} journals, {test.height} articles, {test['full'].sum()} with an abstract\n"
    )
    print(
        "| journal known by | text | alarms allowed | far | near | alarms at the shipped threshold | far there |"
    )
    print("|---|---|---|---|---|---|---|")
    for title, told in (("reference or name", reference), ("name alone", {})):
        sides = training.Sides.of(model, test, each, told)
        true = _scores(sides, np.arange(len(ids)), ids, wide)
        for kind, which in (("abstract", sides.full > 0), ("title", sides.full == 0)):
            swaps = [
                _scores(
                    sides, (rows := np.flatnonzero(which & (drawn >= 0))), drawn[rows], names[drawn[rows]]
                )
                for drawn in (far, near)
            ]
            for rate in RATES:
                limit = np.quantile(true[which], 1 - rate)
                shipped = model.facts["thresholds"][kind][str(rate)]
                shares = [f"{np.mean(s > limit):.2f}" for s in swaps]
                print(
                    f"| {title} | {kind} | {rate:.1%} | {' | '.join(shares)} "
                    f"| {np.mean(true[which] > shipped):.2%} | {np.mean(swaps[0] > shipped):.2f} |"
                )
    _accuracy(sides, ids, has, model.fields)


def _accuracy(sides: training.Sides, ids: Any, has: Any, fields: list[str]) -> None:
    right = has[ids][np.arange(len(ids)), sides.texts.argmax(1)]
    sure = sides.texts.max(1)
    full = sides.full > 0
    print("\n| probability of the first field | share of the articles | of these right |\n|---|---|---|")
    for low, high in ((0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01)):
        here = full & (sure >= low) & (sure < high)
        print(
            f"| {low:.2f} to {min(high, 1):.2f} | {here.sum() / full.sum():.2f} | {right[here].mean():.2f} |"
        )
    print("\n| field | articles that the model gives it | of these right |\n|---|---|---|")
    for place, name in enumerate(fields):
        here = full & (sides.texts.argmax(1) == place)
        print(f"| {name} | {here.sum()} | {right[here].mean() if here.any() else float('nan'):.2f} |")
    journals = np.unique(ids)
    shares = sides.journals.shares[journals]
    named = has[journals][np.arange(len(journals)), shares.argmax(1)]
    print(f"\ntext with abstract right in {right[full].mean():.3f}, title alone {right[~full].mean():.3f},")
    print(
        f"journal by its name alone {named.mean():.3f}, where it is sure {named[scoring.sure_journals(sides.journals.rows(journals))].mean():.3f}"
    )


def first_look(frame: pl.DataFrame, reference: dict[str, Any], truth: pl.DataFrame) -> None:
    """Print what the first look costs and spares, on the journals that chose its limit and on those of the test."""
    model = scoring.Model()
    each = training.journals_of_articles(frame)
    has = _by_journal(each, truth)[:, :-1] >= 0.1  # noqa: PLR2004 - a tenth of a journal's subjects
    groups = (has @ scoring.grouped(model.fields)) > 0
    wide = each["name"].str.contains(scoring.WIDE).to_numpy()
    print(
        "\nPairs above the shipped thresholds, and those of them that the first look clears, as shares of all pairs.\n"
    )
    heads = [
        f"{pair} 1 in {rate} | cleared" for pair in ("alarms", "far", "near") for rate in ("200", "1,000")
    ]
    print(f"| part | journal known by | text | letters | kinship | read on | {' | '.join(heads)} |")
    print("|---" * 18 + "|")
    for part, named in PARTS:
        some = frame.filter(pl.col("part") == part)
        some = some.filter(pl.Series(has[some["journal_id"].to_numpy()].any(1)))
        ids = some["journal_id"].to_numpy()
        far, near = _swapped(ids, has, groups)
        fronts = {letters: _front(model, some, letters) for letters in (0, scoring.FRONT // 2, scoring.FRONT)}
        for title, told in (("reference or name", reference), ("name alone", {})):
            sides = training.Sides.of(model, some, each, told)
            sure = scoring.sure_journals(sides.journals) & ~wide
            for kind, which in (("abstract", sides.full > 0), ("title", sides.full == 0)):
                limits = [model.facts["thresholds"][kind][str(rate)] for rate in RATES[1:]]
                pairs = []
                for drawn in (ids, far, near):
                    rows = np.flatnonzero(which & (drawn >= 0))
                    pairs.append((rows, drawn[rows], _scores(sides, rows, drawn[rows], wide[drawn[rows]])))
                for letters, front in fronts.items():
                    if kind == "title" and letters:
                        continue
                    for kin in KINSHIPS:
                        cleared = _cleared(sides, front, np.flatnonzero(which), ids[which], kin)
                        # A title alone in another language is undecided at once.
                        left = ~cleared & ((kind == "abstract") | front[1][which])
                        shares = [np.mean(sure[ids[which]] & left)]
                        for rows, journals, scores in pairs:
                            clear = _cleared(sides, front, rows, journals, kin)
                            for limit in limits:
                                shares += [np.mean(scores > limit), np.mean((scores > limit) & clear)]
                        print(
                            f"| {named} | {title} | {kind} | {letters} | {kin} | {' | '.join(f'{s:.2%}' for s in shares)} |"
                        )


def _front(model: scoring.Model, some: pl.DataFrame, letters: int) -> tuple[Any, Any]:
    """Return the fields of title and so many letters of the abstract, and whether they are English."""
    fronts = some.select(scoring.plain_texts(pl.col("title"), pl.col("abstract"), letters)).to_series()
    texts, english = [], []
    for begin in range(0, len(fronts), scoring.FRONTS):
        chunk = fronts[begin : begin + scoring.FRONTS]
        found = scoring.words(chunk)
        texts.append(model.text.probabilities(*scoring.text_buckets(found), len(chunk)))
        english.append(scoring.english(found, len(chunk)))
    return np.concatenate(texts), np.concatenate(english)


def _cleared(sides: training.Sides, front: tuple[Any, Any], rows: Any, journals: Any, kin: float) -> Any:
    texts, english = front
    return english[rows] & (
        scoring.kinship(texts[rows], sides.journals, sides.model.prior, pl.Series(journals)) >= kin
    )


def throughput(frame: pl.DataFrame) -> None:
    """Print how many records with abstract are judged a second, by the very expression that the rule uses."""
    some = frame.filter(pl.col("full")).head(10_000)
    records = some.select(
        "title",
        pl.col("abstract").alias("abstract_text"),
        "journal",
        pl.col("issn").list.first().alias("issn_valid"),
        pl.lit(None, pl.List(pl.String)).alias("fields"),
        *(
            pl.lit(name == "is_article").alias(name)
            for name in ("is_article", "is_matter", "is_notice", "is_titleless")
        ),
    )
    records.head(10).select(field_signal())
    used = []
    for _ in range(3):
        began = time.process_time()
        records.select(field_signal())
        used.append(time.process_time() - began)
    length = some["abstract"].str.len_chars().mean()
    print(
        f"\n{len(some) / min(used):,.0f} records a second of processor time, abstracts of {length:.0f} letters"
    )


def _by_journal(each: pl.DataFrame, labels: pl.DataFrame) -> Any:
    told = training.by_issn(labels)
    rows = np.zeros((each.height, len(labels["shares"][0])))
    for row, issns in enumerate(each["issn"]):
        for issn in issns:
            rows[row] += told.get(issn, 0)
    return rows / np.maximum(rows.sum(1, keepdims=True), 1e-9)


def _swapped(ids: Any, has: Any, groups: Any) -> tuple[Any, Any]:
    """Return for each article another journal that is far, and one that is near; -1 where none was drawn."""
    random, others = np.random.default_rng(SEED), np.unique(ids)
    far, near = np.full(len(ids), -1), np.full(len(ids), -1)
    for _ in range(40):
        drawn = random.choice(others, len(ids))
        group, field = (groups[ids] & groups[drawn]).any(1), (has[ids] & has[drawn]).any(1)
        far = np.where((far < 0) & ~group, drawn, far)
        near = np.where((near < 0) & group & ~field, drawn, near)
    return far, near


def _scores(sides: training.Sides, rows: Any, journals: Any, wide: Any) -> Any:
    """Return the scores, without what the rule does not judge."""
    scores = sides.scores(rows, journals)
    scores[wide | ~scoring.comparable(sides.texts[rows], sides.journals.rows(journals))] = -np.inf
    return scores


if __name__ == "__main__":
    main()
