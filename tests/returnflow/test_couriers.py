"""Waybill and tracking numbers, by the rules of the courier that was chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnflow import UnknownNameError, couriers

PUBLISHED = [
    pytest.param(courier, number, valid, id=f"{courier} {number.strip()} {valid}")
    for courier in couriers.couriers()
    for valid, numbers in zip((True, False), couriers.published_numbers(courier), strict=True)
    for number in numbers
]


def test_there_are_many_published_numbers():
    assert len(PUBLISHED) > 90


@pytest.mark.parametrize(("courier", "number", "valid"), PUBLISHED)
def test_every_published_number_is_judged_right(courier, number, valid):
    assert (couriers.judge(courier, number).fault is None) is valid


def test_a_number_is_never_guessed_across_couriers():
    assert couriers.judge("ups", "3318810025").fault == "number.format"
    assert couriers.judge("dhl_express", "1Z5R89390357567127").fault == "number.format"
    assert couriers.judge("royal_mail", "RB123456785US").fault == "number.format"


def test_the_last_digit_of_a_dhl_waybill_is_checked():
    right = [
        d for d in "0123456789" if couriers.judge("dhl_express", f"331881002{d}").fault is None
    ]
    assert right == ["5"]


def test_dpd_takes_the_number_without_its_check_letter_but_says_that_it_is_unchecked():
    assert couriers.judge("dpd_uk", "09980000020033F").checked
    bare = couriers.judge("dpd_uk", "0998 0000 0200 33")
    assert (bare.fault, bare.checked) == (None, False)
    letters = [
        c
        for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        if couriers.judge("dpd_uk", "09980000020033" + c).fault is None
    ]
    assert letters == ["F"]


def test_what_is_wrong_is_said():
    assert couriers.judge("dhl_express", "").fault == "number.empty"
    assert couriers.judge("dhl_express", "33188100").fault == "number.format"
    assert couriers.judge("dhl_express", "3318810026").fault == "number.check_digit"


def test_another_courier_has_no_rules_to_break():
    number = couriers.judge("other", "ab-12 345/6")
    assert (number.fault, number.number, number.checked) == (None, "AB12345/6", False)
    assert couriers.judge("other", "1").fault == "number.format"


def test_an_unknown_courier_is_named():
    with pytest.raises(UnknownNameError, match="unknown courier 'pigeon'; known: dhl_express"):
        couriers.judge("pigeon", "1")


@given(st.sampled_from(couriers.couriers()), st.text(max_size=50))
def test_no_text_raises(courier, text):
    couriers.judge(courier, text)


@given(st.sampled_from(couriers.couriers()), st.from_regex(r"[0-9A-Z]{8,40}", fullmatch=True))
def test_no_number_raises(courier, text):
    couriers.judge(courier, text)


@pytest.mark.parametrize(
    ("courier", "number"),
    [
        ("dhl_express", "JD014600006281230704"),
        ("dhl_express", "JJD014600006281230704"),
        ("dhl_ecommerce", "60120172242323"),
        ("dhl_ecommerce", "420606019261290100130412345678"),
        ("fedex", "1027590111820004833500785458233610"),
        ("ups", "K1506235620"),
        ("post", "00340434161094027318"),
        ("post", "6A12345678901"),
        ("post", "3SABCD1234567"),
    ],
)
def test_what_a_courier_prints_is_never_the_wrong_format(courier, number):
    assert couriers.judge(courier, number).fault is None


def test_the_check_digit_of_a_german_parcel_counts():
    assert couriers.judge("post", "00340434161094027318").checked
    assert couriers.judge("post", "00340434161094027319").fault == "number.check_digit"


def test_leading_zeros_of_a_fedex_number_change_nothing():
    twelve = next(n for n in couriers.published_numbers("fedex")[0] if len(n) == 12)
    assert couriers.judge("fedex", f"000{twelve}").checked
