"""The screen's state as a report gives it (``view.screen``), on fronts whose state is known.

Asked of phones, tablets, laptops and watches. None, where the model can't tell, is no right answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.tables import rate_of, table
from benchmarks.view_truth import Judgement, right_pairs

_STATES = {"screen_on": "on", "front_on": "on", "screen_off": "off", "front_off": "off"}


def state_of(one: Judgement) -> str | None:
    """The screen's true state; None where no front is shown, or not known."""
    right = right_pairs(one.photo)
    if right is None or len(right) != 1:
        return None
    ((_, view),) = right
    return _STATES.get(view)


def screen_table(groups: Sequence[tuple[str, Sequence[Judgement]]]) -> str:
    """How often the state is right, of screens that are on, that are off, and of both."""
    rows = []
    for title, seen in groups:
        asked = [(state, one.estimate.screen) for one in seen if (state := state_of(one))]
        if asked:
            both = [rate_of(said == true for true, said in asked)]
            each = [
                rate_of(said == true for true, said in asked if true == state)
                for state in ("on", "off")
            ]
            unsaid = str(sum(said is None for _, said in asked))
            rows.append([title, *both, *each, unsaid])
    head = ["photos", "right (95 %)", "of screens on", "of screens off", "none said"]
    return table(head, rows)
