"""The command line, and the walk through a return at the terminal."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.returnflow.returns import must, up_to

from returnflow import diagram, events, evidence, load, schemas, standard
from returnflow.cli import main

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
DOCS = ROOT / "docs" / "returnflow"
SLOTS = ("screen_on", "screen_off", "back", "left", "right", "top", "bottom")


def answering(monkeypatch, answers):
    left = list(answers)

    def answer(prompt=""):
        if not left:
            raise EOFError
        return left.pop(0)

    monkeypatch.setattr("builtins.input", answer)
    return left


def walked(tmp_path, *options):
    return main(
        [
            "walk",
            str(tmp_path / "r.json"),
            "--category",
            "smartphone",
            "--order",
            "A-1",
            "--date",
            "2026-11-02",
            "--name",
            "Ann Lee",
            *options,
        ]
    )


FIRST = ["yes", "no", "no", "no"]
REST = [
    "35209900176148", "352099001761481",
    "iPhone", "yes", "done",
    "done", "icloud", str(SAMPLES / "smartphone_2_screen_on.webp"),
    "slip", "pin", "258091736458", "yes",
    *["yes"] * 9,
    str(SAMPLES / "parcel_inside.jpg"), str(SAMPLES / "parcel_outside.jpg"),
    "dhl_express", "pickup", "3318810025", "yes", "no",
]  # fmt: skip


def test_walks_through_a_return_saves_and_resumes(tmp_path, monkeypatch, capsys):
    left = answering(monkeypatch, FIRST)
    assert walked(tmp_path) == 1
    assert left == []
    assert "what was answered is saved" in capsys.readouterr().err
    state = load((tmp_path / "r.json").read_bytes())
    assert list(state.answers) == ["warranty"]
    assert (tmp_path / "r.json").stat().st_mode & 0o777 == 0o600

    answers = [*(str(SAMPLES / f"smartphone_{slot}.jpg") for slot in SLOTS), *REST]
    left = answering(monkeypatch, answers)
    code = main(["walk", str(tmp_path / "r.json")])
    out = capsys.readouterr().out
    assert (code, left) == (0, []), out
    assert "These are 14 digits" in out
    assert "Everything is done" in out
    state = load((tmp_path / "r.json").read_bytes())
    assert state.status == "complete"
    assert '"258091736458"' not in (tmp_path / "r.json").read_text()
    assert len(list(tmp_path.glob("slip-*.pdf"))) == 1


def test_speaks_german_and_asks_again(tmp_path, monkeypatch, capsys):
    answering(monkeypatch, ["vielleicht", "", "nein"])
    assert walked(tmp_path, "--language", "de") == 1
    out = capsys.readouterr().out
    assert out.count("Das war keine der Antworten.") == 2
    assert "Wenden Sie sich an den Kundendienst" in out


def test_waits_for_a_person(tmp_path, monkeypatch, capsys):
    answering(monkeypatch, ["yes", "yes", "no", "no"])
    assert walked(tmp_path) == 1
    assert "Warranty: a person is looking at it" in capsys.readouterr().out


def test_a_missing_photo_is_said_and_asked_again(tmp_path, monkeypatch, capsys):
    asked = []
    answers = iter([*FIRST, "nowhere.jpg"])

    def answer(prompt=""):
        asked.append(prompt)
        for given in answers:
            return given
        raise EOFError

    monkeypatch.setattr("builtins.input", answer)
    assert walked(tmp_path) == 1
    assert "nowhere.jpg" in capsys.readouterr().out
    assert asked[-1] == asked[-2]


def test_a_slot_that_copies_of_one_photo_filled_is_not_asked_for_again(tmp_path, monkeypatch):
    back, lit, dark = (
        str(SAMPLES / f"smartphone_{view}.jpg") for view in ("back", "screen_on", "screen_off")
    )
    asked = []
    answers = iter([*FIRST, f"{dark} {dark}", lit, back])

    def answer(prompt=""):
        asked.append(prompt)
        for given in answers:
            return given
        raise EOFError

    monkeypatch.setattr("builtins.input", answer)
    assert walked(tmp_path) == 1
    slots = [prompt.partition("(")[2].partition(")")[0] for prompt in asked[len(FIRST) :]]
    assert slots[:3] == [
        "Screen switched on",
        "Screen switched on",
        "Back",
    ]
    assert slots[3] not in {*slots[:3], "Screen switched off"}


def test_a_return_that_was_begun_is_not_opened_again(tmp_path, monkeypatch, capsys):
    answering(monkeypatch, FIRST)
    assert walked(tmp_path) == 1
    before = (tmp_path / "r.json").read_bytes()
    assert walked(tmp_path) == 2
    assert "holds a return already" in capsys.readouterr().err
    assert (tmp_path / "r.json").read_bytes() == before


def test_a_date_in_another_form_is_refused(tmp_path, capsys):
    options = ["--category", "smartphone", "--order", "A-1", "--date", "02.11.2026"]
    assert main(["walk", str(tmp_path / "r.json"), *options]) == 2
    assert "YYYY-MM-DD" in capsys.readouterr().err


def saved(tmp_path, state):
    path = tmp_path / "state.json"
    path.write_text(state.json_text(), encoding="utf-8")
    return str(path)


def test_slip(tmp_path):
    state = must(up_to("order_slip"), events.SlipDetails(paper="slip"))
    out = tmp_path / "slip.pdf"
    assert main(["slip", saved(tmp_path, state), "--out", str(out), "--paper", "letter"]) == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_evidence_and_verify(tmp_path, capsys):
    out = tmp_path / "e.zip"
    assert main(["evidence", saved(tmp_path, up_to("end")), "--out", str(out)]) == 0
    digest = capsys.readouterr().out.strip()
    assert evidence.verify(out.read_bytes(), digest).ok
    assert main(["verify", str(out), "--digest", digest]) == 0
    assert main(["verify", str(out), "--digest", "0" * 64]) == 1


@pytest.mark.parametrize("name", schemas.SCHEMAS)
def test_schema_is_published_and_current(name, capsys):
    assert main(["schema", name]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((DOCS / "schemas" / f"{name}.json").read_text(encoding="utf-8"))


def test_schema_marks_personal_data():
    definitions = schemas.schema("state")["$defs"]
    assert definitions["ImeiGiven"]["properties"]["imeis"]["personal"] is True
    assert definitions["Order"]["properties"]["number"]["personal"] is True
    assert "personal" not in definitions["Order"]["properties"]["date"]


def test_the_diagram_in_the_docs_is_current(capsys):
    assert main(["diagram"]) == 0
    printed = capsys.readouterr().out
    assert f"```mermaid\n{printed}```" in (DOCS / "README.md").read_text(encoding="utf-8")
    assert printed == diagram.mermaid(standard())


def test_another_flow(tmp_path, capsys):
    path = tmp_path / "spec.json"
    path.write_text(standard().changed(name="mine").model_dump_json(), encoding="utf-8")
    assert main(["diagram", "--spec", str(path)]) == 0
    path.write_text(standard().changed(couriers={}).model_dump_json(), encoding="utf-8")
    assert main(["diagram", "--spec", str(path)]) == 2
    assert "courier.none" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["slip"],
        ["slip", "none.json", "--out", "x"],
        ["walk", "w.json", "--category", "toaster", "--order", "1", "--date", "2026-01-01"],
        ["walk", "w.json", "--category", "laptop", "--order", "1", "--date", "soon"],
    ],
)
def test_bad_usage(arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2


def test_help():
    assert main(["--help"]) == 0


def test_stopped_before_the_first_answer_nothing_is_saved(tmp_path, monkeypatch, capsys):
    answering(monkeypatch, [])
    assert main(["walk", str(tmp_path / "new.json")]) == 1
    assert "nothing was saved" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_told_and_the_package_runs_as_a_module():
    for arguments in (["--version"], ["schema", "event"]):
        done = subprocess.run(
            [sys.executable, "-m", "returnflow", *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0
        assert done.stdout.startswith("returnflow " if arguments == ["--version"] else "{")


@pytest.mark.parametrize(("tag", "code"), [("DE_at", 0), ("xx", 2), ("no language", 2)])
def test_a_language_is_a_tag(tag, code, capsys):
    assert main(["diagram", "--language", tag]) == code
    assert ("unknown language" in capsys.readouterr().err) == bool(code)


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="no pipes that break in this way")
def test_it_is_quiet_when_its_reader_is_gone():
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "returnflow", "schema", "state"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert ran.stderr == b""
    assert ran.returncode == 141
