"""Hypothesis strategies for every event, sensible and senseless values mixed."""

from typing import get_args

from hypothesis import strategies as st
from tests.returnflow.returns import IMEI, OTHER_IMEI

from returnflow import Order, events, standard
from returnflow.standard import standard as spec_of

SPEC = spec_of()
SLOTS = sorted(
    {slot for category in SPEC.categories.values() for slot in category.slots}
    | {"closeup_a", "inside", "outside", "proof"}
)
HASHES = [f"{number:064x}" for number in range(30)]

# U+0000 is left out of what comes in, so that a name of nothing else would be none.
names = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
texts = st.text(st.characters(codec="utf-8"), max_size=30)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=2),
    max_leaves=3,
)
photos = st.builds(
    events.Photo,
    sha256=st.sampled_from(HASHES),
    verdict=st.sampled_from(["accept", "accept", "review", "retake"]),
    slot=st.none() | st.sampled_from(SLOTS) | names,
    candidates=st.lists(st.sampled_from(SLOTS), max_size=2).map(tuple),
    fingerprint=st.none() | st.sampled_from(HASHES),
    reasons=st.lists(st.sampled_from(["blur.motion", "x"]), max_size=1).map(tuple),
    report=st.dictionaries(names, json_values, max_size=2),
)
orders = st.builds(
    Order,
    number=names,
    date=st.dates(),
    name=texts,
    imeis=st.lists(st.sampled_from([IMEI, OTHER_IMEI]), max_size=2).map(tuple),
)

FIELDS = {
    "id": names,
    "actor": names,
    "step": st.sampled_from([step.id for step in SPEC.steps]) | names,
    "photos": st.lists(photos, min_size=1, max_size=4).map(tuple),
    "sha256": st.sampled_from(HASHES),
    "slot": st.sampled_from(SLOTS) | names,
    "slots": st.lists(st.sampled_from(SLOTS) | names, max_size=2).map(tuple),
    "imeis": st.lists(
        st.sampled_from([IMEI, OTHER_IMEI, "352099001761482", "35"]) | texts, min_size=1, max_size=2
    ).map(tuple),
    "read": st.lists(st.sampled_from([IMEI, OTHER_IMEI]), max_size=1).map(tuple),
    "platform": st.sampled_from(list(SPEC.platforms)) | names,
    "accounts": st.just(("icloud", "google", "samsung", "microsoft", "playstation", "nintendo"))
    | st.lists(names, max_size=2).map(tuple),
    "order_number": st.sampled_from(["", "ORD-4711"]) | texts,
    "order_date": st.none() | st.dates(),
    "items": st.just(standard().by_id["packing"].items)
    | st.lists(st.sampled_from(standard().by_id["packing"].items) | names, max_size=3).map(tuple),
    "courier": st.sampled_from(list(SPEC.couriers)) | names,
    "way": st.sampled_from(["pickup", "drop_off", "service_point", "pickup_parcelshop"]) | names,
    "number": st.sampled_from(
        ["", "3318810025", "1Z5R89390357567127", "09980000020033F", "AB12345"]
    )
    | texts,
}


def of(model):
    """Events of one class."""

    def strategy(name):
        annotation = model.model_fields[name].annotation
        if annotation is bool:
            return st.booleans()
        if name == "insured":
            return st.none() | st.booleans()
        if name == "effects":
            return st.lists(names, min_size=1, max_size=3).map(tuple)
        if name in FIELDS:
            return FIELDS[name]
        return st.sampled_from(get_args(annotation)) if get_args(annotation) else names

    return st.builds(
        model, **{name: strategy(name) for name in model.model_fields if name != "kind"}
    )


def any_event():
    return st.one_of([of(model) for model in events.CLASSES])
