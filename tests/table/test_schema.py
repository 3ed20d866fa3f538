import pyarrow as pa
import pytest

from photocheck import Inspector
from photocheck.table import photo_columns, photo_schema, slot_columns, slot_schema


def test_every_column_says_what_it_holds_and_is_there_once():
    for columns in (photo_columns(["blur", "sticker"]), slot_columns()):
        names = [column.name for column in columns]
        assert len(set(names)) == len(names)
        assert all(len(column.meaning) > 5 for column in columns)


def test_a_plug_in_has_the_columns_of_a_check_of_ours():
    schema = photo_schema(["blur", "sticker"])
    assert [name for name in schema.names if name.startswith("sticker.")] == [
        name.replace("blur", "sticker") for name in schema.names if name.startswith("blur.")
    ]


def test_the_schema_has_a_name_and_a_version():
    assert photo_schema([]).metadata == {b"photocheck.schema": b"photocheck.table/1"}
    assert slot_schema().metadata == {b"photocheck.schema": b"photocheck.slots/1"}


def test_carried_columns_come_first():
    schema = photo_schema(["blur"], [pa.field("order", pa.int32())])
    assert schema.names[0] == "order"
    assert schema.field("order").type == pa.int32()


def test_all_that_a_report_has_as_a_row_has_a_column(make_photo):
    inspector = Inspector()
    row = inspector.inspect(make_photo(1)).to_row()
    assert set(row) <= set(photo_schema(check.name for check in inspector.checks).names)


@pytest.mark.parametrize("name", ["unit", "version", "source", "verdict", "error", "fingerprint"])
def test_what_programs_rely_on_keeps_its_name_and_type(name):
    assert photo_schema(["blur"]).field(name).type == pa.string()
