"""What steps need and keep of memory, and which of them leak."""

import subprocess

import pytest
from conftest import only, run

import plimsoll

MIB = 1 << 20


def test_memory_peak_and_growth(book):
    kept = []
    # So that the process's peak so far is no more than this.
    with book.step("spike") as spike:
        bytearray(64 * MIB)[::4096] = b"x" * (64 * MIB // 4096)
    with book.step("keep") as keep:
        kept.append(bytearray(b"x") * (8 * MIB))
    assert spike.memory_growth_bytes < 8 * MIB
    assert keep.memory_growth_bytes == pytest.approx(8 * MIB, rel=0.2)
    assert keep.memory_peak_bytes >= 8 * MIB
    step = only(book, "keep")
    assert step.memory.growth_bytes == keep.memory_growth_bytes
    assert step.memory.growth_per_run_bytes is None


SPIKE = """
import plimsoll
with plimsoll.step("warm"):
    pass
with plimsoll.step("spike") as run:
    block = bytearray(b"x") * (64 << 20)
    del block
print(run.memory_peak_bytes > 64 << 20, run.memory_peak_bytes < 192 << 20, run.memory_growth_bytes < 8 << 20)
"""


def test_a_peak_within_a_step_is_seen():
    assert run(SPIKE).split() == ["True"] * 3


def test_a_program_that_was_there_before_an_exec_hides_no_peak():
    before = """
import os, sys
block = bytearray(b"x") * (256 << 20)
os.execv(sys.executable, [sys.executable, "-c", sys.argv[1]])
"""
    assert run(before, SPIKE).split() == ["True"] * 3


def test_what_is_within_does_not_grow_what_is_around(book):
    kept = []
    for _ in range(12):
        with book.step("order"), book.step("post"):
            kept.append(bytearray(b"x") * MIB)
    steps = book.steps()
    assert [step.name for step in steps.leaking()] == ["post"]
    assert steps.find("post").memory.growth_per_run_bytes == pytest.approx(MIB, rel=0.2)
    assert abs(steps.find("order").memory.growth_per_run_bytes) < MIB / 4
    assert "'post', within 'order', leaks memory: " in steps.summary


def test_who_keeps_something_is_named_and_not_who_needs_more_next(book):
    kept = []
    for _ in range(40):
        # What this one gives back is what the next one keeps a part of.
        with book.step("fetch"):
            bytearray(b"x") * (2 * MIB)
        with book.step("archive"):
            kept.append(bytearray(b"x") * (MIB // 2))
    if book._reader._used() is None:
        pytest.skip("this C library does not say what is in use")
    assert [step.name for step in book.steps().leaking()] == ["archive"]


def test_a_leak_that_takes_what_was_free_already_is_named():
    script = """
import plimsoll
free = [bytearray(b"x") * (64 << 10) for _ in range(1024)]
# What is behind it stays with the process, though nothing is in it.
last = free.pop()
free.clear()
kept = []
for _ in range(30):
    with plimsoll.step("archive"):
        kept.extend(bytearray(b"x") * (64 << 10) for _ in range(4))
print([step.name for step in plimsoll.steps().leaking()], plimsoll.step_book.book._reader._used())
"""
    printed = run(script)
    if printed.endswith(" None\n"):
        pytest.skip("this C library does not say what is in use")
    assert printed.startswith("['archive'] ")


def test_what_was_measured_otherwise_is_judged_anew(book):
    kept = []

    def archive():
        for _ in range(12):
            with book.step("archive"):
                kept.append(bytearray(b"x") * (MIB // 2))

    archive()
    if book._reader._used() is None:
        pytest.skip("this C library does not say what is in use")
    assert only(book, "archive").memory.judged_runs == 10
    book._reader._used = lambda resident: None
    archive()
    assert only(book, "archive").memory.judged_runs == 10


def test_what_the_next_step_gives_back_is_no_leak(book):
    kept = []
    for _ in range(20):
        with book.step("load"):
            kept.append(bytearray(b"x") * (4 * MIB))
        with book.step("clear"):
            kept.clear()
    assert book.steps().leaking() == ()


def test_a_name_takes_no_more_than_is_said():
    script = """
import tracemalloc, plimsoll
from plimsoll.step_tally import Tally

def run(number):
    made = plimsoll.StepBook().begin("step")
    made.end(f"Error{number % 20}")
    made.parent = type("Parent", (), {"name": f"parent {number % 20}"})
    made.seconds = made.cpu_seconds = 1e-8 * 1.02 ** number
    return made

runs = [run(number) for number in range(1800)]
tracemalloc.start()
before = tracemalloc.get_traced_memory()[0]
tally = Tally("step")
for each in runs:
    tally.add(each, 1000, 1 << 30, True)
print((tracemalloc.get_traced_memory()[0] - before) >> 10)
"""
    assert int(run(script, options=())) <= 18


# An allocator that gives out what it maps, and takes nothing back.
OTHER_ALLOCATOR = r"""
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
static char *next, *end;
static void *take(size_t align, size_t size) {
    static volatile char lock;
    while (__atomic_test_and_set(&lock, __ATOMIC_ACQUIRE)) {}
    size_t whole = size + align + 32;
    if (next == NULL || (size_t)(end - next) < whole) {
        size_t more = whole < (1u << 24) ? 1u << 24 : whole;
        next = mmap(NULL, more, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        end = next + more;
    }
    char *found = (char *)(((size_t)next + 16 + align - 1) / align * align);
    ((size_t *)found)[-1] = size;
    next = found + size;
    __atomic_clear(&lock, __ATOMIC_RELEASE);
    return found;
}
void *malloc(size_t size) { return take(16, size); }
void *calloc(size_t count, size_t size) { return take(16, count * size); }
void free(void *block) { (void)block; }
void *realloc(void *block, size_t size) {
    void *found = take(16, size);
    if (block != NULL) {
        size_t had = ((size_t *)block)[-1];
        memcpy(found, block, had < size ? had : size);
    }
    return found;
}
void *memalign(size_t align, size_t size) { return take(align < 16 ? 16 : align, size); }
void *aligned_alloc(size_t align, size_t size) { return memalign(align, size); }
int posix_memalign(void **block, size_t align, size_t size) { *block = memalign(align, size); return 0; }
"""


def test_another_allocator_is_not_taken_for_an_empty_heap(tmp_path):
    other = str(tmp_path / "allocator.so")
    build = ["cc", "-shared", "-fPIC", "-O1", "-fno-builtin", "-o", other, "-xc", "-"]
    subprocess.run(build, input=OTHER_ALLOCATOR.encode(), check=True)
    script = """
import plimsoll
kept = []
for _ in range(20):
    with plimsoll.step("archive"):
        kept.append(bytearray(b"x") * (1 << 20))
print(plimsoll.step_book.book._reader._used(), [step.name for step in plimsoll.steps().leaking()])
"""
    assert run(script, options=(), LD_PRELOAD=other) == "None ['archive']\n"
