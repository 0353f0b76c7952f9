"""Carries scenarios out in a booted kernel with cgroup v2 and pressure (tests/beds/qemu_bed.py), in one boot.

There is no Python inside: each scenario becomes a shell script that does what runner.py does, and the command watches.
"""

import base64
import gzip
import io
import random
import re
import shlex
import shutil
import tarfile
from pathlib import Path

import watcher
from container import BUILD, TROUBLE
from runner import Outcome, complaints
from scenario import BASELINE
from truth import Truth, check, parse_marks, parse_value

# CPUs that scenarios of one wave use together: the emulated ones are slow, and there are two.
BUDGET = 1.0
SWAP_MIB = 160

SETUP = f"""
mkdir -p /disk /run/accuracy
mke2fs -q /dev/nvme0n1 >/dev/null 2>&1
mount -t ext4 /dev/nvme0n1 /disk || mount -t ext2 /dev/nvme0n1 /disk
dd if=/dev/zero of=/disk/swap bs=1M count={SWAP_MIB} 2>/dev/null
mkswap /disk/swap >/dev/null && swapon /disk/swap
sync
"""


def run_guest(scenarios, stop, told):
    """Outcomes of the scenarios; all are void where the bed cannot be had."""
    import qemu_bed
    from bed import BedError

    waves = plan(scenarios)
    scripts = [qemu_bed.Script("setup", SETUP, 60)]
    for number, wave in enumerate(waves):
        longest = max(one.seconds for one in wave) + BASELINE
        scripts.append(qemu_bed.Script(f"wave{number}", wave_script(wave), int(longest * 2 + 40)))
    folder = BUILD / "guest"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(TROUBLE, folder / "trouble")
    binary = Path(watcher.command()).resolve()
    text, wrong = "", None
    try:
        results = qemu_bed.boot(
            scripts, binary, memory_mib=1024, disk_mib=512, programs=("stress-ng",), folder=folder, stop=stop
        )
        text = "\n".join(result.output for result in results.values())
    except BedError as error:
        wrong = f"the booted kernel: {str(error)[:1500]}"
    outcomes = []
    for scenario in scenarios:
        outcome = collect(scenario, text, wrong)
        outcomes.append(outcome)
        told(outcome)
    return outcomes


def plan(scenarios):
    """Scenarios that run at the same time, within the budget."""
    waves = []
    for scenario in sorted(scenarios, key=lambda one: (-one.cost, one.seconds)):
        for wave in waves:
            if sum(one.cost for one in wave) + scenario.cost <= BUDGET:
                wave.append(scenario)
                break
        else:
            waves.append([scenario])
    return waves


def wave_script(wave):
    parts = [scenario_script(scenario) for scenario in wave]
    return "".join(f"(\n{part}) >/tmp/{one.name}.log 2>&1 &\n" for part, one in zip(parts, wave)) + "wait\n" + "".join(
        f"echo @@scenario {one.name}; tar -c -C /run/accuracy {one.name} | gzip -c | base64; echo @@done {one.name}\n"
        for one in wave
    )


def scenario_script(scenario):
    """What runner.carry_out does, in shell."""
    folder, group = f"/run/accuracy/{scenario.name}", f"/sys/fs/cgroup/plimsoll-{scenario.name}"
    work = f"/disk/{scenario.name}"
    lines = [f"mkdir -p {folder} {work}; cd {work}; mkdir {group}", f"exec >{folder}/log 2>&1"]
    for file, value in limits(scenario).items():
        lines.append(f"echo {value} >{group}/{file}")
    if any(process.where == "neighbour" for process in scenario.processes):
        lines.append(f"mkdir {group}-neighbour; echo 8192 >{group}-neighbour/cpu.weight")
    if scenario.write_mib_per_second:
        rate = int(scenario.write_mib_per_second * (1 << 20))
        lines.append(f'echo "$(cat /sys/block/nvme0n1/dev) wbps={rate}" >{group}/io.max')
    lines.append(f"trouble now >{folder}/begun")

    def start(number, process):
        place = group + ("-neighbour" if process.where == "neighbour" else "")
        argv = " ".join(shlex.quote(str(word).replace("{dir}", work)) for word in process.argv)
        lines.append(f"PLIMSOLL_MARKS={folder}/marks.{number} trouble launch cgroup={place} -- {argv} "
                     f">{folder}/output.{number} 2>&1 </dev/null &")  # fmt: skip
        lines.append(f"pid{number}=$!; echo {number} $(trouble now) >>{folder}/started")

    start(0, scenario.processes[0])
    lines.append("sleep 0.3")
    for number, (file, _) in enumerate(scenario.counters):
        lines.append(f"cat {group}/{file} >{folder}/before.{number}")
    target = "--pid $pid0" if scenario.watch == "pid" else f"--cgroup {group}"
    phase = random.Random(scenario.name).uniform(0, 1)
    watching = f"exec plimsoll {' '.join(watcher.words())} {target}"
    lines.append(f"(sleep {phase:.2f}; {watching}) >{folder}/ticks 2>{folder}/wrong </dev/null &")
    lines.append("watching=$!")
    for number, process in sorted(enumerate(scenario.processes), key=lambda pair: pair[1].at):
        if number:
            lines.append(f"trouble until file={folder}/begun plus={process.at}")
            start(number, process)
    lines.append(f"trouble until file={folder}/begun plus={BASELINE + scenario.seconds}")
    lines.append(f"trouble now >{folder}/ended; kill -9 $watching 2>/dev/null")
    for number, (file, _) in enumerate(scenario.counters):
        lines.append(f"cat {group}/{file} >{folder}/after.{number}")
    lines.append(f"for group in {group} {group}-neighbour; do [ -d $group ] && echo 1 >$group/cgroup.kill; done")
    lines.append(f"sleep 0.5; rmdir {group} {group}-neighbour 2>/dev/null; rm -rf {work}; true")
    return "\n".join(lines) + "\n"


def limits(scenario):
    found = {}
    if scenario.cpus:
        found["cpu.max"] = f"{int(scenario.cpus * 100_000)} 100000"
    if scenario.memory_mib:
        found["memory.max"] = scenario.memory_mib << 20
    if scenario.memory_high_mib:
        found["memory.high"] = scenario.memory_high_mib << 20
    if scenario.swap_mib is not None:
        found["memory.swap.max"] = scenario.swap_mib << 20
    if scenario.pids:
        found["pids.max"] = scenario.pids
    if scenario.shares:
        found["cpu.weight"] = max(1, scenario.shares * 100 // 1024)
    return found


def collect(scenario, text, wrong):
    """The outcome, from what the script printed."""
    truth = Truth()
    truth.marking = {number for number, one in enumerate(scenario.processes) if one.argv[0] == "trouble"}
    outcome = Outcome(scenario, truth)
    found = re.search(rf"@@scenario {scenario.name}\n(.*?)@@done {scenario.name}\n", text, re.DOTALL)
    if wrong or not found:
        truth.problems.append(wrong or "the booted kernel printed nothing of it")
        return outcome
    try:
        files = untar(gzip.decompress(base64.b64decode(found[1])))
    except (ValueError, OSError, EOFError) as error:
        truth.problems.append(f"what it printed is damaged: {error}")
        return outcome

    def read(name):
        return files.get(f"{scenario.name}/{name}", "")

    if not read("begun") or not read("ended"):
        truth.problems.append(f"the script did not get to its end: {read('log')[-300:]}")
        return outcome
    truth.begun = float(read("begun").split()[0])
    truth.ended = float(read("ended").split()[0])
    for line in read("started").splitlines():
        number, at, _ = line.split()
        truth.started[int(number)] = float(at)
    for number in range(len(scenario.processes)):
        outcome.outputs[number] = read(f"output.{number}")[-500:]
        if read(f"marks.{number}"):
            truth.marks[number] = parse_marks(read(f"marks.{number}"))
    truth.problems += complaints(outcome.outputs)
    for number, (file, key) in enumerate(scenario.counters):
        for place, into in (("before", truth.before), ("after", truth.after)):
            try:
                into[(file, key)] = parse_value(read(f"{place}.{number}"), key)
            except (IndexError, ValueError) as error:
                truth.problems.append(f"proof {file}: {error}")
    boot, wall = map(float, read("begun").split())
    outcome.ticks = watcher.ticks_of_text(read("ticks"), boot - wall)
    if not outcome.ticks:
        truth.problems.append(f"the command said nothing: {read('wrong')[-300:]} {read('log')[-300:]}")
    check(scenario, truth)
    return outcome


def untar(data):
    """Name -> text of the files in an archive."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return {
            member.name: archive.extractfile(member).read().decode(errors="replace")
            for member in archive
            if member.isfile()
        }
