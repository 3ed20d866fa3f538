"""Hashes near to one another, found without a walk through all of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photocheck.metrics import HashTable, distance
from photocheck.metrics.hash_table import _MIN_TAIL


def hashes(count, seed=0):
    random = np.random.default_rng(seed)
    return [row.tobytes().hex() for row in random.integers(0, 256, (count, 32), np.uint8)]


def near_to(hash_, bits, seed):
    places = np.random.default_rng(seed).permutation(256)[:bits]
    return f"{int(hash_, 16) ^ sum(1 << int(place) for place in places):064x}"


@pytest.fixture(scope="module")
def large():
    """More hashes than are compared one by one, some of them near to one another."""
    own = hashes(_MIN_TAIL + 300)
    own[50] = near_to(own[7], 12, 1)
    own[-3] = near_to(own[7], 30, 2)
    table = HashTable()
    assert [table.add(each) for each in own] == list(range(len(own)))
    return table, own


@settings(max_examples=60, deadline=None)
@given(
    place=st.integers(0, _MIN_TAIL + 299),
    bits=st.integers(0, 70),
    below=st.sampled_from([0, 1, 8, 16, 17, 32, 33, 64]),
    seed=st.integers(0, 999),
)
def test_what_is_found_is_what_a_walk_through_all_finds(large, place, bits, below, seed):
    table, own = large
    asked = near_to(own[place], bits, seed)
    expected = [(n, bits) for n, each in enumerate(own) if (bits := distance(asked, each)) < below]
    assert table.near(asked, below) == expected
    assert table.nearest(asked, below) == min(expected, key=lambda one: one[1], default=None)


def test_of_equal_hashes_the_first_is_the_nearest():
    table = HashTable()
    for _ in range(3):
        table.add("a" * 64)
    assert table.nearest("a" * 64, 16) == (0, 0)
    assert [place for place, _ in table.near("a" * 64, 16)] == [0, 1, 2]


def test_nothing_is_near_in_an_empty_table():
    assert HashTable().nearest("0" * 64, 256) is None
    assert len(HashTable()) == 0


@pytest.mark.parametrize("hash_", ["", "0" * 63, "0" * 65, "g" * 64])
def test_what_is_no_hash_is_refused(hash_):
    table = HashTable()
    with pytest.raises(ValueError, match="hex"):
        table.add(hash_)
    assert len(table) == 0


def test_few_of_many_are_compared(large, monkeypatch):
    # Not by the clock: by how many hashes the distances are taken of.
    from photocheck.metrics import hash_table

    table, own = large
    compared = []
    ones = hash_table._ONES

    class Counting:
        def __getitem__(self, rows):
            compared.append(len(rows))
            return ones[rows]

    monkeypatch.setattr(hash_table, "_ONES", Counting())
    table.near(own[0], 32)
    assert compared[0] < len(own) / 5
