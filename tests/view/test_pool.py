"""A pool lends each item to one thread at a time, and survives a fork."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from photocheck.view.pool import Pool

SOON = 30


def test_an_item_given_back_is_lent_again():
    pool = Pool(object, 4)
    with pool.borrowed() as first:
        pass
    with pool.borrowed() as second:
        assert second is first
        with pool.borrowed() as third:
            assert third is not second


def test_many_threads_make_no_more_items_than_the_pool_holds():
    made, held = [], []

    def make():
        made.append(object())
        return made[-1]

    pool = Pool(make, 3)

    def use(_):
        with pool.borrowed() as item:
            assert item not in held
            held.append(item)
            threading.Event().wait(0.001)
            held.remove(item)

    with ThreadPoolExecutor(16) as executor:
        list(executor.map(use, range(200)))
    assert 1 <= len(made) <= 3


def test_as_many_threads_as_items_work_at_once():
    pool, together = Pool(object, 2), threading.Barrier(2)

    def use(_):
        with pool.borrowed():
            together.wait(SOON)  # raises unless both are here

    with ThreadPoolExecutor(2) as executor:
        list(executor.map(use, range(2)))


def test_what_cannot_be_made_takes_no_place():
    broken = True

    def make():
        if broken:
            raise ValueError("no item")
        return object()

    pool = Pool(make, 1)
    for _ in range(3):
        with pytest.raises(ValueError, match="no item"), pool.borrowed():
            pass
    broken = False
    with pool.borrowed() as item:
        assert item is not None


def test_an_item_comes_back_from_a_block_that_raises():
    pool = Pool(object, 1)
    with pytest.raises(KeyError), pool.borrowed() as first:
        raise KeyError
    with pool.borrowed() as second:
        assert second is first


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_a_forked_process_has_what_the_parents_threads_have_borrowed():
    pool, held, done = Pool(object, 1), threading.Event(), threading.Event()

    def hold():
        with pool.borrowed():
            held.set()
            done.wait(SOON)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(SOON)
    child = os.fork()
    if child == 0:
        borrowing = threading.Thread(target=lambda: pool.borrowed().__enter__(), daemon=True)
        borrowing.start()
        borrowing.join(SOON)
        os._exit(int(borrowing.is_alive()))
    done.set()
    thread.join()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
