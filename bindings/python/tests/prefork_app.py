"""A WSGI application of the preforking kind: all it uses was made, and used, before the server forked."""

import json
import os
import threading

import plimsoll

sampler = plimsoll.Sampler()
monitor = plimsoll.Monitor()
checker = plimsoll.Checker(max_concurrent=2)
master = os.getpid()
sampler.read()
monitor.observe()


def check(function):
    return checker.check_all([plimsoll.Check("own", function)])[0]


# Its threads run when the server forks.
assert check(lambda: True).status == "healthy"
held = threading.Lock()


def application(environment, start_response):
    sample = sampler.read()
    monitor.observe()
    # A worker may have threads of its own; a diagnosis needs two observations in the same process.
    with held:
        monitor.observe()
        diagnosis = monitor.diagnose()
    answer = {
        "pid": os.getpid(),
        "master": master,
        "resident": sample.process_resident_bytes,
        "processes": [process.pid for process in sampler.processes()],
        "level": diagnosis.level,
        "checked": check(lambda: (True, str(os.getpid()))).message,
    }
    start_response("200 OK", [("content-type", "application/json")])
    return [json.dumps(answer).encode()]
