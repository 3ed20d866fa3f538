"""The evidence bundle."""

import contextlib
import hashlib
import html
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from tests.returnflow.returns import IMEI, NOW, apply, must, up_to
from tests.returnflow.returns import standard as flow_of

from returnflow import EvidenceError, events, evidence, photos, texts

SAMPLES = Path(__file__).parents[2] / "samples"
flow = flow_of()


def bundle(state=None, **settings):
    return evidence.make(flow, up_to("end") if state is None else state, now=NOW, **settings)


def contents(data):
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in files.items():
            target.writestr(name, data)
    return out.getvalue()


def test_it_holds_answers_reports_hashes_times_and_the_specs_version():
    state = up_to("end")
    files = contents(bundle(state).data)
    manifest = json.loads(files["manifest.json"])
    assert manifest["spec"] == {"id": "marketplace/1", "sha256": flow.spec.digest()}
    assert len(manifest["photos"]) == 10
    for one in manifest["photos"]:
        assert one["report"] in files
        assert one["at"].startswith("2026-11-23T09:")
    assert json.loads(files["state.json"])["answers"]["imei"]["event"]["imeis"] == [IMEI]
    page = files["index.html"].decode()
    for word in ("Warranty", "IMEI", IMEI, "slip_made", "marketplace/1"):
        assert word in page


def test_the_same_return_makes_the_same_bundle():
    state = up_to("end")
    assert bundle(state) == bundle(state)


def test_an_untouched_bundle_is_whole_and_sealed():
    made = bundle()
    found = evidence.verify(made.data, made.digest)
    assert (found.ok, found.sealed) == (True, True)
    assert evidence.verify(made.data).sealed is None


def test_anything_changed_removed_or_added_is_told():
    made = bundle()
    files = contents(made.data)
    for name in files:
        if name != "manifest.json":
            assert evidence.verify(packed({**files, name: files[name] + b" "})).altered == (name,)
            rest = {other: data for other, data in files.items() if other != name}
            assert evidence.verify(packed(rest)).missing == (name,)
    assert evidence.verify(packed({**files, "new.txt": b""})).added == ("new.txt",)


def test_a_whole_bundle_written_anew_is_told_by_its_digest():
    made = bundle()
    files = contents(made.data)
    files["state.json"] = b"{}"
    manifest = json.loads(files["manifest.json"])
    manifest["files"]["state.json"] = hashlib.sha256(b"{}").hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    forged = packed(files)
    assert evidence.verify(forged).ok
    assert not evidence.verify(forged, made.digest).ok


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK",
        b"x" * 100,
        packed({}),
        packed({"manifest.json": b"{"}),
        packed({"manifest.json": b"[]"}),
        packed({"manifest.json": b'{"schema": "returnflow.evidence/1"}'}),
    ],
)
def test_what_is_no_bundle_is_an_error(data):
    with pytest.raises(EvidenceError):
        evidence.verify(data)


def test_damaged_bytes_never_raise_anything_else():
    made = bundle()
    for place in range(0, len(made.data), 211):
        data = made.data[:place] + bytes([made.data[place] ^ 0xFF]) + made.data[place + 1 :]
        with contextlib.suppress(EvidenceError):
            evidence.verify(data, made.digest)


def test_a_bundle_that_unpacks_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr(evidence, "MAX_BYTES", 100)
    with pytest.raises(EvidenceError, match=r"evidence.too_large"):
        evidence.verify(bundle().data)


def test_never_a_pin_and_no_markup_from_the_customer():
    state = must(
        up_to("order_slip"),
        events.SlipDetails(paper="slip", name="<script>x", lock="pin", secret="258091736458"),
    )
    files = contents(bundle(state).data)
    assert not any(b"258091736458" in data for data in files.values())
    assert b"<script>" not in files["index.html"]


def test_pictures_may_come_along_if_they_are_the_right_ones():
    picture = b"jpeg"
    sha256 = hashlib.sha256(picture).hexdigest()
    one = events.Photo(sha256=sha256, verdict="accept", slot="back")
    state = must(up_to("photos"), events.PhotosAdded(photos=(one,)))
    files = contents(bundle(state, files={sha256: picture}).data)
    assert files[f"photos/{sha256}"] == picture
    assert f"photos/{sha256}".encode() in files["index.html"]
    with pytest.raises(EvidenceError, match=r"evidence.other_photo"):
        bundle(state, files={sha256: b"other"})
    with pytest.raises(EvidenceError, match=r"evidence.no_zone"):
        evidence.make(flow, state, now=NOW.replace(tzinfo=None))


def a_return_with_photos():
    """A shaken photo sent back and a good one kept; an IMEI that staff took; a step decided."""
    kept, state = {}, up_to("photos")
    for file in ("smartphone_back_shaken.jpg", "smartphone_back.jpg"):
        data = (SAMPLES / file).read_bytes()
        kept[hashlib.sha256(data).hexdigest()] = data
        state = apply(state, photos.for_slot(state, data, "back")).state
    state = must(
        state,
        events.SlotWaived(slot="screen_on", reason="does_not_light_up", declared=True),
        events.ImeiAccepted(imeis=("352099001761482",), who="staff-7", why="<b>misprinted"),
        events.StaffDecided(step="backup", decision="accept", who="staff-9", why="seen & done"),
    )
    return state, kept


def page_of(state, **settings):
    return contents(bundle(state, **settings).data)["index.html"].decode()


def test_the_page_shows_each_photo_with_what_was_found_and_said():
    state, kept = a_return_with_photos()
    page = page_of(state, files=kept)
    assert page.count('<img src="data:image/jpeg;base64,') == 2
    assert '<svg viewBox="0 0 360 480"' in page  # the regions
    (shaken,) = state.photos["photos"].rejected
    (message,) = [one["message"] for one in shaken.report["results"] if one["status"] == "fail"]
    assert html.escape(message, quote=True).replace("&#x27;", "&#39;") in page
    assert "Not kept · Back" in page
    assert "Not taken, as declared: Screen switched on" in page
    for sha256 in kept:
        assert f'href="photos/{sha256}"' in page
        assert f'href="reports/{sha256}.json"' in page


def test_without_the_pictures_the_page_says_so():
    page = page_of(a_return_with_photos()[0])
    assert "<img" not in page
    assert "photos/" not in page
    assert page.count('class="absent"') == 2


def test_a_picture_that_cant_be_read_leaves_the_page_whole():
    data = b"no picture"
    state = apply(up_to("photos"), photos.for_slot(up_to("photos"), data, "back")).state
    page = page_of(state, files={hashlib.sha256(data).hexdigest(): data})
    assert 'class="absent"' in page


def test_the_page_says_who_decided_when_and_why():
    page = page_of(a_return_with_photos()[0])
    for words in ("Decided by staff-7", "&lt;b&gt;misprinted", "Decided by staff-9"):
        assert page.count(words) == 2  # at the step, and in the timeline
    assert "seen &amp; done" in page
    assert page.count("<time>2026-11-23 09:") == len(a_return_with_photos()[0].log)


def test_the_page_runs_and_loads_nothing():
    state, kept = a_return_with_photos()
    page = page_of(state, files=kept)
    assert "default-src 'none'" in html.unescape(page)
    assert not re.search(r"<script|<link|@import|url\(|https?://", page)


@pytest.mark.parametrize("language", texts.languages())
def test_the_page_in_every_language(language):
    page = page_of(a_return_with_photos()[0], language=language)
    assert f'<html lang="{language}">' in page
    own = texts.texts(language)
    for key in ("evidence.log", "evidence.made", "status.done", "step.photos.title"):
        assert html.escape(own[key]).replace("&#x27;", "&#39;") in page
    assert own["evidence.decided"].replace("{who}", "staff-9") in page
