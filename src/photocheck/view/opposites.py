"""Opposite sides, told apart no more surely than they can be.

One temperature makes confidence a frequency over all answers. That a photo shows a long side is
easily seen, which of the two is not: between opposites the network's own odds are far too sure. So
the difference of their logits is shrunk, for each pair by what photos of unseen designs taught.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from photocheck.view.names import OPPOSITES
from photocheck.view.network import Floats


def doubted(
    logits: Floats, classes: Sequence[tuple[str, str]], trust: Mapping[str, float]
) -> Floats:
    """The logits, those of opposite sides brought nearer to each other.

    Parameters
    ----------
    logits : N float32
    classes : sequence of N (category, view)
    trust : mapping of "category/view" to float
        How much of the difference is kept, 0 to 1, by the first of two opposites (`OPPOSITES`); all
        of it where nothing is said.

    Returns
    -------
    N float32
        What both opposites have together is as before.
    """
    changed = logits.astype(np.float64)
    for key, share in trust.items():
        category, _, first = key.partition("/")
        second = dict(OPPOSITES)[first]
        one, other = classes.index((category, first)), classes.index((category, second))
        both = np.logaddexp(changed[one], changed[other])
        lead = share * (changed[one] - changed[other])
        changed[one] = both - np.logaddexp(0, -lead)
        changed[other] = both - np.logaddexp(0, lead)
    return changed.astype(np.float32)
