"""A booted kernel with cgroup v2 and PSI: Debian's cloud kernel under qemu without KVM.

    results = boot([Script("limits", "cat /sys/fs/cgroup/cgroup.controllers")], binary)
    print(results["limits"].output)

A boot takes 10 to 20 seconds, so one boot runs many scripts, each with a hard end of its own. The root file
system is an initramfs of busybox and the binary (/bin/plimsoll); there is one NVMe disk, /dev/nvme0n1, with nothing on it.
"""

import re
import shutil
from dataclasses import dataclass

from bed import CACHE, BedError, Unavailable, busybox, copy_program, make_rootfs, run, scratch

QEMU = CACHE / "qemu"
KERNEL = CACHE / "kernel" / "vmlinuz"

# Results leave through the second serial port: the first has the kernel's own messages. The kernel is booted
# with two processors; the root cgroup gives every controller to its children.
INIT = r"""#!/bin/sh
export PATH=/bin HOME=/root
mount -t proc proc /proc
mount -t sysfs sysfs /sys
[ -c /dev/null ] || mount -t devtmpfs devtmpfs /dev
mount -t tmpfs tmpfs /tmp
mount -t cgroup2 cgroup2 /sys/fs/cgroup
ip link set lo up
for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
    echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control
done
results=@RESULTS@
stty -F $results raw -echo 115200 2>/dev/null
# Held open to the end: a serial port that is closed waits only so long for what it has not sent yet.
exec 3>>$results
cd /root
for script in /scripts/*; do
    [ -f "$script" ] || continue
    seconds=$(cat "/limits/${script##*/}")
    timeout -s KILL "$seconds" sh "$script" >/tmp/out 2>&1 </dev/null
    code=$?
    {
        echo "@@begin ${script##*/}"
        cat /tmp/out
        echo
        echo "@@end ${script##*/} $code"
    } >&3
done
# Should the end be cut off all the same, it is this.
printf '%0256d\n' 0 >&3
stty -F $results raw -echo 115200 2>/dev/null
exec 3>&-
sync
@END@ -f
"""


@dataclass
class Script:
    """A shell script to run inside, and after how many seconds it is killed."""

    name: str
    text: str
    seconds: int = 20


@dataclass
class Result:
    """What a script printed (both streams) and its exit code; 137 after its time ran out."""

    output: str
    code: int


def prepare(root, scripts, binary, results, end, programs=()):
    """The root file system with the scripts, as both booted beds want it; programs are this system's own."""
    make_rootfs(root, binary)
    for program in ("unshare", *programs):
        copy_program(root, program)
    for folder in ("scripts", "limits"):
        (root / folder).mkdir()
    for number, script in enumerate(scripts):
        name = f"{number:02}-{script.name}"
        (root / "scripts" / name).write_text(script.text)
        (root / "limits" / name).write_text(f"{script.seconds}\n")
    init = root / "init"
    init.write_text(INIT.replace("@RESULTS@", results).replace("@END@", end))
    init.chmod(0o755)
    return root


def collect(text, scripts, log):
    """Name -> Result from the framed text; a script without its frame is an error."""
    found = {}
    for match in re.finditer(r"@@begin \d+-(\S+)\n(.*?)\n@@end \d+-\1 (\d+)\n", text, re.DOTALL):
        found[match[1]] = Result(match[2], int(match[3]))
    missing = [script.name for script in scripts if script.name not in found]
    if missing:
        raise BedError(
            f"no result of {', '.join(missing)}; the results end:\n{text[-3000:]}\nthe console ends:\n{log[-3000:]}"
        )
    return found


def boot(scripts, binary=None, *, timeout=None, memory_mib=512, disk_mib=64, programs=(), folder=None, stop=None):
    """Boots once, runs every script in turn, and returns name -> Result. Programs are names of this system's; what is
    in `folder` is copied to /bin. `stop` is an event that ends it early."""
    if not KERNEL.exists() or not (QEMU / "usr/bin/qemu-system-x86_64").exists():
        raise Unavailable("qemu bed: run tests/beds/install.sh")
    timeout = timeout or 60 + sum(script.seconds for script in scripts)
    with scratch("qemu") as work:
        root = prepare(work / "root", scripts, binary, "/dev/ttyS1", "reboot", programs)
        if folder:
            shutil.copytree(folder, root / "bin", dirs_exist_ok=True)
        run(
            ["sh", "-c", f"find . | {busybox()} cpio -o -H newc >../initramfs"],
            60,
            what="packing the initramfs",
            cwd=root,
        )
        with open(work / "disk", "wb") as disk:
            disk.truncate(disk_mib << 20)
        libraries = [QEMU / "usr/lib/x86_64-linux-gnu", QEMU / "lib/x86_64-linux-gnu"]
        command = [QEMU / "usr/bin/qemu-system-x86_64", "-L", QEMU / "usr/share/qemu", "-L", QEMU / "usr/share/seabios"]
        command += "-nodefaults -no-user-config -display none -no-reboot -machine q35 -cpu qemu64".split()
        command += f"-accel tcg,thread=multi -smp 2 -m {memory_mib}".split()
        command += ["-kernel", KERNEL, "-initrd", work / "initramfs"]
        command += ["-append", "console=ttyS0 psi=1 panic=-1 quiet random.trust_cpu=on mitigations=off"]
        command += ["-serial", f"file:{work}/console", "-serial", f"file:{work}/results"]
        command += ["-drive", f"file={work}/disk,format=raw,if=none,id=disk", "-device", "nvme,drive=disk,serial=bed"]

        def log():
            path = work / "console"
            return path.read_text(errors="replace") if path.exists() else "(nothing)"

        try:
            run(
                command,
                timeout,
                what="qemu bed",
                stop=stop,
                env={
                    "QEMU_MODULE_DIR": str(QEMU / "usr/lib/x86_64-linux-gnu/qemu"),
 "LD_LIBRARY_PATH": ":".join(str(path) for path in libraries), "PATH": "/usr/bin:/bin"},
            )
        except BedError as error:
            raise BedError(f"{error}\nconsole: {log()[-3000:]}") from None
        return collect((work / "results").read_text(errors="replace"), scripts, log())
