from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from photocheck.errors import UsageError
from photocheck.table import Inputs


def names(inputs):
    return [Path(given.source).name for given in inputs]


def test_a_folder_is_opened_at_any_depth_without_what_is_hidden(folder):
    inputs = Inputs([str(folder)])
    assert names(inputs) == [
        "0.png", "1.png", "2.png", "3.png", "4.png", "broken.jpg", "small.png",
    ]  # fmt: skip
    assert inputs.count() == 7


def test_inputs_can_be_gone_through_again(folder):
    inputs = Inputs([str(folder)])
    assert names(inputs) == names(inputs)


def test_a_loop_of_links_ends(folder):
    (folder / "more" / "loop").symlink_to(folder, target_is_directory=True)
    assert Inputs([str(folder)]).count() == 7


@pytest.mark.parametrize("pattern", ["**/*.png", "more/**/*.png", "**", "**/more/**/*.png"])
def test_a_loop_of_links_ends_for_globs_too(folder, pattern):
    before = list(Inputs([str(folder / pattern)]))
    (folder / "more" / "back").symlink_to(folder, target_is_directory=True)
    (folder / "more" / "again").symlink_to(folder / "more", target_is_directory=True)
    assert list(Inputs([str(folder / pattern)])) == before
    assert before


def test_globs_within_the_folder_one_is_in(folder, monkeypatch):
    monkeypatch.chdir(folder)
    expected = ["0.png", "1.png", "2.png", "3.png", "more/4.png", "more/small.png"]
    found = [given.source.replace("\\", "/") for given in Inputs(["**/*.png"])]
    assert found == expected


@pytest.mark.parametrize(("pattern", "count"), [("*.png", 4), ("**/*.png", 6), ("*.gif", 0)])
def test_globs(folder, pattern, count):
    inputs = Inputs([f"{folder}/{pattern}"])
    assert len(names(inputs)) == inputs.count() == count


@pytest.mark.parametrize("end", ["\n", "\0", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_a_list_of_paths(tmp_path, end, last):
    listed = tmp_path / "list"
    listed.write_bytes((end.join(["a.png", "b c.png"]) + end * last).encode())
    assert names(Inputs([], files_from=str(listed))) == ["a.png", "b c.png"]


def test_places_that_fsspec_knows(make_photo):
    for name in ("a.png", "b.jpg", "notes.txt"):
        with fsspec.open(f"memory://inputs/{name}", "wb") as file:
            file.write(make_photo(1))
    assert names(Inputs(["memory://inputs"])) == ["a.png", "b.jpg"]
    assert names(Inputs(["memory://inputs/*.png"])) == ["a.png"]
    assert names(Inputs(["memory://inputs/a.png"])) == ["a.png"]
    assert [given.photo for given in Inputs(["memory://inputs/*.png"])] == [
        "memory:///inputs/a.png"
    ]


def test_a_parquet_table_with_bytes(tmp_path, make_photo):
    path = tmp_path / "in.parquet"
    pq.write_table(
        pa.table({"image": [make_photo(1), None], "claim": [7, 8], "label": ["good", None]}), path
    )
    found = list(Inputs([str(path)], column="image", carry=["claim", "label"]))
    assert [given.photo for given in found] == [make_photo(1), None]
    assert [given.carried for given in found] == [
        {"claim": 7, "label": "good"},
        {"claim": 8, "label": None},
    ]
    assert [given.source for given in found] == [f"{path}#1", f"{path}#2"]


@pytest.mark.parametrize(("ending", "mark"), [(".csv", ","), (".tsv", "\t")])
def test_a_text_table_with_paths(tmp_path, ending, mark):
    path = tmp_path / f"in{ending}"
    path.write_text(f'\ufeffphoto{mark}title\n"a\n.png"{mark}one\n{mark}two\n', encoding="utf-8")
    found = list(Inputs([str(path)], column="photo", name="title"))
    assert [(given.photo, given.source) for given in found] == [("a\n.png", "one"), (None, "two")]


def test_a_table_in_an_object_store():
    with fsspec.open("memory://tables/in.csv", "wb") as file:
        file.write(b"url\nhttps://x/a.png\n")
    (given,) = Inputs(["memory://tables/in.csv"], column="url")
    assert given.photo == "https://x/a.png"


@pytest.mark.parametrize(
    ("content", "options", "expected"),
    [
        (b"url,claim\n", {}, "the column of .* with the photos, one of: url, claim"),
        (b"url,claim\n", {"column": "path"}, "a column 'path' in .*, which has: url, claim"),
        (b"url\n", {"column": "url", "carry": ["label"]}, "a column 'label'"),
        (b"", {"column": "url"}, "is empty"),
        (b"\xff\xfe\xff", {"column": "url"}, "UnicodeDecodeError"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_at_once(tmp_path, content, options, expected):
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=expected):
        Inputs([str(path)], **options)


def test_a_damaged_parquet_table_is_refused(tmp_path):
    path = tmp_path / "in.parquet"
    path.write_bytes(b"PAR1 or not")
    with pytest.raises(UsageError, match="ArrowInvalid"):
        Inputs([str(path)], column="photo")


def test_a_column_of_numbers_is_no_photos(tmp_path):
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"photo": [1]}), path)
    with pytest.raises(UsageError, match="bytes, paths or URLs in column 'photo', got int64"):
        Inputs([str(path)], column="photo")


def test_a_carried_column_has_one_type(tmp_path):
    for name, value in (("a", 1), ("b", "x")):
        table = pa.table({"photo": ["p.png"], "label": [value]})
        pq.write_table(table, tmp_path / f"{name}.parquet")
    with pytest.raises(UsageError, match="one type in all tables"):
        Inputs(
            [str(tmp_path / "a.parquet"), str(tmp_path / "b.parquet")],
            column="photo",
            carry=["label"],
        )


@pytest.mark.parametrize(
    ("places", "options", "expected"),
    [
        ([], {}, "at least one"),
        ("photos", {}, "in a list"),
        (["no such place"], {}, "that is there"),
        ([], {"files_from": "no such list"}, "that is there"),
        (["."], {"column": "photo"}, "tables only"),
        (["none.csv"], {"column": "photo"}, "that is there"),
    ],
)
def test_bad_usage(places, options, expected):
    with pytest.raises(UsageError, match=expected):
        Inputs(places, **options)
