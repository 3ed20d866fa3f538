"""What holds for every set of photos, whatever is in it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from photocheck import Match, MatchSettings, Report, Verdict, View
from photocheck.report import Alternative, ReportError
from photocheck.result import Result
from photocheck.slots import Category, default_catalog
from photocheck.slots.decide import decide
from photocheck.slots.judged import JudgedPhoto

PHONE = default_catalog().category("smartphone")
CONSOLE = default_catalog().category("other")
# Slots that share a view, that no view shows, and that a view of another kind fills.
OWN = Category.model_validate(
    {
        "name": "own",
        "kind": "smartphone",
        "slots": [
            {"name": "front", "views": ["screen_on", "screen_off"]},
            {"name": "back", "views": ["back"]},
            {"name": "back_bare", "views": ["back"], "required": False},
            {"name": "charger", "views": []},
            {"name": "label", "views": ["document/document"]},
            {"name": "closeup_*", "views": ["left"], "required": False},
        ],
    }
)
SETTINGS = MatchSettings()
RANK = {Verdict.RETAKE: 0, Verdict.REVIEW: 1, Verdict.ACCEPT: 2}
PAIRS = {
    "smartphone": [*(("smartphone", slot.name) for slot in PHONE.slots), ("laptop", "screen_on")],
    "own": [("smartphone", view) for view in ("screen_on", "back", "left", "right")],
    "other": [("other", view) for slot in CONSOLE.slots for view in slot.views],
}
ANYTHING = [("none", "none"), ("document", "document")]


def view_of(pairs, weights):
    total = sum(weights)
    ranked = sorted(zip(weights, pairs, strict=True), reverse=True)
    first, *rest = (
        Alternative(category=category, view=view, confidence=weight / total)
        for weight, (category, view) in ranked
    )
    return View(
        category=first.category, view=first.view, confidence=first.confidence, alternatives=rest
    )


def report_of(name, draw, pairs):
    kind = draw(st.sampled_from(["view", "view", "view", "view", "no view", "unreadable"]))
    # Few different contents and hashes, so that copies are common.
    content = draw(st.sampled_from(["a", "b", name, name, name]))
    if kind == "unreadable":
        error = ReportError(reason="decode.truncated", message="broken")
        return Report(source=name, sha256=content, verdict="retake", error=error)
    weight = st.floats(0.01, 1).map(lambda value: value**6)
    weights = draw(st.lists(weight, min_size=len(pairs), max_size=len(pairs)))
    shown = draw(st.sampled_from([None, 0, 1, (1 << 20) - 1, (1 << 24) - 1]))
    results = []
    if shown is not None:
        found = {"hash": f"{shown:064x}"}
        results.append(Result(check="duplicate", status="pass", score=1, measurements=found))
    return Report(
        source=name,
        sha256=content,
        verdict=draw(st.sampled_from(Verdict)),
        view=view_of(pairs, weights) if kind == "view" else None,
        results=results,
    )


@st.composite
def sets(draw, category, most=8):
    pairs = [*PAIRS[category.name], *ANYTHING]
    slots = [slot.name.replace("*", "2") for slot in category.slots]
    declared = st.sampled_from([None, None, *slots])
    return [
        JudgedPhoto(name, {None: report_of(name, draw, pairs)}, draw(declared))
        for name in (f"{number}.jpg" for number in range(draw(st.integers(0, most))))
    ]


CASES = st.sampled_from([PHONE, CONSOLE, OWN]).flatmap(
    lambda category: st.tuples(st.just(category), sets(category))
)


def places(match):
    """Every place that a photo is in."""
    return sorted(
        [one.source for one in match.assigned.values()]
        + [one.source for one in match.unsure]
        + [one.source for one in match.unexpected]
        + [name for _, *copies in match.duplicates for name in copies]
    )


@settings(max_examples=60, deadline=None)
@given(case=CASES, seed=st.integers(0, 99))
def test_the_order_of_the_photos_does_not_matter(case, seed):
    category, photos = case
    order = np.random.default_rng(seed).permutation(len(photos))
    first = decide(category, photos, SETTINGS)
    second = decide(category, [photos[place] for place in order], SETTINGS)
    assert first.assigned == second.assigned
    assert first.missing == second.missing
    assert first.complete == second.complete
    assert set(first.unsure) == set(second.unsure)
    assert set(first.unexpected) == set(second.unexpected)
    assert {frozenset(group) for group in first.duplicates} == {
        frozenset(group) for group in second.duplicates
    }


@settings(max_examples=60, deadline=None)
@given(case=CASES)
def test_each_photo_has_one_place_and_the_answer_agrees_with_itself(case):
    category, photos = case
    match = decide(category, photos, SETTINGS)
    assert places(match) == sorted(photo.name for photo in photos)
    assert [report.source for report in match.photos] == [photo.name for photo in photos]
    assert match.complete == all(
        slot in match.assigned and match.assigned[slot].verdict is Verdict.ACCEPT
        for slot in category.required
    )
    asked = {slot for one in match.unsure for slot in one.slots}
    assert set(match.missing) == set(category.required) - set(match.assigned) - asked
    assert all(one.slots for one in match.unsure)
    assert all(group[0] not in group[1:] for group in match.duplicates)
    verdicts = {report.source: report.verdict for report in match.photos}
    assert all(one.verdict is verdicts[one.source] for one in match.assigned.values())
    assert Match.model_validate_json(match.model_dump_json()) == match


@settings(max_examples=60, deadline=None)
@given(case=CASES)
def test_photos_one_by_one_empty_no_slot_and_move_only_with_reason(case):
    category, photos = case
    position = {photo.name: place for place, photo in enumerate(photos)}
    answered, before = {}, {}
    for number in range(1, len(photos) + 1):
        match = decide(category, photos[:number], SETTINGS, filled=answered)
        assert places(match) == sorted(photo.name for photo in photos[:number])
        now = match.assigned
        assert before.keys() <= now.keys()
        copies = {frozenset((first, copy)) for first, *rest in match.duplicates for copy in rest}
        for slot, earlier in before.items():
            owner, gone = now[slot].source, earlier.source
            if owner == gone or frozenset((owner, gone)) in copies:
                continue
            new = match.slot_of(gone)
            moved = new is not None and now[new].confidence >= SETTINGS.flip_confidence
            said = photos[position[owner]].declared == slot
            better = RANK[now[slot].verdict] > RANK[earlier.verdict]
            unneeded = gone in {one.source for one in match.unexpected}
            assert moved or said or better or unneeded, (slot, gone, owner)
        answered = {position[one.source]: slot for slot, one in now.items()}
        before = now


@settings(max_examples=40, deadline=None)
@given(photos=sets(PHONE), slot=st.sampled_from([slot.name for slot in PHONE.slots]))
def test_the_customers_word_wins_where_the_picture_agrees_at_all(photos, slot):
    others = [("smartphone", other.name) for other in PHONE.slots if other.name != slot]
    view = view_of([("smartphone", slot), *others], [0.3, 0.3, *[0.08] * (len(others) - 1)])
    report = Report(source="said", sha256="said", verdict="accept", view=view)
    alone = [
        photo for photo in photos if photo.declared is None and photo.report.verdict == "retake"
    ]
    match = decide(PHONE, [*alone, JudgedPhoto("said", {None: report}, slot)], SETTINGS)
    assert match.assigned[slot].source == "said"


def test_a_declared_photo_takes_the_slot_from_one_that_was_only_thought_to_fill_it():
    pairs = [("smartphone", "left"), ("smartphone", "right")]

    def side(name, left, declared=None):
        view = view_of(pairs, [left, 1 - left])
        report = Report(source=name, sha256=name, verdict="accept", view=view)
        return JudgedPhoto(name, {None: report}, declared)

    thought, said = side("thought", 0.5), side("said", 0.7, "left")
    found = decide(PHONE, [thought, said], SETTINGS, filled={0: "left"})
    assert found.assigned["left"].source == "said"
    assert found.assigned["right"].source == "thought"


def test_close_ups_keep_their_places_as_more_arrive():
    photos = [
        JudgedPhoto(
            str(n),
            {
                None: Report(
                    source=str(n),
                    sha256=str(n),
                    verdict="accept",
                    view=view_of([("other", "closeup")], [1]),
                )
            },
        )
        for n in range(12)
    ]
    answered = {}
    for count in range(1, 13):
        found = decide(CONSOLE, photos[:count], SETTINGS, filled=answered)
        assert len(found.assigned) == count
        assert all(found.assigned[slot].source == str(place) for place, slot in answered.items())
        answered = {int(one.source): slot for slot, one in found.assigned.items()}
