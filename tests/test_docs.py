"""Every Python example of the README and of docs/ runs, in order, in a folder with the samples.

A block that begins with a file's name ("# store.py") is saved under it, for later blocks to import.
"""

import itertools
import logging
import re
import shlex
import shutil
import signal
import sys
from pathlib import Path

import pytest

from photocheck.cli import make_parser as photocheck_parser
from returnflow.cli import _parser as returnflow_parser

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# Parts of the dev extra that an older environment may lack.
NEEDS = {
    "batch.md": ("pyarrow",),
    "embedding-django.md": ("django",),
    "embedding-fastapi.md": ("fastapi", "httpx2", "python_multipart"),
    "embedding-postgresql.md": ("psycopg", "sqlalchemy"),
    "embedding-workers.md": ("celery", "fakeredis", "rq"),
    "ray.md": ("pyarrow", "ray"),  # in no extra: half a gigabyte
    "roles.md": ("fastapi", "httpx2"),
    "spark.md": ("pyarrow", "pyspark"),  # in no extra: needs Java
    "web-service.md": ("fastapi", "httpx2"),
}
# Engines that warn of their own affairs.
WARNS = {"ray.md", "spark.md"}
# Pages that go on where another ended.
GOES_ON = {"embedding-fastapi.md": "embedding.md", "embedding-workers.md": "embedding.md"}
FILE = re.compile(r"# (\w+\.py)\b")
FENCE = re.compile(r"^```(?P<language>[^\n]*)\n(?P<code>.*?)^```\s*$", re.MULTILINE | re.DOTALL)


def examples(page):
    """Line, language and code of each fenced block."""
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match["language"].strip(), match["code"]


def pages_with_examples():
    return [
        pytest.param(
            page,
            id=str(page.relative_to(ROOT)),
            marks=pytest.mark.filterwarnings("ignore") if page.name in WARNS else (),
        )
        for page in PAGES
        if any(language.startswith("python") for _, language, _ in examples(page))
    ]


@pytest.mark.parametrize("page", pages_with_examples())
def test_examples_run(page, tmp_path, monkeypatch, request):
    for package in NEEDS.get(page.name, ()):
        pytest.importorskip(package)
    if page.name == "spark.md" and shutil.which("java") is None:
        pytest.skip("Spark needs a Java, there is none")
    if page.name == "embedding-postgresql.md":
        monkeypatch.setenv("DATABASE_URL", request.getfixturevalue("postgresql"))
    if page.name == "embedding-workers.md":
        monkeypatch.setattr("redis.Redis", sys.modules["fakeredis"].FakeRedis)
    folder = tmp_path / "samples"
    shutil.copytree(SAMPLES, folder)
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(folder)
    before = set(sys.modules)
    namespace = {"__name__": "example"}
    # A worker listens to signals and sets the level of logging, and leaves it so when it ends.
    level = logging.getLogger().level
    listening = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    pages = [page.with_name(GOES_ON[page.name]), page] if page.name in GOES_ON else [page]
    try:
        for one in pages:
            run(one, folder, namespace)
    finally:
        logging.getLogger().setLevel(level)
        for one, listener in listening.items():
            signal.signal(one, listener)
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None)
            if file is not None and Path(file).is_relative_to(folder):
                del sys.modules[name]  # the next page has other files of these names


def files_of(page):
    """The files that a page shows: their names and what stands in them."""
    for _, _, code in examples(page):
        name = FILE.match(code)
        if name is not None:
            yield name[1], code


def run(page, folder, namespace):
    for line, language, code in examples(page):
        if not language.startswith("python"):
            continue
        # An example that does not run is not one; there is no mark to leave one out.
        assert language == "python", f"{page.name}:{line}: expected ```python, got ```{language}"
        name = FILE.match(code)
        if name is not None:
            (folder / name[1]).write_text(code, encoding="utf-8")
            continue
        # Empty lines in front give tracebacks the page's line numbers.
        exec(compile("\n" * line + code, str(page), "exec"), namespace)


def command_lines():
    """Every call of the two programs in a shell block: page, line and arguments."""
    for page in PAGES:
        for line, language, code in examples(page):
            if language not in {"sh", "bash"}:
                continue
            # A call may go on in the next line; what follows a pipe may be a call, too.
            for call in re.split(r"\n|&&|\|\|?", code.replace("\\\n", " ")):
                words = shlex.split(call.replace("…", "x"), comments=True)
                if words[:1] in (["photocheck"], ["returnflow"]):
                    told = itertools.takewhile(lambda word: word not in {">", "<"}, words)
                    yield pytest.param(list(told), id=f"{page.relative_to(ROOT)}:{line}: {call}")


@pytest.mark.parametrize("words", list(command_lines()))
def test_commands_can_be_typed(words):
    program, *arguments = words
    make_parser = {"photocheck": photocheck_parser, "returnflow": returnflow_parser}[program]
    assert make_parser().parse_args(arguments).command


def test_relative_links_lead_somewhere():
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:")
        if not (page.parent / target).exists()
    ]
    assert dead == []
