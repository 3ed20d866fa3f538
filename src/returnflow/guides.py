"""What to show beside a step: tips, and the guides for the customer's device."""

from __future__ import annotations

from returnflow import texts
from returnflow.flow import ReturnFlow
from returnflow.state import ReturnState
from returnflow.steps import BY_NAME, Asked, backup


def guide(
    flow: ReturnFlow,
    state: ReturnState,
    step: str,
    *,
    platform: str | None = None,
    language: str = texts.DEFAULT_LANGUAGE,
) -> tuple[str, ...]:
    """The texts that help with a step, in order.

    Parameters
    ----------
    flow : ReturnFlow
    state : ReturnState
    step : str
        Its id; one that the flow does not have gives no texts.
    platform : str, optional
        Of the device; as answered in the backup step by default. All of the category's where none
        is known, or one was named that the flow does not have.
    language : str
    """
    found = flow.spec.by_id.get(step)
    if found is None:
        return ()
    keys = BY_NAME[found.kind].guides(Asked(flow.spec, state, found), platform)
    return tuple(flow.text(key, language) for key in keys)


def platforms(flow: ReturnFlow, category: str) -> tuple[str, ...]:
    """The platforms that devices of a category can be of."""
    return backup.platforms(flow.spec, category)
