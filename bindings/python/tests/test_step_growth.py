"""Which growth is a leak."""

import random
import time

import pytest

from plimsoll import step_heap
from plimsoll.step_growth import Growth
from plimsoll.step_heap import Heap

MIB = 1 << 20


def judged(growths, kept=True):
    """Whether a step leaks whose runs grow by these; `kept`: whether the process still has it all."""
    growth, process = Growth(), 100 * MIB
    for grown in growths:
        process += grown if kept else 0
        growth.add(grown, process)
    return growth.leaks()


def test_growing_every_time_is_a_leak():
    assert judged([MIB] * 12)
    assert judged([100_000] * 40)
    assert judged([1000] * 5000)


def test_too_little_or_too_few_is_none():
    assert not judged([10 * MIB] * 7)
    assert not judged([10_000] * 40)
    assert not judged([])


def test_warming_up_is_none():
    assert not judged([50 * MIB, 50 * MIB] + [0] * 30)


def test_a_cache_that_fills_is_none():
    assert not judged([MIB] * 20 + [0] * 200)
    assert not judged([MIB // 2**run for run in range(18)] + [0] * 30)


def test_what_others_give_back_is_none():
    assert not judged([MIB] * 50, kept=False)


def test_garbage_that_is_not_collected_yet_is_none():
    # A MiB a run, of which another step collects three fifths after every fifth run.
    growth, process = Growth(), 100 * MIB
    for number in range(14):
        process += MIB
        growth.add(MIB, process)
        if number % 5 == 4:
            process -= 3 * MIB
    assert not growth.leaks()


def test_up_and_down_is_none():
    assert not judged([MIB, -MIB] * 40)
    numbers = random.Random(5)
    assert not judged([numbers.randint(-MIB, MIB) for _ in range(1000)])


@pytest.mark.parametrize("block", [16, 64])
def test_an_allocator_that_takes_blocks_hides_no_leak_for_long(block):
    # 64 KiB a run, that show as a MiB every sixteenth run.
    assert judged([MIB if run % block == 0 else 0 for run in range(block * 64)])


def test_a_leak_amid_noise():
    numbers = random.Random(7)
    assert judged([200_000 + numbers.randint(-300_000, 300_000) for _ in range(200)])


def test_it_stays_small():
    growth = Growth()
    for run in range(100_000):
        growth.add(1, run)
    assert len(growth._batches) < 16


def test_a_heap_in_which_asking_takes_long_is_left_alone_and_a_laden_machine_counts_for_nothing():
    heap = Heap()
    if heap.used() is None:
        pytest.skip("this C library does not say what is in use")
    tell = heap._info

    def delayed():
        time.sleep(0.005)
        return tell()

    heap._info = delayed
    assert heap.used() is not None and heap.used() is not None

    def laborious():
        until = time.thread_time() + 0.005
        while time.thread_time() < until:
            pass
        return tell()

    heap._info = laborious
    heap.used()
    assert heap.used() is None


def test_the_heap_of_an_older_c_library():
    """What glibc before 2.33 has is still in those of today."""
    heap = Heap(kinds=step_heap.KINDS[1:])
    if Heap().used() is None or heap.used(0) is None:
        pytest.skip("this C library does not say what is in use")
    before = Heap().used(0), heap.used(0)
    block = bytearray(64 << 20)
    grown = [tell.used(0) - was for tell, was in zip((Heap(), heap), before)]
    assert grown == [pytest.approx(len(block), rel=0.01)] * 2
    # Its numbers have 32 bits: where there may be more, resident memory is judged.
    assert heap.used(3 << 30) is None and heap.used() is None
    assert Heap().used(3 << 30) is not None and Heap().used() is not None
