"""Which real photos teach."""

import csv

from training.examples import from_real, may_teach


def test_only_open_licences_teach_and_dev2_never():
    assert may_teach("teach", "MIT")
    assert may_teach("teach", "CC BY 2.0 (Open Images V5)")
    assert may_teach("devices", "CC BY 3.0")
    assert not may_teach("devices", "CC BY-NC-SA 4.0")
    assert not may_teach("devices", "unknown")
    assert not may_teach("dev2", "Apache-2.0")


def test_a_table_is_read_with_what_a_second_look_found(tmp_path):
    rows = [
        {"file": "a.webp", "category": "phone", "view": "screen_on", "licence": "MIT"},
        {"file": "b.webp", "category": "phone", "view": "back", "licence": "unknown"},
        {"file": "c.webp", "category": "phone", "view": "multiple_devices", "licence": "MIT"},
    ]
    write(tmp_path / "devices.csv", [{**row, "source_repo": "someone/photos"} for row in rows])
    fault = {
        "file": "a.webp",
        "cut_off": "part",
        "covered": "fingers",
        "several": "2",
        "glare": "2",
    }
    write(tmp_path / "faults.csv", [fault])
    (taught,) = from_real(tmp_path, "devices", teaches=True)
    assert taught.path == tmp_path / "a.webp"
    assert taught.screen == "on"
    assert taught.faults == {"cut_off": True, "covered": False, "several": True}
    (judged,) = from_real(tmp_path, "devices", teaches=False)
    assert judged.path.name == "b.webp"
    assert judged.faults == {}


def write(file, rows):
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0])
        writer.writeheader()
        writer.writerows(rows)
