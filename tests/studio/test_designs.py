"""Designs by name, their splits, and the recipes that use them."""

from collections import Counter

import numpy as np
import pytest

from studio.designs import DESIGNS, category_of, design_rng, designs_of, kind_of, split_of
from studio.recipe import RECIPES, benchmark, training
from studio.views import VIEWS, view_of

CATEGORIES = ("smartphone", "tablet", "laptop", "smartwatch", "other", "parcel", "document")


def test_there_are_at_least_24_designs_a_category():
    counts = Counter(category_of(design) for names in DESIGNS.values() for design in names)
    assert set(counts) == set(CATEGORIES)
    assert min(counts.values()) >= 24


@pytest.mark.parametrize("kind", DESIGNS)
def test_every_design_is_in_one_split(kind):
    splits = [set(designs_of(kind, split)) for split in ("train", "validation", "test")]
    assert set().union(*splits) == set(DESIGNS[kind])
    assert sum(map(len, splits)) == len(DESIGNS[kind])
    assert all(splits)


def test_a_design_makes_the_same_numbers_each_time():
    first, second = (design_rng("tablet-nova-1").random(4) for _ in range(2))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, design_rng("tablet-nova-2").random(4))


@pytest.mark.parametrize("name", ["", "phone", "smartphone-", "smartphone-none-1", "laptop"])
def test_unknown_designs_name_the_known(name):
    with pytest.raises(ValueError, match=r"smartphone-\*, tablet-\*"):
        kind_of(name)


def test_unknown_views_and_kinds_name_the_known():
    with pytest.raises(ValueError, match="smartphone, tablet"):
        view_of("phone", "back")
    with pytest.raises(ValueError, match="screen_on, screen_off, back"):
        view_of("smartphone", "under")


def test_training_never_sees_a_test_design():
    shots = training(3000)
    designs = {shot.design for shot in shots if shot.design}
    assert {split_of(design) for design in designs} == {"train", "validation"}
    assert all(shot.split == split_of(shot.design) for shot in shots if shot.design)
    kinds = Counter(category_of(shot.design) for shot in shots if shot.design)
    assert set(kinds) == set(CATEGORIES)
    for kind, views in VIEWS.items():
        assert {shot.view for shot in shots if shot.kind == kind} >= set(views)


def test_benchmark_sets_fill_every_slot_of_one_unseen_instance():
    shots = benchmark(600)
    assert len(shots) == 600
    assert {split_of(shot.design) for shot in shots if shot.design} == {"test"}
    groups = Counter(shot.group for shot in shots)
    for group in list(groups)[:-1]:
        members = [shot for shot in shots if shot.group == group]
        assert len({(shot.design, shot.instance_seed) for shot in members}) == 1
        if members[0].kind == "smartphone":
            assert [shot.view for shot in members] == list(VIEWS["smartphone"])


@pytest.mark.parametrize("recipe", RECIPES.values())
def test_a_longer_run_begins_with_the_shorter_one(recipe):
    assert recipe(40) == recipe(90)[:40]
    assert len({shot.seed for shot in recipe(90)}) == 90
