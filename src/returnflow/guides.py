"""What to show beside a step: tips, and the guides for the customer's device."""

from __future__ import annotations

from returnflow import texts
from returnflow.flow import ReturnFlow
from returnflow.spec import Step
from returnflow.state import ReturnState
from returnflow.status import answer_to


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
    return tuple(flow.text(key, language) for key in _keys(flow, state, found, platform))


def platforms(flow: ReturnFlow, category: str) -> tuple[str, ...]:
    """The platforms that devices of a category can be of."""
    return tuple(name for name, one in flow.spec.platforms.items() if category in one.categories)


def _keys(
    flow: ReturnFlow, state: ReturnState, step: Step, platform: str | None
) -> tuple[str, ...]:
    if step.kind == "photos":
        slots = flow.spec.slots_of(step, state.category)
        more = "tip.photos.closeups" if "closeup_*" in slots else "tip.photos.screen_on"
        return ("tip.photos.all", more)
    if step.kind == "imei":
        return ("tip.imei.unavailable",)
    if step.kind in {"backup", "sign_out"}:
        backup = answer_to(flow.spec, state, "backup")
        if platform is None and backup is not None:
            platform = getattr(backup.event, "platform", None)
        known = platform is not None and platform in flow.spec.platforms
        names = (platform,) if known else platforms(flow, state.category)
        why = ("tip.sign_out.why",) if step.kind == "sign_out" else ()
        return (*why, *(f"guide.{step.kind}.{name}" for name in (*names, "broken")))
    if step.kind == "shipping":
        chosen = state.answers.get(step.id)
        courier, way = (getattr(chosen and chosen.event, name, "") for name in ("courier", "way"))
        if courier not in flow.spec.couriers:
            return ()
        own = flow.spec.couriers[courier].own_label
        return (f"courier.{'own' if own else courier}.{way}", *(("tell.insure",) if own else ()))
    return tuple(f"item.{item}" for item in step.items)
