"""Plimsoll through its Python package: what psutil_processes.py asks for, read as attributes."""

import sys

import plimsoll
from loop import serve

sampler = plimsoll.Sampler(groups=["process"], kept_processes=1000 if "--kept" in sys.argv else 0)


def read():
    return [(p.pid, p.name, p.cpu_seconds, p.resident_bytes, p.state) for p in sampler.processes()]


serve(read, lambda listed: f"{len(listed)} processes")
