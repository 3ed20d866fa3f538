"""IMEI numbers: typed and read from pictures."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnflow import imei

GOOD = "352099001761481"
SECOND = "490154203237518"


def with_check_digit(first):
    return next(first + digit for digit in "0123456789" if imei.luhn(first + digit))


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        " 35 209900 176148 1",
        "35-209900-176148-1",
        "35.209900.176148.1",
        "３５２０９９００１７６１４８１",
        "352099/00/176148/1",
    ],
)
def test_spaces_dashes_and_wide_digits_are_forgiven(text):
    assert imei.fault(text) is None
    assert imei.compact(text) == GOOD


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "imei.empty"),
        ("  - ", "imei.empty"),
        ("35209900176148O", "imei.not_digits"),
        ("²52099001761481", "imei.not_digits"),
        ("35209900176148²", "imei.not_digits"),
        ("35209900176148", "imei.no_check_digit"),
        ("3520990017614823", "imei.imeisv"),
        ("3520990017614", "imei.length"),
        ("35209900176148231", "imei.length"),
        ("352099001761482", "imei.check_digit"),
        ("352099001761841", "imei.check_digit"),
        ("000000000000000", "imei.zero_tac"),
        ("000000001234566", "imei.zero_tac"),
    ],
)
def test_what_is_no_imei_is_explained(text, fault):
    assert imei.fault(text) == fault


@given(st.text(max_size=40))
def test_no_text_raises(text):
    imei.fault(text)
    imei.find(text)


@given(st.integers(0, 13), st.integers(1, 9))
def test_any_one_digit_changed_is_noticed(place, by):
    changed = str((int(GOOD[place]) + by) % 10)
    assert imei.fault(GOOD[:place] + changed + GOOD[place + 1 :]) is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"IMEI {GOOD}", (GOOD,)),
        (f"IMEI: {GOOD}\nSerial: X", (GOOD,)),
        (f"IMEI1 {GOOD}\nIMEI2 {SECOND}", (GOOD, SECOND)),
        (f"IMEI (slot 1)\n{GOOD} / 01\nIMEI (slot 2)\n{SECOND} / 01", (GOOD, SECOND)),
        (f"IMEI {GOOD} {SECOND}", (GOOD, SECOND)),
        ("IMEI 35 209900 176148 1", (GOOD,)),
        ("IMEI 35-209900-176148-1", (GOOD,)),
        (f"IMEI{GOOD}", (GOOD,)),
        (f"IME1{GOOD}", (GOOD,)),
        (f"IME11{GOOD}", (GOOD,)),
        (f"IMEl2{SECOND}", (SECOND,)),
        (f"1MEI1: {GOOD}", (GOOD,)),
        (f"imei no. {GOOD}", (GOOD,)),
        (f"IMEI {GOOD} IMEI {GOOD}", (GOOD,)),
        (GOOD, ()),
        (f"IMEI {GOOD[:-1]}", ()),
        (f"IMEI {GOOD}7", ()),
        (f"IMEI SV {GOOD}7", ()),
        (f"IMEI/SV {GOOD}", ()),
        (f"MEID {GOOD}", ()),
        (f"IMEISV: {GOOD}", ()),
        (f"EID 89{GOOD}7{GOOD}", ()),
        (f"Serial {GOOD}", ()),
        (f"S/N {GOOD}", ()),
        (f"ICCID 8949{GOOD}", ()),
        (f"IMEI\nEID\n{GOOD}", ()),
        (f"IMEI {GOOD}A", ()),
        ("", ()),
    ],
)
def test_reading_from_text(text, expected):
    assert imei.find(text) == expected


def test_no_imei_is_found_in_an_eid_serial_or_iccid():
    """However the reader broke the number up, and though one window in ten passes the check."""
    chance = random.Random(5)
    labels = [
        "EID",
        "E1D",
        "ICCID",
        "1CCID",
        "Serial",
        "Serial No.",
        "S/N",
        "SN",
        "Seriennummer",
        "MEID",
        "IMSI",
        "CSN",
    ]
    for _ in range(4000):
        label = chance.choice(labels)
        length = {"E": 32, "I": 19, "1": 19}.get(label[0], 15)
        digits = "".join(chance.choices("0123456789", k=length))
        if length == 15:
            digits = with_check_digit("35" + digits[:12])
        step = chance.choice([4, 5, 8, 32])
        broken = chance.choice(["", " ", "\n"]).join(
            digits[n : n + step] for n in range(0, length, step)
        )
        text = f"IMEI {GOOD}\n{label}{chance.choice([' ', ': ', chr(10), ''])}{broken}\nModel X"
        assert imei.find(text) == (GOOD,), text


def test_damaged_readings_give_the_right_number_or_none():
    chance = random.Random(6)
    for _ in range(2000):
        number = with_check_digit("35" + "".join(chance.choices("0123456789", k=12)))
        place = chance.randrange(15)
        damaged = (
            number[:place] + chance.choice(["", "O", " ", number[place] * 2]) + number[place + 1 :]
        )
        assert set(imei.find(f"IMEI: {damaged} EID 8904")) <= {number}


def test_long_texts_take_no_long_time():
    for part in (" ", "IMEI ", "IMEI/", "1", "1 ", "Numéro ", "\n", "35209900176148"):
        imei.find(part * (200_000 // len(part)))
        imei.find("IMEI" + part * (200_000 // len(part)))


@pytest.mark.parametrize(
    "printed",
    [
        "352099001761481/01",
        "352099001761481 / 23",
        "IMEI: 352099001761481",
        "IMEI 352099001761481",
        "IMEI1: 35 209900 176148 1",
        "IMEI 2 352099001761481",
        "352099001761481 (eSIM)",
        "352099001761481 (SIM 1)",
        "IMEI/MEID 35 209900 176148 1",
        "IMEI / MEID: 352099001761481",
        "MEID/IMEI 352099001761481",
        "IMEI (eSIM) 352099001761481",
        "IMEI2 (eSIM): 352099001761481",
        "IMEI (slot 2)\n35209900 176148 1 / 01",
        "IMEI Slot 1: 352099001761481",
        "IMEI-1: 352099001761481",
        "IMEI-Nummer 352099001761481",
        "Numéro IMEI 1 : 352099001761481",
        "IMEI No. 35.209900.176148.1",
        "IMEI:35-209900-176148-1/23",
        "IMEI 352099001761481 SVN: 23",
        "IMEI（SIM1）：３５２０９９００１７６１４８１",
        "imei 352099001761481 / 05 (eSIM)",
    ],
)
def test_an_imei_is_taken_as_phones_and_boxes_print_it(printed):
    assert imei.compact(printed) == "352099001761481"
    assert imei.fault(printed) is None
    # The rule for what was read needs the label; all else is the same.
    labelled = printed if "IMEI" in printed.upper() else f"IMEI {printed}"
    assert imei.find(labelled) == ("352099001761481",)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("3520990017614823", "imei.imeisv"),
        ("35209900176148/23", "imei.imeisv"),
        ("IMEI:", "imei.not_digits"),
        ("MEID 352099001761481", "imei.not_digits"),
        ("IMEISV: 352099001761481", "imei.not_digits"),
        ("IMEI/SV 352099001761481", "imei.not_digits"),
        ("352099001761481 99", "imei.length"),
    ],
)
def test_other_numbers_are_told_as_they_were_typed(typed, fault):
    assert imei.fault(typed) == fault
