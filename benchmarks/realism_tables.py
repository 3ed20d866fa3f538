"""What a probe answered: shares right, confusion, per source and label, and sheets of mistakes."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.probe import Floats, Indices, Probe
from benchmarks.realism_photos import Pictured, Question
from benchmarks.sheets import write_sheet
from benchmarks.statistics import RESAMPLES, Interval, auroc, bootstrap
from benchmarks.tables import count_of, number, share, table

_FEWEST_SOURCES = 3  # fewer can't tell how much sources differ
_MISTAKES_A_SHEET = 60


@dataclass(frozen=True)
class Judged:
    """Photos, their right answers and a probe's: N photos, C classes."""

    photos: tuple[Pictured, ...]
    truth: Indices
    chances: Floats

    @property
    def said(self) -> Indices:
        """The likeliest answer for each photo."""
        return np.asarray(np.argmax(self.chances, 1), np.intp)

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether the likeliest answer is right."""
        return np.asarray(self.said == self.truth)

    def among(self, chosen: NDArray[np.bool_]) -> Judged:
        """Some of the photos."""
        photos = tuple(photo for photo, own in zip(self.photos, chosen, strict=True) if own)
        return Judged(photos, self.truth[chosen], self.chances[chosen])


@dataclass(frozen=True)
class Answered:
    """A question, the probe that answers it, and the photos that it was taught and judged on."""

    question: Question
    probe: Probe
    taught: tuple[Pictured, ...]
    validation: Judged
    test: Judged
    real: Judged


def interval(judged: Judged, chosen: NDArray[np.bool_], resamples: int) -> Interval:
    """Share of right answers among the chosen photos; 95 % interval by resampling whole sources.

    Without limits where the chosen come from fewer than three sources.
    """
    sources = [photo.source for photo in judged.photos]
    own = {source for source, one in zip(sources, chosen, strict=True) if one}
    value = float(judged.right[chosen].mean()) if chosen.any() else math.nan
    if len(own) < _FEWEST_SOURCES:
        return Interval(value, math.nan, math.nan)
    return bootstrap(
        lambda right, mine: float(right[mine].mean()) if mine.any() else math.nan,
        judged.right.astype(float),
        chosen,
        groups=sources,
        strata=["all"] * len(sources),
        resamples=resamples,
    )


def sections(answered: Answered, resamples: int = RESAMPLES) -> str:
    """All tables of one question."""
    question, real = answered.question, answered.real
    designs = len({photo.design for photo in answered.taught})
    learnt = (
        f"Taught on {len(answered.taught)} renders of {designs} designs, L2 "
        f"{answered.probe.strength:.2g} chosen on {len(answered.validation.photos)} renders of "
        "other designs."
    )
    return "\n".join(
        [
            f"## {question.title}",
            "",
            learnt,
            "",
            _summary(answered, resamples),
            confusion(question, real, resamples),
            by_source(question, real),
            by_label(question, real),
        ]
    )


def _summary(answered: Answered, resamples: int) -> str:
    real = answered.real
    everything = np.ones(len(real.photos), bool)
    sure = np.array([photo.sure for photo in real.photos], bool)
    rows = [
        ["**real photos**", str(len(real.photos)), share(interval(real, everything, resamples))],
        [
            "of these, labelled with confidence",
            str(int(sure.sum())),
            share(interval(real, sure, resamples)),
        ],
    ]
    for name, judged in (("test", answered.test), ("validation", answered.validation)):
        right = number(float(judged.right.mean()) if judged.photos else math.nan)
        rows.append([f"renders of {name} designs", str(len(judged.photos)), right])
    return table(["photos", "n", "right (95 %, sources resampled)"], rows)


def confusion(question: Question, real: Judged, resamples: int) -> str:
    """What was shown (rows) and what was answered (columns).

    The AUROC is of one answer against the rest: high beside a low recall, it tells that renders
    and photos differ in level rather than that the views can't be told apart.
    """
    rows = []
    for index, name in enumerate(question.classes):
        chosen = real.truth == index
        counts = np.bincount(real.said[chosen], minlength=len(question.classes))
        sources = {photo.source for photo in real.among(chosen).photos}
        recall = share(interval(real, chosen, resamples))
        numbers = [str(int(count)) for count in (*counts, chosen.sum(), len(sources))]
        ranked = number(auroc(real.chances[:, index], chosen), 2)
        rows.append([name, *numbers, recall, ranked])
    said = np.bincount(real.said, minlength=len(question.classes))
    hits = np.bincount(real.truth[real.right], minlength=len(question.classes))
    precision = [number(h / s if s else math.nan, 2) for h, s in zip(hits, said, strict=True)]
    rows.append(["*precision*", *precision, "", "", "", ""])
    head = ["shown ↓ answered →", *question.classes, "n", "sources", "recall (95 %)", "AUROC"]
    return table(head, rows)


def by_source(question: Question, real: Judged) -> str:
    sources = np.array([photo.source for photo in real.photos])
    rows = []
    for source in sorted(set(sources.tolist()), key=str.lower):
        own = sources == source
        cells = [
            f"{int(real.right[mine].sum())}/{int(mine.sum())}" if mine.any() else "–"
            for mine in (own & (real.truth == index) for index in range(len(question.classes)))
        ]
        rows.append([source, *cells, count_of(int(real.right[own].sum()), int(own.sum()))])
    return table(["source", *question.classes, "right"], rows)


def by_label(question: Question, real: Judged) -> str:
    """By the label that the photo came with: what is known, and what is taken for what."""
    labels = [f"{photo.category}, {photo.view.replace('_', ' ')}" for photo in real.photos]
    rows = []
    for label in sorted(set(labels)):
        own = np.array([one == label for one in labels])
        wrong = Counter(question.classes[said] for said in real.said[own & ~real.right])
        mistakes = ", ".join(f"{name} {count}" for name, count in wrong.most_common())
        rows.append([label, count_of(int(real.right[own].sum()), int(own.sum())), mistakes or "–"])
    return table(["label", "right", "else taken for"], rows)


def write_mistakes(answered: Answered, folder: Path) -> list[Path]:
    """Contact sheets of what was answered wrongly, one for each pair of answers, surest first."""
    question, real = answered.question, answered.real
    written = []
    for shown, said in sorted({*zip(real.truth.tolist(), real.said.tolist(), strict=True)}):
        if shown == said:
            continue
        mistakes = np.flatnonzero((real.truth == shown) & (real.said == said))
        mistakes = mistakes[np.argsort(-real.chances[mistakes, said])][:_MISTAKES_A_SHEET]
        photos = []
        for index in mistakes:
            photo = real.photos[index]
            own, other = real.chances[index, shown], real.chances[index, said]
            text = [
                f"{photo.category} {photo.view} {'' if photo.sure else '(unsure)'}",
                f"{question.classes[said]} {other:.2f}, right {own:.2f}",
                f"{photo.source} {photo.path.stem[-10:]}",
            ]
            photos.append((photo.path, text))
        names = (question.title, question.classes[shown], "as", question.classes[said])
        target = folder / ("-".join(name.lower().replace(" ", "_") for name in names) + ".png")
        write_sheet(target, photos)
        written.append(target)
    return written
