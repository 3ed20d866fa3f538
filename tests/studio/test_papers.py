"""Documents and parcels: what is printed can be read."""

import numpy as np
import pytest
from studio.build import build
from studio.designs import DESIGNS
from studio.documents import shipping_label
from studio.parcels import parameters

zxingcpp = pytest.importorskip("zxingcpp")
FORMS = ("box label", "slip", "handwritten slip", "invoice", "warranty card")


def read(picture):
    return {code.text for code in zxingcpp.read_barcodes(np.ascontiguousarray(picture))}


def test_labels_carry_readable_codes():
    for seed in range(4):
        picture, texts = shipping_label(np.random.default_rng(seed))
        assert read(picture) == {texts["qr"], texts["tracking"]}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_a_sheet_with_print(form):
    thing = build("document-nova-1", np.random.default_rng(3), form=form)
    printed = next(part for part in thing.parts if part.layer == "label")
    pixels = (np.clip(printed.material.colour, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
    assert pixels.std() > 3
    codes = {text for name, text in thing.texts.items() if name.startswith(("code128", "qr"))}
    assert read(pixels) >= codes


def test_unknown_forms_name_the_known():
    with pytest.raises(ValueError, match="invoice"):
        build("document-nova-1", np.random.default_rng(0), form="novel")


def test_closed_parcels_carry_their_label_on_top():
    states = set()
    for seed in range(25):
        design = DESIGNS["parcel"][seed % 12]
        thing = build(design, np.random.default_rng(seed), view="outside")
        states.add(thing.facts["label"])
        labels = [part for part in thing.parts if part.layer == "label"]
        assert bool(labels) == (thing.facts["label"] != "none")
        if labels:
            assert labels[0].vertices[:, 2].min() >= parameters(design).height
    assert {"flat", "torn", "none"} <= states


@pytest.mark.parametrize("seed", range(6))
def test_a_device_lies_inside_an_open_parcel(seed):
    rng = np.random.default_rng(seed)
    phone = build("smartphone-nova-1", rng)
    design = DESIGNS["parcel"][seed]
    thing = build(design, rng, view="inside", device=phone)
    inside = [part for part in thing.parts if part.name.startswith("device")]
    assert len(inside) == len(phone.parts)
    board = next(part for part in thing.parts if part.name == "board").vertices
    packed = np.concatenate([part.vertices for part in inside])
    assert (packed[:, :2] > board[:, :2].min(0)).all()
    assert (packed[:, :2] < board[:, :2].max(0)).all()
    assert packed[:, 2].max() < board[:, 2].max() + 0.5
