"""The evidence bundle."""

import contextlib
import hashlib
import io
import json
import zipfile

import pytest
from tests.returnflow.returns import IMEI, NOW, must, up_to
from tests.returnflow.returns import standard as flow_of

from returnflow import EvidenceError, events, evidence

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
