"""In a booted kernel with cgroup v2 and pressure: what version 1 has not."""

SCENARIOS = []
