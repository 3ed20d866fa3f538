"""A flow as data, and the faults that are found in one."""

import pytest

from photocheck.slots import CATEGORIES
from returnflow import FlowSpec, ReturnFlow, SpecError, standard
from returnflow.spec import Category, Courier, Step, When


def findings(**changes):
    with pytest.raises(SpecError) as caught:
        standard().changed(**changes).validate_flow()
    return [finding.partition(":")[0] for finding in caught.value.findings]


def with_step(**values):
    return {
        "steps": (
            *standard().steps,
            Step(**{"id": "extra", "kind": "checklist", "items": ("a",), **values}),
        )
    }


def test_the_standard_flow_is_sound_frozen_and_round_trips():
    spec = standard()
    spec.validate_flow()
    assert FlowSpec.model_validate_json(spec.model_dump_json()) == spec
    assert spec.id == "marketplace/1"
    assert spec.digest() == FlowSpec.model_validate_json(spec.model_dump_json()).digest()


def test_the_slots_are_photochecks():
    for name, category in standard().categories.items():
        assert category.slots == CATEGORIES[name]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"steps": ()}, ["steps.none"]),
        (with_step(items=()), ["items.none"]),
        (with_step(after=("nowhere",)), ["step.unknown"]),
        (with_step(depends_on=("nowhere.x",)), ["part.unknown"]),
        (with_step(depends_on=("backup.colour",)), ["part.unknown"]),
        (with_step(when=When(category=("toaster",))), ["category.unknown", "step.unreachable"]),
        (with_step(when=When(category=("smartphone",), personal_data=False)), ["step.unreachable"]),
        (with_step(optional_slots=("back",)), ["slot.optional"]),
        (with_step(after=("extra",)), ["step.cycle"]),
        (with_step(id="imei"), ["step.twice"]),
        (with_step(kind="imei"), ["kind.twice"]),
        (with_step(kind="photos", id="more"), ["kind.twice", "slots.none"]),
        ({"couriers": {}}, ["courier.none"]),
        ({"couriers": {"pigeon": Courier(ways=("air",))}}, ["courier.unknown"]),
        ({"couriers": {"ups": Courier(ways=())}}, ["courier.ways"]),
        ({"couriers": {"ups": Courier(ways=("a",), number_before={"b": "x"})}}, ["courier.ways"]),
        ({"couriers": {"ups": Courier(ways=("a",), number_before={"a": "("})}}, ["courier.ways"]),
        ({"platforms": {}}, ["platform.none"] * 5),
        (
            {
                "categories": {
                    **standard().categories,
                    "other": Category(slots=("front",), waivable=("back",)),
                }
            },
            ["slot.waivable"],
        ),
        (
            {
                "steps": (
                    Step(id="a", kind="checklist", items=("x",), when=When(coverage=("covered",))),
                )
            },
            ["coverage.unknown"],
        ),
        (
            {
                "steps": (
                    Step(id="a", kind="checklist", items=("x",), when=When(coverage=("covered",))),
                    Step(id="w", kind="warranty", after=("a",)),
                )
            },
            ["coverage.early"],
        ),
        (
            {"steps": (Step(id="w", kind="warranty", when=When(coverage=("covered",))),)},
            ["coverage.circular"],
        ),
        (
            {
                "steps": (
                    Step(id="a", kind="checklist", items=("x",), after=("b",)),
                    Step(id="b", kind="checklist", items=("x",), after=("a",)),
                )
            },
            ["step.cycle", "step.cycle"],
        ),
    ],
)
def test_faults_are_found(changes, expected):
    assert findings(**changes) == expected


def test_all_faults_are_told_at_once():
    with pytest.raises(SpecError, match=r"courier.none.*step.cycle"):
        ReturnFlow(standard().changed(couriers={}, **with_step(after=("extra",))))


def test_the_digest_in_evidence_that_was_made_before_still_is_the_flows():
    small = FlowSpec(
        name="small",
        version=1,
        categories={"laptop": Category(slots=("back",))},
        platforms={},
        couriers={},
        steps=(Step(id="list", kind="checklist", items=("a",)),),
    )
    assert small.digest() == "bdd1db9f2923482b3f502b49da1011625ab407898ab242d5929dc33f2a692973"
