"""A sample's values, header and metadata."""

import copy
import json
import math
import pickle
import pydoc

import pytest
from conftest import captured

import plimsoll

HEADER = [
    "schema",
    "boot_time_seconds",
    "wall_time_seconds",
    "took_seconds",
    "generation",
    "cgroup_id",
    "cgroup_layout",
    "own_descriptors",
    "groups",
    "lxcfs_groups",
]
# Between them they have every field, no limit in both types, and missing values.
KERNELS = ["v1-hybrid", "v2-psi", "v2-nopsi-uml", "runc-host-cgroupns"]


def as_json(sample):
    """What the C library says of the sample's values; no limit as Python says it."""
    document = json.loads(sample.to_json())
    values = {name: value for name, value in document.items() if name not in HEADER}
    return {name: math.inf if value == "max" else value for name, value in values.items()}


@pytest.mark.parametrize("kernel", KERNELS)
def test_attributes_are_what_the_library_says(kernel):
    with plimsoll.Sampler(**captured(kernel)) as sampler:
        sample = sampler.read()
    expected = as_json(sample)
    assert len(expected) > 100
    for field in plimsoll.FIELDS:
        value = getattr(sample, field.name)
        assert value == expected.get(field.name), field.name
        assert type(value) is type(expected.get(field.name)), field.name
    assert sample.to_dict() == expected
    assert list(sample.to_dict()) == [field.name for field in plimsoll.FIELDS if field.name in expected]
    assert {field.name: value for field, value in sample.values()} == expected


def test_values_of_a_captured_kernel_are_those_that_were_set():
    with plimsoll.Sampler(**captured("v2-psi")) as sampler:
        sample = sampler.read()
    assert sample.cgroup_memory_limit_bytes == 256 << 20
    assert sample.cgroup_memory_effective_limit_bytes == 96 << 20
    assert sample.cgroup_memory_binding_depth == 1
    assert sample.cgroup_cpu_quota_cpus == 1.5
    assert sample.cgroup_effective_cpus == 0.5
    assert sample.cgroup_pids_limit == 64
    assert sample.cgroup_layout == "v2"
    assert isinstance(sample.cgroup_memory_limit_bytes, int)
    assert isinstance(sample.cgroup_effective_cpus, float)


def test_no_limit_is_infinity_in_both_types():
    with plimsoll.Sampler(**captured("v1-hybrid")) as sampler:
        sample = sampler.read()
    assert sample.cgroup_cpu_quota_cpus == math.inf
    unlimited = [field for field, value in sample.values() if value == math.inf]
    assert {field.value_type for field in unlimited} == {"limit", "limit_f64"}


def test_what_was_not_asked_for_is_none():
    with plimsoll.Sampler(groups=["load"]) as sampler:
        sample = sampler.read()
    assert sample.groups == {"load"}
    assert isinstance(sample.host_load1, float)
    assert sample.host_memory_total_bytes is None
    assert set(sample.to_dict()) == {"host_load1", "host_load5", "host_load15"}


def test_each_bit_of_validity_is_its_field():
    """One value in each sample, so that no two samples are alike in what is there."""
    restore, (empty,) = plimsoll.Sample().__reduce__()
    for index, field in enumerate(plimsoll.FIELDS):
        bits = (1 << index).to_bytes(32, "little")
        assert restore(bits + empty[32:]).to_dict() == {field.name: 0}


def test_header(sampler):
    first, second = sampler.read(), sampler.read()
    document = json.loads(second.to_json())
    assert 0 < first.boot_time_ns < second.boot_time_ns
    assert second.boot_time_ns / 1e9 == document["boot_time_seconds"]
    assert second.wall_time_ns / 1e9 == document["wall_time_seconds"]
    assert second.took_ns / 1e9 == document["took_seconds"] > 0
    for name in ("generation", "cgroup_id", "cgroup_layout", "own_descriptors"):
        assert getattr(second, name) == document[name]
    for name in ("groups", "lxcfs_groups"):
        assert getattr(second, name) == set(document[name])
    assert second.own_descriptors > 0


def test_a_sample_that_was_not_read_has_nothing():
    sample = plimsoll.Sample()
    assert sample.to_dict() == {}
    assert sample.host_load1 is None
    assert "not read" in repr(sample)


def test_reading_into_a_sample_changes_it_alone(sampler):
    sample = sampler.read()
    kept, before = sample.copy(), sample.boot_time_ns
    sampler.read_into(sample)
    assert kept.boot_time_ns == before < sample.boot_time_ns
    assert kept != sample


def test_only_samples_can_be_read_into(sampler):
    for wrong in (None, {}, bytearray(10_000)):
        with pytest.raises(AttributeError):
            sampler.read_into(wrong)


def test_attributes_cannot_be_set(sample):
    for name in ("host_load1", "took_ns", "something_else"):
        with pytest.raises(AttributeError):
            setattr(sample, name, 1)


def test_copies_and_pickles_are_equal_and_apart(sample):
    for again in (
        copy.copy(sample),
        copy.deepcopy(sample),
        sample.copy(),
        pickle.loads(pickle.dumps(sample)),
    ):
        assert again == sample and again is not sample
        assert again.to_json() == sample.to_json()
    assert sample != plimsoll.Sample()
    assert sample != 1
    with pytest.raises(TypeError):
        hash(sample)


def test_repr_tells_the_main_thing(sample):
    shown = repr(sample)
    assert f"of {len(plimsoll.FIELDS)} values" in shown
    assert f"cgroup_memory_usage_bytes={sample.cgroup_memory_usage_bytes!r}" in shown
    assert len(shown.splitlines()) == 1


def test_help_tells_every_field_with_unit_and_source():
    text = pydoc.render_doc(plimsoll.Sample, renderer=pydoc.plaintext)
    listed = set(dir(plimsoll.Sample))
    for field in plimsoll.FIELDS:
        assert field.name in listed
        assert field.name in text
        doc = getattr(plimsoll.Sample, field.name).__doc__
        assert doc.startswith(field.doc)
        assert f"Source: {field.source}. Since Linux {field.since}." in doc
        unit = "numbers" if field.unit == "count" else field.unit
        assert f"In {unit}" in doc
        assert "math.inf" in doc if field.value_type.startswith("limit") else "math.inf" not in doc
        assert " ".join(doc.split()) in " ".join(text.replace("|", " ").split())


def test_field_and_source(sample):
    field = plimsoll.Sample.field("cgroup_memory_usage_bytes")
    assert (field.unit, field.scope, field.group, field.kind) == ("bytes", "cgroup", "cgroup_memory", "gauge")
    assert sample.source("cgroup_memory_usage_bytes") == "kernel"
    for wrong in ("host_load2", "took_ns", ""):
        with pytest.raises(LookupError, match="FIELDS"):
            sample.field(wrong)


def test_the_field_table():
    assert isinstance(plimsoll.FIELDS, tuple)
    assert plimsoll.FIELDS is plimsoll.FIELDS
    assert "FIELDS" in dir(plimsoll)
    names = [field.name for field in plimsoll.FIELDS]
    assert len(names) == len(set(names)) > 150
    assert {field.scope for field in plimsoll.FIELDS} == {
        "host",
        "cgroup",
        "process",
        "network_namespace",
        "mount",
    }
    for field in plimsoll.FIELDS:
        assert field.doc and field.source and field.since
        assert field.kind in ("counter", "gauge")
        assert field.unit == "count" or field.name.endswith((field.unit, "ratio", "cpus"))


def test_a_value_that_lxcfs_rendered_says_so(sample):
    # The header as a sampler under lxcfs would write it: the word of `lxcfs_groups`, memory's bit.
    sample = sample.copy()
    sample._integers[10] = 1 << 2
    assert sample.lxcfs_groups == {"memory"}
    assert sample.source("host_memory_total_bytes") == "lxcfs"
    assert sample.source("host_load1") == "kernel"
