import io
import json
import os
import runpy
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

import photocheck
from photocheck import cli
from photocheck.cli import main, streams, terminal
from photocheck.cli.terminal import text_lines
from photocheck.inspector import Inspector

SAMPLE = ["--check", "resolution", "--check", "exposure", "--check", "duplicate"]


@pytest.fixture
def photos(tmp_path):
    """Paths: a photo that passes, one that is too small, and one that is no photo."""
    noise = np.random.default_rng(0).integers(60, 200, (60, 80, 3), dtype=np.uint8)
    good = cv2.resize(noise, (800, 600), interpolation=cv2.INTER_CUBIC)
    cv2.imwrite(str(tmp_path / "good.png"), good)
    cv2.imwrite(str(tmp_path / "small.png"), np.ascontiguousarray(good[::-4, ::4]))
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.jpg").write_bytes(b"no picture at all")
    return tmp_path


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "photocheck", *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_a_good_photo(photos, capsys):
    assert main(["check", str(photos / "good.png"), *SAMPLE]) == 0
    assert capsys.readouterr().out == f"{photos / 'good.png'}: accept\n"


def test_a_small_photo_says_what_is_wrong_and_by_which_limit(photos, capsys):
    assert main(["check", str(photos / "small.png"), *SAMPLE]) == 1
    out = capsys.readouterr().out
    assert ": retake\n  fail resolution: The photo is too small" in out
    assert "resolution.too_small: 150 px (limit 240)" in out
    assert "\x1b" not in out


def test_a_broken_photo_does_not_end_the_batch(photos, capsys):
    files = [str(photos / name) for name in ("broken.jpg", "good.png", "good.png")]
    assert main(["check", *files, *SAMPLE, "--workers", "2"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == f"{files[0]}: retake"
    assert "decode.not_an_image" in out[2]
    assert out[3] == f"{files[1]}: accept"
    assert out[4] == f"{files[2]}: review"
    assert "warn duplicate" in out[5]
    assert out[-1] == "3 photos: 1 accept, 1 review, 1 retake"


def test_json_lines_are_reports_in_order(photos, capsys):
    files = [str(photos / name) for name in ("small.png", "broken.jpg", "good.png")]
    assert main(["check", *files, "--json", *SAMPLE]) == 1
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [report["source"] for report in reports] == files
    assert [report["verdict"] for report in reports] == ["retake", "retake", "accept"]
    assert {report["schema"] for report in reports} == {"photocheck.report/1"}
    assert reports[1]["error"]["reason"] == "decode.not_an_image"
    assert [result["check"] for result in reports[0]["results"]] == SAMPLE[1::2]


def test_language(photos, capsys):
    main(["check", str(photos / "small.png"), "--lang", "de", *SAMPLE])
    assert "Das Foto ist zu klein" in capsys.readouterr().out


def test_slot_and_profile_are_accepted(photos):
    arguments = ["--slot", "smartphone/back", "--profile", "lenient", *SAMPLE]
    assert main(["check", str(photos / "good.png"), *arguments]) == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "COMMAND"),
        (["nonsense"], "nonsense"),
        (["check"], "at least one photo"),
        (["check", "{dir}/empty"], "there are none in it"),
        (["check", "{dir}/none.jpg"], "no such file"),
        (["check", "{dir}/none\x1b.jpg"], "no such file"),
        (["check", "a\0b"], "ValueError"),
        (["check", os.devnull], "no regular file"),
        (["check", "{dir}/good.png", "--profile", "harsh"], "lenient, standard, strict"),
        (["check", "{dir}/good.png", "--profile", "harsh"], "a file with a profile as JSON"),
        (["check", "{dir}/good.png", "--profile", "{dir}/broken.jpg"], "broken.jpg': expected a"),
        (["check", "{dir}/good.png", "--profile", "{dir}/empty"], "a directory"),
        (["check", "{dir}/good.png", "--check", "smell"], "resolution"),
        (["check", "{dir}/good.png", "--check", "glare", "--check", "glare"], "twice"),
        (["check", "{dir}/good.png", "--slot", "phone/back"], "smartphone/back"),
        (["check", "{dir}/good.png", "--language", "xx"], "da, de, en"),
        (["check", "{dir}/good.png", "--workers", "0"], "at least 1, got 0"),
        (["check", "{dir}/good.png", "--workers", "many"], "many"),
        (["check", "{dir}/good.png", "--js"], "--js"),
        (["report", "{dir}/good.png"], "--html"),
        (["report", "{dir}/good.png", "--html", "{dir}"], "regular file"),
        (["report", "{dir}/good.png", "--html", "{dir}/no/out.html"], "FileNotFoundError"),
        (["report", "{dir}/good.png", "--html", "{dir}/../{name}/good.png"], "another file"),
    ],
)
def test_bad_usage_is_refused_before_any_work(photos, capsys, monkeypatch, arguments, expected):
    monkeypatch.setattr(Inspector, "inspect_many", never)
    before = (photos / "good.png").read_bytes()
    filled = [each.format(dir=photos, name=photos.name) for each in arguments]
    assert main(filled) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("photocheck: error: ")
    assert captured.err.count("\n") == 1
    assert expected in captured.err
    assert "\x1b" not in captured.err
    assert (photos / "good.png").read_bytes() == before


@pytest.mark.parametrize("command", ["check", "report", "match"])
def test_a_profile_may_be_a_file(photos, capsys, command):
    own = photos / "own.json"
    own.write_text('{"name": "own", "settings": {"resolution": {"min_side": 601}}}')
    rest = {
        "check": SAMPLE,
        "report": [*SAMPLE, "--html", str(photos / "page.html")],
        "match": ["--category", "smartphone"],
    }[command]
    arguments = [command, str(photos / "good.png"), "--profile", str(own), "--json", *rest]
    assert main(arguments) == 1
    found = json.loads(capsys.readouterr().out)
    report = found["photos"][0] if command == "match" else found
    assert report["settings"]["profile"] == "own"
    assert report["results"][0]["reason"] == "resolution.too_small"
    assert report["results"][0]["limit"] == 601


def test_a_profile_for_unknown_checks_and_settings_is_refused(photos, capsys):
    own = photos / "own.json"
    for settings, expected in (
        ({"blurr": {}}, "unknown check 'blurr'"),
        ({"resolution": {"min_sides": 3}}, "setting 'min_sides'"),
        ({"resolution": {"min_side": -3}}, "greater than or equal to 0, got -3"),
    ):
        own.write_text(json.dumps({"name": "own", "settings": settings}))
        assert main(["check", str(photos / "good.png"), "--profile", str(own)]) == 2
        assert expected in capsys.readouterr().err


def never(*_args, **_kwargs):
    raise AssertionError("expected no work to be done")


def test_many_missing_files_are_named_up_to_a_point(capsys):
    assert main(["check", *(f"none{index}.jpg" for index in range(8))]) == 2
    error = capsys.readouterr().err
    assert "none4.jpg" in error
    assert "none5.jpg" not in error
    assert "and 3 more" in error


def test_a_file_that_may_not_be_read(photos, capsys, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert main(["check", str(photos / "good.png")]) == 2
    assert "may not be read" in capsys.readouterr().err


def test_report_writes_a_page_and_tells_the_same(photos, capsys):
    out = photos / "out.html"
    out.write_text("an earlier page that was longer" * 10_000)
    files = [str(photos / name) for name in ("good.png", "small.png", "broken.jpg")]
    assert main(["report", *files, "--html", str(out), "--language", "fr", *SAMPLE]) == 1
    page = out.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    assert page.count("<article") == 3
    assert page.count("<img") == 2
    assert '<html lang="fr">' in page
    assert f"3 photos: 1 accepté, 0 à vérifier, 2 à refaire; see {out}" in capsys.readouterr().out


def test_report_with_json(photos, capsys):
    arguments = ["--html", str(photos / "o.html"), "--json", *SAMPLE]
    assert main(["report", str(photos / "good.png"), *arguments]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "accept"


def test_a_photo_gone_after_it_was_judged_has_no_picture(photos, monkeypatch):
    lines = terminal.text_lines

    def judged(report, language):
        (photos / "good.png").unlink()
        return lines(report, language)

    monkeypatch.setattr(terminal, "text_lines", judged)
    assert (
        main(["report", str(photos / "good.png"), "--html", str(photos / "o.html"), *SAMPLE]) == 0
    )
    assert "No picture to show" in (photos / "o.html").read_text(encoding="utf-8")


def test_checks_lists_each_with_its_settings(capsys):
    assert main(["checks"]) == 0
    out = capsys.readouterr().out
    assert "resolution: Finds pictures too small to be evidence." in out
    assert "  min_side = 240  (lenient " in out


def test_checks_as_json(capsys):
    assert main(["checks", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["check"] for row in rows] == list(photocheck.Registry.installed().names)
    side = rows[0]["settings"]["min_side"]
    assert side["default"] == 240
    assert set(side["profiles"]) == {"lenient", "standard", "strict"}


@pytest.mark.parametrize(
    ("option", "shown"), [("--version", "photocheck "), ("--help", "Exit codes")]
)
def test_version_and_help(option, shown, capsys):
    assert main([option]) == 0
    assert shown in capsys.readouterr().out


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_colours_only_on_a_terminal_that_wants_them(photos, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", Terminal())
    main(["check", str(photos / "small.png"), *SAMPLE])
    assert "\x1b[31mretake\x1b[0m" in sys.stdout.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", Terminal())
    main(["check", str(photos / "small.png"), *SAMPLE])
    assert "\x1b" not in sys.stdout.getvalue()


def test_a_bar_only_for_several_photos_on_a_terminal(photos, monkeypatch, capsys):
    files = [str(photos / "good.png"), str(photos / "small.png")]
    monkeypatch.setattr(sys, "stderr", Terminal())
    main(["check", files[0], *SAMPLE])
    assert sys.stderr.getvalue() == ""
    main(["check", *files, *SAMPLE, "--json"])
    assert "/2" in sys.stderr.getvalue()
    assert len([json.loads(line) for line in capsys.readouterr().out.splitlines()[1:]]) == 2


def test_a_flagged_photo_without_problems_says_what_was_noticed():
    info = photocheck.PhotoInfo(
        format="JPEG", width=9, height=9, orientation=1, flags=("jpeg.damaged",)
    )
    report = photocheck.Report(source="a.jpg", verdict="review", photo=info)
    assert terminal.text_lines(report) == "a.jpg: review\n  noticed: jpeg.damaged"


def test_stopped_by_the_keyboard(photos, capsys, monkeypatch):
    monkeypatch.setattr(Inspector, "inspect_many", interrupted)
    assert main(["check", str(photos / "good.png")]) == 130
    assert "stopped" in capsys.readouterr().err


def interrupted(*_args, **_kwargs):
    raise KeyboardInterrupt


def test_a_full_disk_is_an_error_not_a_traceback(photos, capsys, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("photocheck.pages.report.write_html", full)
    assert main(["report", str(photos / "good.png"), "--html", str(photos / "o.html")]) == 2
    assert "No space left" in capsys.readouterr().err


def test_a_closed_pipe_is_quiet(photos, capfd, monkeypatch):
    def closed(*_args, **_kwargs):
        raise BrokenPipeError

    monkeypatch.setattr(terminal.Progress, "step", closed)
    monkeypatch.setattr(cli, "forget_output", lambda: None)
    assert main(["check", str(photos / "good.png"), *SAMPLE]) == 141
    assert capfd.readouterr().err == ""


def test_output_without_a_descriptor_is_forgotten(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    streams.forget_output()


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="no pipes that break in this way")
def test_a_reader_that_goes_away(photos):
    command = [sys.executable, "-m", "photocheck", "check", "--json", *SAMPLE]
    command += [str(photos / "good.png")] * 40
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert json.loads(process.stdout.readline())["verdict"] == "accept"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 141


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that can close stdout")
def test_a_closed_stdout_is_no_crash(photos):
    command = [sys.executable, "-m", "photocheck", "check", str(photos / "good.png"), *SAMPLE]
    ran = subprocess.run(
        ["/bin/sh", "-c", f"{shlex.join(command)} >&-"],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text(photos):
    name = os.fsencode(photos) + b"/bad\xff\n.png"
    Path(os.fsdecode(name)).write_bytes((photos / "good.png").read_bytes())
    for extra in ([], ["--json"]):
        ran = run("check", os.fsdecode(name), *SAMPLE, *extra)
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert ran.stdout.decode("utf-8").count("\n") == 1
        assert b"\\udcff\\n.png" in ran.stdout
    page = photos / "o.html"
    assert run("report", os.fsdecode(name), "--html", page, *SAMPLE).returncode == 0
    assert "\\udcff\\n.png" in page.read_text(encoding="utf-8")


def test_output_that_is_not_utf_8(photos):
    command = [sys.executable, "-m", "photocheck", "check", str(photos / "small.png"), *SAMPLE]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for extra in (["--language", "fr"], ["--language", "fr", "--json"]):
        ran = subprocess.run(
            command + extra, capture_output=True, check=False, env=environment, timeout=60
        )
        assert (ran.returncode, ran.stderr) == (1, b"")
    assert "détails" in json.loads(ran.stdout)["results"][0]["message"]


def test_run_as_a_module(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["photocheck", "--version"])
    with pytest.raises(SystemExit) as stop:
        runpy.run_module("photocheck", run_name="__main__")
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"photocheck {photocheck.__version__}\n"


def test_a_page_is_written_to_regular_files_only(photos, tmp_path, capsys):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert main(["report", str(photos / "good.png"), "--html", str(pipe)]) == 2
    assert "expected a regular file" in capsys.readouterr().err


def test_an_earlier_page_outlives_an_interrupted_run(photos, tmp_path, monkeypatch, capsys):
    page = tmp_path / "page.html"
    page.write_text("earlier")

    def interrupted(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("photocheck.pages.report.write_html", interrupted)
    assert main(["report", str(photos / "good.png"), "--html", str(page)]) == 130
    assert page.read_text() == "earlier"
    assert [entry.name for entry in tmp_path.glob(".*")] == []


def test_what_a_plug_in_says_can_not_steer_the_terminal():
    result = photocheck.Result(
        check="odd", status="fail", value=1, unit="\x1b[2J", reason="odd.\x1b[2J"
    )
    report = photocheck.Report(verdict="retake", results=(result,))
    assert "\x1b" not in text_lines(report)


def test_a_folder_is_its_photos_at_any_depth_sorted(photos, capsys):
    (photos / "empty" / "deeper").mkdir()
    for name in ("empty/deeper/B.JPG", "empty/a.png", "empty/.hidden.png", "empty/notes.txt"):
        (photos / name).write_bytes((photos / "good.png").read_bytes())
    main(["check", str(photos / "empty"), "--json", "--check", "resolution"])
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [report["source"] for report in reports] == [
        str(photos / "empty" / "a.png"),
        str(photos / "empty" / "deeper" / "B.JPG"),
    ]


def test_a_folder_hides_no_picture_of_a_kind_that_is_not_read(photos, capsys):
    (photos / "empty" / "scan.tiff").write_bytes(b"II*\0 and so on")
    assert main(["check", str(photos / "empty"), *SAMPLE]) == 1
    assert "decode." in capsys.readouterr().out


@pytest.mark.parametrize("between", [b"\n", b"\r\n", b"\0"])
def test_a_list_of_photos_from_a_file_and_from_stdin(photos, capsys, monkeypatch, between):
    names = [os.fsencode(photos / name) for name in ("good.png", "small.png")]
    listed = photos / "list.txt"
    listed.write_bytes(between.join([*names, b""]))
    assert main(["check", "--files-from", str(listed), *SAMPLE]) == 1
    from_file = capsys.readouterr().out
    assert from_file.endswith("2 photos: 1 accept, 0 review, 1 retake\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(listed.read_bytes())))
    assert main(["check", "--files-from", "-", *SAMPLE]) == 1
    assert capsys.readouterr().out == from_file


def test_a_list_may_hold_thousands_and_is_checked_before_any_work(photos, capsys, monkeypatch):
    monkeypatch.setattr(Inspector, "inspect_many", never)
    listed = photos / "list.txt"
    listed.write_text(f"{photos / 'good.png'}\n" * 20_000 + "none.jpg\n")
    assert main(["check", "--files-from", str(listed)]) == 2
    assert "'none.jpg': no such file" in capsys.readouterr().err


@pytest.mark.parametrize("listed", ["", "\n\n"])
def test_an_empty_list_is_bad_usage(photos, capsys, listed):
    (photos / "list.txt").write_text(listed)
    assert main(["check", "--files-from", str(photos / "list.txt")]) == 2
    assert "expected at least one photo" in capsys.readouterr().err
    assert main(["check", "--files-from", str(photos / "nothing.txt")]) == 2
    assert "--files-from" in capsys.readouterr().err


def test_a_services_own_slots_on_every_command(photos, capsys):
    slots = '[{"name": "lid", "views": ["back"]}]'
    catalog = photos / "slots.json"
    catalog.write_text(f'{{"categories": [{{"name": "own", "kind": "tablet", "slots": {slots}}}]}}')
    good, page = str(photos / "good.png"), str(photos / "o.html")
    own = ["--catalog", str(catalog)]
    assert main(["check", good, "--slot", "own/lid", *own, *SAMPLE]) == 0
    assert main(["report", good, "--slot", "own/lid", "--html", page, *own, *SAMPLE]) == 0
    assert main(["check", good, "--slot", "own/lid", *SAMPLE]) == 2
    assert main(["match", "--category", "own", *own]) == 1
    assert "lid" in capsys.readouterr().out


def test_slots_beside_the_standard_ones_are_declared_by_the_names_of_the_answer(photos, capsys):
    catalog = photos / "slots.json"
    slots = [{"name": name, "views": [], "title": {"en": name}} for name in ("charger", "label")]
    own = {"name": "smartphone", "extends": "smartphone", "slots": slots}
    catalog.write_text(json.dumps({"extends": "standard", "categories": [own]}))
    good = str(photos / "good.png")
    command = ["match", good, good, "--category", "smartphone", "--catalog", str(catalog)]
    assert main([*command, "--declare", f"{good} (2)=label"]) == 1
    out = capsys.readouterr().out
    assert f"label: {good}: " in out
    assert f"duplicate {good} (2): like {good}" in out
    assert "charger: missing" in out
    assert main([*command, "--declare", f"{good} (3)=label"]) == 2
    assert "expected a photo of the set" in capsys.readouterr().err
    assert main(["check", good, "--slot", "smartphone/charger", "--catalog", str(catalog)]) in {
        0,
        1,
    }
    assert main(["check", good, "--slot", "laptop/back_case", "--catalog", str(catalog)]) in {0, 1}


@pytest.mark.parametrize(
    ("of", "named"), [("report", "verdict"), ("match", "assigned"), ("catalog", "categories")]
)
def test_the_schemas(of, named, capsys):
    assert main(["schema", of]) == 0
    assert named in json.loads(capsys.readouterr().out)["properties"]


def test_the_schema_of_a_report_holds_for_what_is_written(photos, capsys):
    main(["schema"])
    schema = json.loads(capsys.readouterr().out)
    main(["check", str(photos / "small.png"), "--json", *SAMPLE])
    written = json.loads(capsys.readouterr().out)
    assert set(written) == set(schema["properties"])
    assert set(schema["required"]) <= set(written)


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion(shell, capsys):
    pytest.importorskip("shtab")
    assert main(["completion", shell]) == 0
    shown = capsys.readouterr().out
    assert "photocheck" in shown
    assert "files-from" in shown


def test_completion_without_shtab_says_what_to_install(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == 2
    assert "pip install" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="no pipes that break in this way")
@pytest.mark.parametrize("arguments", [["--help"], ["checks"], ["schema", "report"]])
def test_every_command_is_quiet_when_its_reader_is_gone(arguments):
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "photocheck", *arguments],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert ran.stderr == b""
    assert ran.returncode in {0, 141}  # argparse itself ignores that nobody reads its help


def test_the_terminal_names_what_does_not_apply_apart_from_what_is_wrong():
    slot = photocheck.Result(check="slot", status="not_applicable", reason="check.no_slot")
    dark = photocheck.Result(
        check="exposure", status="fail", reason="exposure.under", message="Too dark."
    )
    lines = text_lines(photocheck.Report(verdict="retake", results=(slot, dark))).splitlines()
    assert lines[-1].strip() == "not applicable: slot"
    assert sum("slot" in line for line in lines) == 1
    alone = text_lines(photocheck.Report(verdict="accept", results=(slot,)))
    assert "slot" not in alone
