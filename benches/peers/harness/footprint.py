"""What the library costs without being called: file, memory, import."""

import os
import statistics
import subprocess

from . import table, tools


def shared_object(library):
    """The size of the stripped library with the sampling features only."""
    size = os.path.getsize(library) / 1024
    return [table.row("libplimsoll.so, sampling features, stripped", value=size, unit="KiB", require=("<=", 800))]


def c_process(library):
    """Anonymous memory that linking the library and using one sampler adds to a C program."""
    source = os.path.join(tools.HERE, "anonymous.c")
    header = os.path.join(tools.ROOT, "include")

    def figures(name, *options):
        program = os.path.join(tools.BUILD, name)
        tools.run(["cc", "-O2", "-o", program, source, *options])
        runs = [[int(word) for word in tools.run([program]).split()] for _ in range(9)]
        return [statistics.median(column) for column in zip(*runs)]

    folder = os.path.dirname(library)
    plain = figures("anonymous-without", "-DWITHOUT")
    # By its soname the program finds the library under a name that the build does not make.
    soname = os.path.join(folder, "libplimsoll.so.0")
    if not os.path.exists(soname):
        os.symlink(os.path.basename(library), soname)
    start, made, after = figures("anonymous", f"-I{header}", f"-L{folder}", "-lplimsoll", f"-Wl,-rpath,{folder}")
    note = f"and {start - plain[0]:.0f} KiB by being linked; {made - start:.0f} of it before the first reading"
    return [table.row("anonymous memory a sampler adds to a C process", value=after - start, unit="KiB",
                      require=("<=", 256), note=note)]


def python_import(bench):
    """RSS of a fresh interpreter, with and without the import; the shared object's own pages apart."""
    script = os.path.join(tools.HERE, "sides", "import_cost.py")

    def added(*module):
        environment = dict(os.environ, PYTHONPATH=bench.package)
        command = [bench.interpreter, script, *module]
        runs = [subprocess.check_output(command, env=environment, text=True).split() for _ in range(15)]
        totals, objects = ([int(run[column]) for run in runs] for column in (0, 1))
        return statistics.median(t - o for t, o in zip(totals, objects)), statistics.median(objects)

    nothing, _ = added()
    ours, library = added("plimsoll")
    psutil, _ = added("psutil")
    return [
        table.row("RSS that `import plimsoll` adds to Python", value=ours - nothing, unit="KiB",
                  require=("<=", 1024), note=f"beside {library:.0f} KiB of the shared object"),
        table.row("RSS that `import psutil` adds to Python", value=psutil - nothing, unit="KiB",
                  note="for information"),
    ]


def all_sizes(bench, library):
    """Every size there is."""
    return shared_object(library) + c_process(library) + python_import(bench)
