"""Measure how well the field model recognizes papers in the wrong journal, for journals that it was not trained on.

    python benchmarks/field.py --journals journals.tsv.gz --articles journal_articles.jsonl.gz [--truth ASJC,WoS]
        [--vectors FILE]

The data are those of `seeds/build/train_field_model.py`; its split defines which journals were held out. Each of their articles
is paired with its own journal, and with random other journals. A *far* journal has no group of fields in common with the
article's own journal. A *near* journal has a group in common, but no field. `--truth` names the prefixes of the subjects that
decide this. They are only used to measure, and are not part of the package. The draw is seeded, and the output is Markdown.
Requires the extra `train`.

Texts are read by the text model, by the encoder (extra `encoder`), and by both, as with the rule's option. The package has
nothing for the encoder alone. `--vectors` names the file that the training wrote. Without it, the encoder reads the held-out
texts, which takes minutes. The last figures are those of the complete rule, which knows a journal by its first ISSN and its
title.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from scholint.checks.field_model import encoder as text_encoder
from scholint.checks.field_model import hashing, scoring
from scholint.checks.field_model import model as model_module
from scholint.checks.field_model.signal import field_signal

# The training is a script, not a package.
sys.path.insert(0, str(Path(__file__).parents[1] / "seeds" / "build"))

import train_field_model as training
from train_text_encoder import encoded_articles

SEED = 3
RATES = (0.01, 0.005, 0.001)
# Journals that were used to choose thresholds, and journals that were not used before.
PARTS = ((1, "development"), (training.TEST, "test"))
LEAST_ODDS = (1.0, 1.1, model_module.NEAR_ODDS, 1.35)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--journals", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--truth", default="ASJC,WoS")
    parser.add_argument("--vectors", type=Path)
    given = parser.parse_args()
    known = training.labels(given.journals)
    frame = training.articles(given.articles, known).with_row_index("row")
    truth = training.labels(given.journals, tuple(given.truth.split(",")))
    reference = shipped(frame)
    for part, named in PARTS:
        print(f"\n## {named}")
        measure(frame, reference, truth, part, given.vectors)
    first_look(frame, reference, truth)
    whole_rule(frame, truth)
    throughput(frame)


def shipped(frame: pl.DataFrame) -> dict[str, Any]:
    """Return the shares of fields that the table in the package has for the ISSNs in `frame`, as in training."""
    table = pl.read_parquet(model_module.FOLDER / "journal_fields.parquet", columns=["issn", "shares"])
    known = dict(zip(table["issn"], table["shares"].to_list(), strict=True))
    issns = frame["issn"].explode(keep_nulls=False, empty_as_null=False).unique()
    numbers = issns.str.slice(0, 8).str.replace("-", "", literal=True).cast(pl.UInt32, strict=False)
    return {
        issn: np.array(known[number]) / model_module.PARTS
        for issn, number in zip(issns, numbers, strict=True)
        if number in known
    }


def measure(
    frame: pl.DataFrame, reference: dict[str, Any], truth: pl.DataFrame, part: int, vectors: Path | None
) -> None:
    """Print accuracy, calibration and recall for the journals of one held-out part."""
    model = model_module.Model()
    each = training.journals_of_articles(frame)
    fields = _by_journal(each, truth)[:, :-1]
    has = fields >= 0.1  # noqa: PLR2004 - a tenth of a journal's subjects
    groups = (has @ scoring.grouped(model.fields)) > 0
    test = frame.filter(pl.col("part") == part)
    ids = test["journal_id"].to_numpy()
    test = test.filter(pl.Series(has[ids].any(1)))
    ids = test["journal_id"].to_numpy()
    far, near = _swapped(ids, has, groups)
    wide = test["journal"].str.contains(model_module.WIDE).to_numpy()
    names = each["name"].str.contains(model_module.WIDE).to_numpy()
    print(
        f"\n{len(np.unique(ids))} journals, {test.height} articles, {test['full'].sum()} with an abstract\n"
    )
    print(
        "| text read by | journal known by | text | alarms allowed | far | near | alarms at the shipped threshold | far there |"
    )
    print("|---" * 8 + "|")
    encoded = np.load(vectors)[test["row"].to_numpy()] if vectors else encoded_articles(test, None)
    by_encoder = text_encoder.Head.read().probabilities(encoded.astype(np.float32))
    for title, shares_by_issn in (("reference or name", reference), ("name alone", {})):
        sides = training.Sides.of(model, test, each, shares_by_issn)
        both = replace(sides, texts=text_encoder.together(sides.texts, by_encoder))
        for reader, read, limits in (
            ("model", sides, model.facts["thresholds"]),
            ("encoder", replace(sides, texts=by_encoder), None),
            ("both", both, model.facts["thresholds_with_encoder"]),
        ):
            true = _scores(read, np.arange(len(ids)), ids, wide)
            for kind, which in (("abstract", read.full > 0), ("title", read.full == 0)):
                swaps = [
                    _scores(
                        read, (rows := np.flatnonzero(which & (drawn >= 0))), drawn[rows], names[drawn[rows]]
                    )
                    for drawn in (far, near)
                ]
                for rate in RATES:
                    limit = np.quantile(true[which], 1 - rate)
                    shares = [f"{np.mean(s > limit):.3f}" for s in swaps]
                    shares += ["–", "–"]
                    if limits:
                        shipped = limits[kind][str(rate)]
                        shares[2:] = (
                            f"{np.mean(true[which] > shipped):.2%}",
                            f"{np.mean(swaps[0] > shipped):.3f}",
                        )
                    print(f"| {reader} | {title} | {kind} | {rate:.1%} | {' | '.join(shares)} |")
    _accuracy(sides, ids, has, model.fields)
    for reader, texts in (("the encoder", by_encoder), ("both", both.texts)):
        right = has[ids][np.arange(len(ids)), texts.argmax(1)]
        full = sides.full > 0
        print(f"text with abstract right by {reader} in {right[full].mean():.3f}, ", end="")
        print(f"title alone {right[~full].mean():.3f}")


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
    """Print the cost and the savings of the first step, for the journals that its limit was chosen on and for the test journals."""
    model = model_module.Model()
    each = training.journals_of_articles(frame)
    has = _by_journal(each, truth)[:, :-1] >= 0.1  # noqa: PLR2004 - a tenth of a journal's subjects
    groups = (has @ scoring.grouped(model.fields)) > 0
    wide = each["name"].str.contains(model_module.WIDE).to_numpy()
    print(
        "\nPairs above the shipped thresholds, and those of them that the first look clears, as shares of all pairs.\n"
    )
    heads = [
        f"{pair} 1 in {rate} | cleared" for pair in ("alarms", "far", "near") for rate in ("200", "1,000")
    ]
    print(f"| part | journal known by | text | letters | field_odds | read on | {' | '.join(heads)} |")
    print("|---" * 18 + "|")
    for part, named in PARTS:
        some = frame.filter(pl.col("part") == part)
        some = some.filter(pl.Series(has[some["journal_id"].to_numpy()].any(1)))
        ids = some["journal_id"].to_numpy()
        far, near = _swapped(ids, has, groups)
        fronts = {
            letters: _front(model, some, letters)
            for letters in (0, model_module.FRONT // 2, model_module.FRONT)
        }
        for title, shares_by_issn in (("reference or name", reference), ("name alone", {})):
            sides = training.Sides.of(model, some, each, shares_by_issn)
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
                    for least in LEAST_ODDS:
                        cleared = _cleared(sides, front, np.flatnonzero(which), ids[which], least)
                        # A title without abstract, in another language, is undecided without a second step.
                        left = ~cleared & ((kind == "abstract") | front[1][which])
                        shares = [np.mean(sure[ids[which]] & left)]
                        for rows, journals, scores in pairs:
                            clear = _cleared(sides, front, rows, journals, least)
                            for limit in limits:
                                shares += [np.mean(scores > limit), np.mean((scores > limit) & clear)]
                        print(
                            f"| {named} | {title} | {kind} | {letters} | {least} | {' | '.join(f'{s:.2%}' for s in shares)} |"
                        )


def _front(model: model_module.Model, some: pl.DataFrame, letters: int) -> tuple[Any, Any]:
    """Return the fields of title and first letters of the abstract, and whether they are English. `letters`: their number."""
    fronts = some.select(hashing.plain_texts(pl.col("title"), pl.col("abstract"), letters)).to_series()
    texts, english = [], []
    for begin in range(0, len(fronts), model_module.FRONTS):
        chunk = fronts[begin : begin + model_module.FRONTS]
        found = hashing.words(chunk)
        texts.append(model.text.probabilities(*hashing.text_buckets(found), len(chunk)))
        english.append(scoring.english(found, len(chunk)))
    return np.concatenate(texts), np.concatenate(english)


def _cleared(sides: training.Sides, front: tuple[Any, Any], rows: Any, journals: Any, least: float) -> Any:
    texts, english = front
    return english[rows] & (
        scoring.field_odds(texts[rows], sides.journals, sides.model.prior, pl.Series(journals)) >= least
    )


def whole_rule(frame: pl.DataFrame, truth: pl.DataFrame) -> None:
    """Print how many records the rule flags: with their own journal, and with a far journal."""
    each = training.journals_of_articles(frame)
    fields = _by_journal(each, truth)[:, :-1]
    has = fields >= 0.1  # noqa: PLR2004 - a tenth of a journal's subjects
    groups = (has @ scoring.grouped(model_module.Model().fields)) > 0
    print("\nThe whole rule: correct records that are flagged, and those with a far journal.\n")
    print(
        "| part | journal known by | text | text read by | correct: flagged | warned | far: flagged | warned |"
    )
    print("|---" * 8 + "|")
    for part, named in PARTS:
        some = frame.filter(pl.col("part") == part)
        some = some.filter(pl.Series(has[some["journal_id"].to_numpy()].any(1)))
        far, _ = _swapped(some["journal_id"].to_numpy(), has, groups)
        paired = some.with_columns(far=pl.Series(far)).filter(pl.col("far") >= 0)
        known = ("ISSN or name", "name alone")
        for by, kind, encoder in product(known, ("abstract", "title"), (False, True)):
            chosen = paired.filter(pl.col("full") == (kind == "abstract"))
            theirs = chosen["far"].to_numpy()
            elsewhere = chosen.with_columns(
                journal=each["name"].gather(theirs), issn=each["issn"].gather(theirs)
            )
            shares = []
            for records in (_records(chosen), _records(elsewhere)):
                unnumbered = records.with_columns(issn_valid=pl.lit(None, pl.String))
                asked = unnumbered if by == "name alone" else records
                level = asked.select(field_signal(encoder=encoder).struct.field("level")).to_series()
                shares += [level.is_in(["info", "warning"]).sum(), (level == "warning").sum()]
            flagged = " | ".join(f"{share / chosen.height:.2%}" for share in shares)
            print(f"| {named} | {by} | {kind} | {'both' if encoder else 'model'} | {flagged} |")


def _records(some: pl.DataFrame) -> pl.DataFrame:
    """Return the articles in the form that the rule's expression reads."""
    return some.select(
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


def throughput(frame: pl.DataFrame) -> None:
    """Print how many records with an abstract the rule's expression checks per second."""
    some = frame.filter(pl.col("full")).head(10_000)
    records = _records(some)
    length = some["abstract"].str.len_chars().mean()
    for named, encoder, count, repeats in (("the model", False, 10_000, 3), ("both", True, 2_000, 1)):
        records.head(100).select(field_signal(encoder=encoder))
        used = []
        for _ in range(repeats):
            began = time.process_time()
            records.head(count).select(field_signal(encoder=encoder))
            used.append(time.process_time() - began)
        print(f"\n{count / min(used):,.0f} records per second of CPU time by {named}, ", end="")
        print(f"abstracts of {length:.0f} letters")
    texts = some.head(500).select(text_encoder.fronts(pl.col("title"), pl.col("abstract"))).to_series()
    began = time.process_time()
    text_encoder.vectors(texts)
    print(f"\n{len(texts) / (time.process_time() - began):,.0f} texts per second by the encoder alone")


def _by_journal(each: pl.DataFrame, labels: pl.DataFrame) -> Any:
    shares = training.by_issn(labels)
    rows = np.zeros((each.height, len(labels["shares"][0])))
    for row, issns in enumerate(each["issn"]):
        for issn in issns:
            rows[row] += shares.get(issn, 0)
    return rows / np.maximum(rows.sum(1, keepdims=True), 1e-9)


def _swapped(ids: Any, has: Any, groups: Any) -> tuple[Any, Any]:
    """Return for each article a far journal and a near journal. The value is -1 if none was drawn."""
    random, others = np.random.default_rng(SEED), np.unique(ids)
    far, near = np.full(len(ids), -1), np.full(len(ids), -1)
    for _ in range(40):
        drawn = random.choice(others, len(ids))
        group, field = (groups[ids] & groups[drawn]).any(1), (has[ids] & has[drawn]).any(1)
        far = np.where((far < 0) & ~group, drawn, far)
        near = np.where((near < 0) & group & ~field, drawn, near)
    return far, near


def _scores(sides: training.Sides, rows: Any, journals: Any, wide: Any) -> Any:
    """Return the scores. Pairs that the rule does not check have minus infinity."""
    scores = sides.scores(rows, journals)
    scores[wide | ~scoring.comparable(sides.texts[rows], sides.journals.rows(journals))] = -np.inf
    return scores


if __name__ == "__main__":
    main()
