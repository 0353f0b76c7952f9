"""Nothing is left behind by what is done often."""

import gc
import sys

from conftest import captured, descriptors

import plimsoll


def resident_pages():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1])


# A batch may cost this many pages: an allocator's own business. A leak costs more in every batch.
SLACK = 32
BATCHES = 4


def assert_flat(work, rounds):
    grown = []
    for _ in range(BATCHES):
        gc.collect()
        blocks, pages = sys.getallocatedblocks(), resident_pages()
        for _ in range(rounds // BATCHES):
            work()
        gc.collect()
        grown.append((sys.getallocatedblocks() - blocks, resident_pages() - pages))
        if grown[-1][0] < 100 and grown[-1][1] < SLACK and len(grown) > 1:
            return
    raise AssertionError(f"blocks and pages grow with every batch: {grown}")


def test_reading_a_hundred_thousand_times():
    with plimsoll.Sampler(groups=["load", "process"]) as sampler:
        sample = plimsoll.Sample()

        def work():
            sampler.read_into(sample)
            sample.host_load1, sample.process_resident_bytes

        assert_flat(work, 100_000)


def test_reading_everything(sampler):
    sample = plimsoll.Sample()
    assert_flat(lambda: sampler.read_into(sample), 2_000)


def test_new_samples(sampler):
    assert_flat(sampler.read, 2_000)


def test_reading_makes_nothing_for_the_collector(sampler):
    sample = plimsoll.Sample()
    sampler.read_into(sample)
    gc.collect()
    gc.disable()
    try:
        before = len(gc.get_objects())
        for _ in range(1_000):
            sampler.read_into(sample)
        assert len(gc.get_objects()) - before < 10
    finally:
        gc.enable()


def test_strings(sampler):
    sample = sampler.read()

    def work():
        sample.to_json()
        sampler.cgroup_path("memory")

    assert_flat(work, 20_000)


def test_lists(sampler):
    def work():
        (
            sampler.cores(),
            sampler.disks(),
            sampler.interfaces(),
            sampler.filesystems(),
            sampler.processes(top=3),
        )

    assert_flat(work, 300)


def test_problems():
    with plimsoll.Sampler(**captured("v2-nopsi-uml")) as sampler:
        sampler.read()
        assert sampler.problems
        assert_flat(lambda: sampler.problems, 5_000)


def test_errors():
    closed = plimsoll.Sampler(groups=["load"])
    closed.close()
    sample = plimsoll.Sample()

    def work():
        try:
            closed.read_into(sample)
        except plimsoll.ClosedError:
            return
        raise AssertionError("a closed sampler reads")

    assert_flat(work, 40_000)


def test_samplers():
    before = descriptors()

    def close():
        plimsoll.Sampler(groups="tick").close()

    def drop():
        plimsoll.Sampler(groups="tick")

    def cycle():
        holder = [plimsoll.Sampler(groups=["load"])]
        holder.append(holder)

    assert_flat(close, 1_000)
    assert_flat(drop, 1_000)
    for _ in range(100):
        cycle()
    gc.collect()
    assert descriptors() == before


def test_probes():
    before = descriptors()
    target = {"name": "nobody", "rest": {"url": "http://127.0.0.1:1/"}}
    with plimsoll.ProbeContext() as context:
        context.probe(target)

        def work():
            context.probe(target).to_dict()
            try:
                context.probe("{}")
            except plimsoll.ConfigurationError:
                return
            raise AssertionError("nothing is a target")

        assert_flat(work, 2_000)
    assert_flat(lambda: plimsoll.ProbeContext().close(), 2_000)
    assert descriptors() == before


def test_checkers():
    before = descriptors()
    target = plimsoll.Targets.parse({"name": "nobody", "rest": {"url": "http://127.0.0.1:1/"}})[0]
    given = [target, plimsoll.Check("own", lambda: ("degraded", "why")), plimsoll.Check("fails", lambda: 1 / 0)]
    with plimsoll.Checker(max_concurrent=2) as checker:
        checker.check_all(given)

        def work():
            checker.check_all(given)
            with checker.stream(given) as run:
                next(run), run.fileno()
            checker.submit(target).result()
            checker.watch([])
            checker.statistics(), checker.states()

        assert_flat(work, 400)

    def whole():
        with plimsoll.Checker(max_concurrent=2) as checker:
            checker.fileno()
            checker.check_all(given)

    assert_flat(whole, 100)
    gc.collect()
    assert descriptors() == before
