"""An index of photos: kept, grown, read again, asked for groups."""

import json

import pytest

from photocheck import HashIndex, Inspector, SettingsError
from photocheck.checks.hash_index import Entry

ONE, TWO, FAR = "0" * 64, "0" * 61 + "007", "5a" * 32


def near_keys(path, hash_):
    with HashIndex.open(path) as index:
        return [entry.key for entry, _ in index.near(hash_)]


def test_an_index_tells_the_nearest_with_its_key_and_group():
    index = HashIndex([(ONE, "a", "R-1"), (FAR, "b")])
    index.add(TWO, "c", "R-2")
    assert len(index) == 3
    near = index.nearest("0" * 63 + "1")
    assert (near.entry, near.bits) == (Entry(ONE, "a", "R-1"), 1)
    assert [one.entry.key for one in index.near(TWO)] == ["a", "c"]
    assert index.nearest("f0" * 32) is None


def test_groups_that_are_left_out_are_not_found_and_later_photos_are():
    index = HashIndex([(ONE, "a", "R-1")])
    other = index.except_for("R-1")
    assert other.nearest(ONE) is None
    index.add(ONE, "b", "R-2")
    assert other.nearest(ONE).entry.key == "b"
    assert other.except_for("R-2").nearest(ONE) is None
    assert index.nearest(ONE).entry.key == "a"


def test_duplicates_are_grouped_through_one_another():
    chain = [f"{(1 << 12 * step) - 1:064x}" for step in range(4)]  # each 12 bits from the next
    index = HashIndex((hash_, str(n)) for n, hash_ in enumerate([FAR, *chain, FAR]))
    groups = [[entry.key for entry in group] for group in index.duplicates()]
    assert groups == [["0", "5"], ["1", "2", "3", "4"]]
    assert [len(group) for group in index.duplicates(below=12)] == [2]


def test_an_index_in_a_file_is_gone_on_with(tmp_path):
    path = tmp_path / "returns.jsonl"
    with HashIndex.open(path) as index:
        index.add(ONE, "a", "R-1")
        index.add(FAR, "b")
        # Each is there at once, were the power gone now.
        assert near_keys(path, FAR) == ["b"]
    with HashIndex.open(path) as again:
        assert again.name == "returns.jsonl"
        again.add(TWO, "c")
    assert near_keys(path, ONE) == ["a", "c"]


@pytest.mark.parametrize("cut", [1, 10, 60])
def test_a_last_line_that_was_cut_off_is_dropped(tmp_path, cut):
    path = tmp_path / "index"
    with HashIndex.open(path) as index:
        index.add(ONE, "a")
        index.add(FAR, "b")
    path.write_bytes(path.read_bytes()[:-cut])
    with HashIndex.open(path) as index:
        assert len(index) == 1
        index.add(TWO, "c")
    assert near_keys(path, ONE) == ["a", "c"]


@pytest.mark.parametrize("line", ["no json", "5", '["short", "a"]', json.dumps([ONE]), "[]"])
def test_a_file_that_is_no_index_is_refused_and_left_as_it_is(tmp_path, line):
    path = tmp_path / "index"
    path.write_text(f"{json.dumps([ONE, 'a'])}\n{line}\n", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(SettingsError, match="line 2 is no entry"):
        HashIndex.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "entry", [("x", "a"), ("A" * 64, "a"), (None, "a"), (ONE, 5), (ONE, "a", 5)]
)
def test_what_is_no_entry_is_refused_and_not_kept(tmp_path, entry):
    with HashIndex.open(tmp_path / "index") as index:
        with pytest.raises(SettingsError, match="expected"):
            index.add(*entry)
        assert len(index) == 0
    assert (tmp_path / "index").read_bytes() == b""


def test_a_report_without_a_hash_adds_nothing(scene):
    index = HashIndex()
    black = (scene * 0).astype(scene.dtype)
    inspector = Inspector(checks=["duplicate"], view=None)
    assert not index.add_report(inspector.inspect(black), "black")
    assert not index.add_report(Inspector(checks=[], view=None).inspect(scene), "unchecked")
    assert index.add_report(inspector.inspect(scene), "scene")
    assert len(index) == 1
    assert "1 photos" in repr(index)
