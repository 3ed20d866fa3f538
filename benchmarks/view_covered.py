"""How much of a device is behind a hand: what the view model says, where the truth is known.

Renders of devices with a hand over them have the whole outline beside the photo (`studio whole`).
Those of the runs otherwise judged, and real photos of one device, show devices that hardly anything
lies over: what is called covered there is a false alarm.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import cv2
import numpy as np

from benchmarks.realism_photos import Pictured
from benchmarks.statistics import auroc
from benchmarks.tables import number, rate_of, table
from benchmarks.view_masks import true_mask
from benchmarks.view_photos import kind_of
from benchmarks.view_truth import Judgement
from photocheck.checks.framing import Framing

KINDS: Final = frozenset({"smartphone", "tablet"})
_LIMITS: Final = Framing()


def covered_part(photo: Pictured) -> float | None:
    """The true share of a render's device that is hidden, 0 to 1; None where nothing tells.

    Raises
    ------
    ValueError
        If the whole outline is there and the masks are not.
    """
    file = photo.path.with_name(f"{photo.path.stem}.whole.png")
    if not file.is_file():
        return None
    outline = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
    if outline is None:
        raise ValueError(f"expected a picture of the whole outline, got another file: {file.name}")
    whole = outline > 127
    return float((whole & ~true_mask(photo.path)).sum() / max(1, whole.sum()))


def covered_table(
    hidden: Sequence[Judgement], groups: Sequence[tuple[str, Sequence[Judgement]]]
) -> str:
    """What is said of devices behind a hand, by how much of them is, and of all others.

    Parameters
    ----------
    hidden : sequence of Judgement
        Of renders with the whole outline.
    groups : sequence of (title, judgements)
        Of photos that show devices uncovered.
    """
    truth = [(covered_part(one.photo), one.estimate.covered) for one in hidden]
    known = [(part, said) for part, said in truth if part is not None]
    rows = []
    limits = (0.0, _LIMITS.warn_covered, _LIMITS.max_covered, 1.01)
    for low, high in pairwise(limits):
        own = [(part, said) for part, said in known if low <= part < high]
        if own:
            title = f"renders, {number(low, 2)} to {number(min(1, high), 2)} behind a hand"
            rows.append([title, *_said([said for _, said in own]), _error(own)])
    for title, seen in groups:
        shown = [one for one in seen if kind_of(one.photo) in KINDS and not one.photo.several]
        if shown:
            rows.append(
                [f"{title}, uncovered", *_said([one.estimate.covered for one in shown]), "–"]
            )
    head = ["phones and tablets", "n", "warned", "sent back", "nothing said", "mean error"]
    told = [(part, said) for part, said in known if said is not None]
    much = np.array([part >= _LIMITS.warn_covered for part, _ in told], np.bool_)
    if not much.any() or much.all():
        return table(head, rows)
    ranked = auroc(np.array([said for _, said in told], np.float64), much)
    limit = number(_LIMITS.warn_covered, 2)
    return f"{table(head, rows)}\nMore than {limit} covered or less: AUROC {number(ranked)}.\n"


def _said(shares: Sequence[float | None]) -> list[str]:
    told = [0.0 if share is None else share for share in shares]
    return [
        str(len(told)),
        rate_of(share > _LIMITS.warn_covered for share in told),
        rate_of(share > _LIMITS.max_covered for share in told),
        str(sum(share is None for share in shares)),
    ]


def _error(known: Sequence[tuple[float, float | None]]) -> str:
    return number(float(np.mean([abs(part - said) for part, said in known if said is not None])))
