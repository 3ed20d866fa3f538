"""From pictures to events, with the committed sample photos."""

import array
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.returnflow.returns import CATEGORIES, apply, codes, must, order, status, up_to
from tests.returnflow.returns import standard as flow_of

import photocheck
from returnflow import FlowSpec, ReturnFlow, SpecError, events, photos

SAMPLES = Path(__file__).parents[2] / "samples"
flow = flow_of()


def test_importing_returnflow_loads_no_opencv():
    code = (
        "import sys, returnflow, returnflow.photos, returnflow.slip, returnflow.evidence, returnflow.cli\n"
        "assert not {'cv2', 'PIL', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_one_photo_for_a_slot():
    event = photos.for_slot(up_to("photos"), SAMPLES / "smartphone_back.jpg", "back")
    (one,) = event.photos
    assert (one.verdict, one.slot) == ("accept", "back")
    assert len(one.fingerprint) == 64
    assert "source" not in one.report
    assert must(up_to("photos"), event).photos["photos"].kept["back"] == one


def test_a_dark_screen_capture_is_a_proof_of_signing_out():
    capture = SAMPLES / "document_capture.png"
    (proof,) = photos.for_slot(up_to("sign_out"), capture, "proof", step="sign_out").photos
    assert not [reason for reason in proof.reasons if reason.startswith("exposure")]
    assert proof.verdict != "retake"
    assert photocheck.inspect(capture).verdict == "retake"


def test_a_bad_photo_is_sent_back_with_its_reasons():
    event = photos.for_slot(up_to("photos"), SAMPLES / "smartphone_back_shaken.jpg", "back")
    outcome = apply(up_to("photos"), event)
    assert codes(outcome) == ["photos.retake"]
    assert "shaken" in flow.say(outcome.problems[0])


def test_a_file_that_is_no_picture_is_sent_back():
    event = photos.for_slot(up_to("photos"), b"no picture", "back")
    assert event.photos[0].reasons == ("decode.not_an_image",)
    assert codes(apply(up_to("photos"), event)) == ["photos.retake"]


def test_a_missing_file_is_photochecks_error(tmp_path):
    with pytest.raises(photocheck.SourceError):
        photos.for_slot(up_to("photos"), tmp_path / "none.jpg", "back")


@pytest.mark.parametrize("paths", [[], ["none.jpg"], [SAMPLES / "smartphone_back.jpg", "none.jpg"]])
def test_a_set_of_no_files_is_photochecks_error(paths):
    with pytest.raises(photocheck.SourceError):
        photos.from_set(up_to("photos"), paths)


def test_proofs_and_parcels():
    proof = photos.for_slot(
        up_to("sign_out"), SAMPLES / "smartphone_screen_on.jpg", "proof", step="sign_out"
    )
    assert proof.step == "sign_out"
    inside = photos.for_slot(
        up_to("packing"), SAMPLES / "smartphone_back.jpg", "inside", step="packing"
    )
    assert inside.photos[0].slot == "inside"


def match_of(reports):
    """A photocheck.match/1 as its contract says."""
    return {
        "schema": "photocheck.match/1",
        "category": "smartphone",
        "complete": False,
        "assigned": {"back": {"source": "b.jpg", "confidence": 0.97, "verdict": "accept"}},
        "missing": ["bottom"],
        "unsure": [{"source": "s.jpg", "slots": ["left", "right"]}],
        "duplicates": [["b.jpg", "c.jpg"]],
        "unexpected": [{"source": "cat.jpg", "reason": "view.not_a_device"}],
        "photos": reports,
    }


def report(source, number, verdict="accept"):
    return photocheck.Report(source=source, sha256=f"{number:064x}", verdict=verdict).model_dump(
        mode="json"
    )


def test_a_match_becomes_one_event():
    found = match_of(
        [report(name, n) for n, name in enumerate(("b.jpg", "s.jpg", "cat.jpg", "c.jpg"))]
    )
    event = photos.from_match(found)
    outcome = apply(up_to("photos"), event)
    assert codes(outcome) == ["photos.unsure", "photos.unexpected", "photos.unexpected"]
    assert set(outcome.state.photos["photos"].kept) == {"back"}
    assert events.load(event.model_dump_json()) == event
    assert photos.from_match(json.loads(json.dumps(found))).photos == event.photos


def test_two_files_of_one_name_fill_one_slot():
    found = match_of([report("b.jpg", 1), report("b.jpg", 2)])
    assert [one.slot for one in photos.from_match(found).photos] == ["back", None]


SLOTS = ("screen_off", "back", "left", "right", "top", "bottom")


def test_seven_photos_of_one_name_as_bytes_files_and_buffers():
    """Every phone's upload is called image.jpg."""
    data = [(SAMPLES / f"smartphone_{slot}.jpg").read_bytes() for slot in ("screen_on", *SLOTS)]
    by_path = photos.from_set(
        up_to("photos"), [SAMPLES / f"smartphone_{slot}.jpg" for slot in ("screen_on", *SLOTS)]
    )
    sources = [io.BytesIO(data[0]), array.array("B", data[1]), bytearray(data[2]), *data[3:]]
    named = photos.from_set(up_to("photos"), (one for one in sources), names=["image.jpg"] * 7)
    assert [(one.sha256, one.slot) for one in named.photos] == [
        (one.sha256, one.slot) for one in by_path.photos
    ]
    assert len({one.slot for one in named.photos if one.slot}) >= 5
    assert "image.jpg" not in named.model_dump_json()


def test_one_photo_from_a_buffer_a_file_or_a_path():
    path = SAMPLES / "smartphone_back.jpg"
    data = path.read_bytes()
    file = io.BytesIO(data)
    file.seek(100)
    given = [path, str(path), data, memoryview(data), array.array("B", data), file]
    events_ = [
        photos.for_slot(up_to("photos"), source, "back", name="image.jpg") for source in given
    ]
    assert all(event.photos == events_[0].photos for event in events_)


def test_a_file_above_the_limit_is_sent_back_like_any_other_bad_one(tmp_path):
    small = photocheck.Inspector(limits=photocheck.Limits(max_bytes=1000))
    data = (SAMPLES / "smartphone_back.jpg").read_bytes()
    (tmp_path / "image.jpg").write_bytes(data)
    state = up_to("photos")
    for source in (data, tmp_path / "image.jpg", str(tmp_path / "image.jpg"), io.BytesIO(data)):
        event = photos.for_slot(state, source, "back", inspector=small)
        assert event.photos[0].sha256 == hashlib.sha256(data).hexdigest()
        outcome = apply(state, event)
        assert codes(outcome) == ["photos.retake"]
        assert photocheck.texts.text("decode.too_many_bytes") in flow.say(outcome.problems[0])
        assert photos.from_set(state, [source], inspector=small).photos[0].verdict == "retake"


CAMERA = photocheck.Catalog.model_validate(
    {
        "extends": "standard",
        "categories": [
            {
                "name": "camera",
                "kind": "other",
                "slots": [{"name": "back", "views": ["back"]}, {"name": "lens", "views": []}],
            }
        ],
    }
)


def with_camera():
    data = flow.spec.model_dump(mode="json")
    data["categories"]["camera"] = {"slots": ["back", "lens"], "personal_data": False}
    return FlowSpec.model_validate(data)


def test_a_category_that_nothing_would_check_is_an_error_as_a_return_is_opened():
    with pytest.raises(SpecError, match=r"category.unchecked: .*'camera'.* give ReturnFlow one"):
        ReturnFlow(with_camera()).open("camera", order())
    state = ReturnFlow(with_camera(), CAMERA).open("camera", order())
    for call in (
        lambda: photos.for_slot(state, SAMPLES / "smartphone_back.jpg", "back"),
        lambda: photos.from_set(state, [SAMPLES / "smartphone_back.jpg"]),
    ):
        with pytest.raises(photocheck.UnknownCategoryError):
            call()


def test_a_slot_that_nothing_would_check_is_an_error_as_a_return_is_opened():
    data = with_camera().model_dump(mode="json")
    data["categories"]["camera"]["slots"].append("roof")
    with pytest.raises(SpecError, match=r"slot.unchecked: .*'camera/roof'"):
        ReturnFlow(FlowSpec.model_validate(data), CAMERA).open("camera", order())


def test_an_own_category_is_judged_by_the_given_catalog():
    own = ReturnFlow(with_camera(), CAMERA)
    state = own.open("camera", order())
    back = SAMPLES / "smartphone_back.jpg"
    for how in ({"catalog": CAMERA}, {"inspector": photocheck.Inspector(catalog=CAMERA)}):
        one = photos.for_slot(state, back, "lens", **how).photos[0]
        assert one.slot == "lens"
        assert one.report["settings"]["fingerprint"]
        assert photos.from_set(state, [back], **how).photos[0].sha256 == one.sha256


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_whole_photo_step_with_the_sample_photos(category):
    """Any category's slots are filled by committed samples, each judged by photocheck."""
    sharp = sorted(SAMPLES.glob("*.jpg"))
    state = up_to("photos", category)
    used = 0
    for slot in flow.spec.categories[category].slots:
        own = SAMPLES / f"smartphone_{slot}.jpg"
        files = [own] if category == "smartphone" and own.is_file() else sharp[used:]
        for file in files:
            used += 1
            state = apply(state, photos.for_slot(state, file, slot.replace("*", "screen"))).state
            if f"slot:{slot}" not in flow.steps(state)[1].missing:
                break
    assert status(state, "photos") == "done"
