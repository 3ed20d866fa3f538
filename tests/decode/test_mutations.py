"""A short run of the benchmark of damaged files."""

from benchmarks.mutations import MUTATIONS, main, outcomes, sound_files

from photocheck.decode import open_picture


def test_its_files_are_sound():
    for name, data in sound_files().items():
        assert not {"jpeg.damaged", "webp.damaged"} & set(open_picture(data).flags), name


def test_every_change_of_every_format_gives_a_report():
    pairs = len(sound_files()) * len(MUTATIONS)
    found = outcomes(2 * pairs, seed=1)
    assert len(found) == pairs
    assert not any(outcome.visible for key in found if key[0] == "PNG" for outcome in found[key])


def test_the_command(capfd):
    assert main(["--count", "63", "--seed", "5"]) == 0
    assert "changed files" in capfd.readouterr().out
