"""A service made of nothing but the guide's files survives what happens to services."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.test_docs import SAMPLES, files_of

GUIDE = Path(__file__).parents[1] / "docs" / "returnflow"

BEGIN = """
from datetime import date
from returnflow import Order
from store import answer, begin, flow, read, transaction
return_id = begin("smartphone", Order(number="A-1", date=date(2026, 11, 2), name="Ann Lee"))
open("id.txt", "w").write(return_id)
"""
TOLD = """
told = {"id": "w", "kind": "warranty_answered", "seller_told": True}
told |= {"impact": "yes", "oxidation": "no", "opened": "no"}
"""
KILL = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)\n"
DELIVER = """
import os, signal
import outbox
def carry_out(return_id, effect):
    with open("sent.txt", "a") as file:
        file.write(effect.id + "\\n")
    if {killed}:
        os.kill(os.getpid(), signal.SIGKILL)
outbox.deliver(carry_out)
"""


@pytest.fixture
def service(tmp_path):
    """Runs Python in a folder with the service's files; gives the exit code."""
    for page in ("embedding.md", "embedding-fastapi.md"):
        for name, code in files_of(GUIDE / page):
            (tmp_path / name).write_text(code, encoding="utf-8")

    def run(code, *, wait=True):
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if not wait:
            return process
        out, errors = process.communicate(timeout=120)
        assert process.returncode in {0, -signal.SIGKILL}, errors
        return process.returncode, out

    run.folder = tmp_path
    return run


def sent(service):
    path = service.folder / "sent.txt"
    return path.read_text().split() if path.exists() else []


def test_killed_between_the_commit_and_the_effect(service):
    code, _ = service(BEGIN + TOLD + 'answer(return_id, told, actor="customer:17")\n' + KILL)
    assert code == -signal.SIGKILL
    service(DELIVER.format(killed=False))
    assert sent(service) == ["w:0"]  # a person is told, by the service that starts again
    service(DELIVER.format(killed=False))
    assert sent(service) == ["w:0"]


def test_killed_between_the_effect_and_saying_so(service):
    service(BEGIN + TOLD + 'answer(return_id, told, actor="customer:17")\n')
    code, _ = service(DELIVER.format(killed=True))
    assert code == -signal.SIGKILL
    service(DELIVER.format(killed=False))
    assert sent(service) == ["w:0", "w:0"]  # once more, under the same id
    service(
        "from store import flow, read\n"
        "assert not flow.pending_effects(read(open('id.txt').read()))\n"
    )


def test_killed_in_the_middle_of_a_transaction(service):
    service(
        BEGIN
        + TOLD
        + "import os, signal\n"
        + "with transaction() as db:\n"
        + "    db.execute(\"update returns set state = 'half'\")\n"
        + "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    service("from store import read\nassert read(open('id.txt').read()).log == ()\n")


def test_the_same_event_from_five_processes_at_once(service):
    service(BEGIN)
    code = (
        TOLD
        + "from store import answer\n"
        + "outcome = answer(open('id.txt').read(), told, actor='customer:17')\n"
        + "assert not outcome.problems\n"
        + "print(outcome.applied)"
    )
    processes = [service(code, wait=False) for _ in range(5)]
    assert sorted(one.communicate(timeout=60)[0].strip() for one in processes) == [
        *["False"] * 4,
        "True",
    ]


WEB = """
import json, os
from concurrent.futures import ThreadPoolExecutor
from fastapi.testclient import TestClient
from returnflow import events
from service import app

client = TestClient(app, raise_server_exceptions=False)
url = f"/returns/{return_id}"
assert client.post(f"{url}/events", json=told).status_code == 200
"""


def web(service, code):
    for package in ("fastapi", "httpx2", "python_multipart"):
        pytest.importorskip(package)
    samples = f"SAMPLES = {str(SAMPLES)!r}\n"
    covered = 'told["impact"] = "no"  # else the photos wait for a person\n'
    assert service(BEGIN + TOLD + covered + WEB + samples + code)[0] == 0


def test_hostile_bodies_of_every_kind(service):
    web(
        service,
        """
for kind in (one.model_fields["kind"].default for one in events.CLASSES):
    for more in (
        {"id": "x" * 1000},
        {"step": "__proto__", "extra": 1},
        {"step": None, "imeis": ["1" * 60] * 2, "who": "x", "why": "y", "effects": ["w:0"]},
    ):
        assert client.post(f"{url}/events", json={"kind": kind, **more}).status_code < 500
photo = {"sha256": "0" * 64, "verdict": "accept", "slot": "back"}
for body in (
    {"kind": "staff_decided", "step": "photos", "decision": "accept", "who": "x", "why": "y"},
    {"kind": "imei_accepted", "imeis": ["352099001761482"], "who": "x", "why": "y"},
    {"kind": "photos_added", "photos": [photo]},
    {"kind": "effects_done", "effects": ["w:0"]},
):
    assert client.post(f"{url}/events", json=body).status_code == 422
long = json.dumps({"kind": "help_asked", "step": "photos", "note": "x" * 10_000_000}).encode()
surrogate = b'{"kind": "help_asked", "step": "photos", "note": "\\\\ud800"}'
for raw in (b"", b"{", b"null", b"1e999", b"\\xff", b'{"kind":' * 50_000, surrogate, long):
    headers = {"content-type": "application/json"}
    answer_ = client.post(f"{url}/events", content=raw, headers=headers)
    assert 400 <= answer_.status_code < 500, (raw[:20], answer_.text)
assert not read(return_id).decisions and not read(return_id).photos
""",
    )


def test_twenty_uploads_at_once_and_one_that_is_too_large(service):
    web(
        service,
        """
slots = ("screen_off", "back", "left", "right", "top", "bottom", "screen_on")
pictures = [open(f"{SAMPLES}/smartphone_{slot}.jpg", "rb").read() for slot in slots]

def upload(number):
    path = f"{url}/uploads/u{number}?slot={slots[number % 7]}"
    return client.put(path, content=pictures[number % 7]).status_code

with ThreadPoolExecutor(20) as threads:
    assert set(threads.map(upload, range(20))) == {200}
assert set(read(return_id).photos["photos"].kept) == set(slots)
assert client.put(f"{url}/uploads/big?slot=back", content=bytes(60_000_000)).status_code == 413
""",
    )


def test_seven_photos_called_image_jpg(service):
    web(
        service,
        """
slots = ("screen_off", "back", "left", "right", "top", "bottom", "screen_on")
files = [
    ("pictures", ("image.jpg", open(f"{SAMPLES}/smartphone_{slot}.jpg", "rb").read()))
    for slot in slots
]
assert client.put(f"{url}/sets/s1", files=files).status_code == 200
photos = read(return_id).photos["photos"]
assert len(photos.kept) + len(photos.unplaced) == 7
assert not client.put(f"{url}/sets/s1", files=files).json()["applied"]
""",
    )
