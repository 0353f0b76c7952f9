# The front door. `make help` lists what it can do.

CARGO ?= cargo
PYTHON ?= python3
CARGO_TARGET_DIR ?= target
export CARGO_TARGET_DIR

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
# What the tests build of the crate.
FEATURES := cli,capi,r2d2
# What the shared and the static library have in them.
LIBRARY_FEATURES := capi,report,otlp,load
# Features that others may build without the rest: code that only the rest uses must not be in the way.
ALONE := capi diagnosis r2d2 report check otlp serve load

.PHONY: help
help: ## Lists the targets.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | expand -t 16

# Where Rust has the standard library for it, the command is linked statically.
STATIC_TARGET := $(shell uname -m)-unknown-linux-musl
# TLS has parts in C; they need no C library of their own, so that any compiler will do.
export CC_$(subst -,_,$(STATIC_TARGET)) ?= $(or $(shell command -v musl-gcc 2>/dev/null),gcc)
STATIC_CARGO = $(if $(filter $(STATIC_TARGET),$(shell rustup target list --installed 2>/dev/null)),--target $(STATIC_TARGET))
COMMAND = $(CARGO_TARGET_DIR)/$(if $(STATIC_CARGO),$(STATIC_TARGET)/)release/plimsoll
PYTHON_VENV := build/python/venv
PYTHON_RUN := $(PYTHON_VENV)/bin/python

.PHONY: command
command: ## Builds the command, statically linked where Rust can.
	$(CARGO) build --release --features cli --bin plimsoll $(STATIC_CARGO)

$(PYTHON_VENV)/ready: bindings/python/tests/requirements.txt
	$(PYTHON) -m venv $(PYTHON_VENV)
	$(PYTHON_RUN) -m pip install --quiet --requirement $<
	touch $@

# --- The main job --------------------------------------------------------------------------------

.PHONY: demo
demo: ## Builds the command and says how laden the machine or container is that it runs in.
	$(CARGO) build --release --features cli --bin plimsoll
	@$(CARGO_TARGET_DIR)/release/plimsoll diagnose --for 5s || [ $$? -eq 1 ]

# --- Tests ---------------------------------------------------------------------------------------

.PHONY: test
test: test-tools test-rust soak-short test-model test-report test-python test-release test-documents test-deploy test-beds test-servers test-otlp test-load test-databases accuracy-short bench-pairs-short ## Sets up what the tests need and runs them all: Rust, C, Python, containers.

.PHONY: test-tools
test-tools: ## Installs what the tests need, where it is missing (Debian, as root).
	tests/install.sh

.PHONY: test-rust
test-rust: ## Runs the tests of the library, of the C face and of the command.
	$(CARGO) test --features $(FEATURES)

.PHONY: test-model
test-model: ## Runs locks and atomics of gate, breaker and single flight through every order of events (loom).
	$(CARGO) run --quiet --manifest-path tests/model/Cargo.toml

.PHONY: soak
soak: command $(PYTHON_VENV)/ready ## Checks, reloads, cancels and faults all at once for ten minutes, then a load test as long: nothing may grow or be lost.
	PLIMSOLL_SOAK_SECONDS=$(or $(SECONDS),600) $(CARGO) test --profile ctest --features check --test checker soak -- --ignored --nocapture
	PLIMSOLL_STATIC_BINARY=$(abspath $(COMMAND)) $(PYTHON_RUN) -m pytest -q --full tests/load/test_memory.py

.PHONY: soak-short
soak-short: ## The same for half a minute.
	PLIMSOLL_SOAK_SECONDS=30 $(CARGO) test --features $(FEATURES) --test checker soak -- --ignored --nocapture

.PHONY: test-report
test-report: $(PYTHON_VENV)/ready ## Looks at the HTML report and the live page in a browser; the pages stay in build/report.
	mkdir -p build/report
	PLIMSOLL_REPORT_DIR=$(abspath build/report) $(CARGO) test --quiet --features $(FEATURES) --lib report::tests::the_sample -- --test-threads=1 # each measures, and none the others
	$(CARGO) build --quiet --features $(FEATURES) --bin plimsoll
	PLIMSOLL_REPORT_DIR=$(abspath build/report) PLIMSOLL_COMMAND=$(abspath $(CARGO_TARGET_DIR)/debug/plimsoll) $(PYTHON_RUN) -m pytest -q tests/report

.PHONY: test-beds
test-beds: command $(PYTHON_VENV)/ready ## Runs the command in containers, in other kernels, and where limits change.
	PLIMSOLL_STATIC_BINARY=$(abspath $(COMMAND)) $(PYTHON_RUN) -m pytest -q tests/beds

.PHONY: test-load
test-load: command $(PYTHON_VENV)/ready ## Puts nginx and servers of known capacity under load, and looks whether what is told is true.
	PLIMSOLL_STATIC_BINARY=$(abspath $(COMMAND)) $(PYTHON_RUN) -m pytest -q tests/load

.PHONY: test-load-full
test-load-full: command $(PYTHON_VENV)/ready ## The same, and what takes minutes: a minute at 5,000 requests a second, ten minutes of memory.
	PLIMSOLL_STATIC_BINARY=$(abspath $(COMMAND)) $(PYTHON_RUN) -m pytest -q --full tests/load

.PHONY: bench-load
bench-load: command ## Beside oha, wrk, hey and locust: the most that is served, and latencies at a fixed rate.
	tests/servers/install.sh
	tests/load/install_peers.sh
	PLIMSOLL_STATIC_BINARY=$(abspath $(COMMAND)) $(PYTHON_RUN) tests/load/compare.py

.PHONY: test-servers
test-servers: command $(PYTHON_VENV)/ready ## Checks MCP and REST servers that others wrote, and runs the conformance suite.
	PLIMSOLL_STATIC_BINARY=$(abspath $(COMMAND)) $(PYTHON_RUN) -m pytest -q tests/servers

.PHONY: test-otlp
test-otlp: command $(PYTHON_VENV)/ready ## Has messages for OpenTelemetry read by the official definitions, and taken by a collector.
	PLIMSOLL_STATIC_BINARY=$(abspath $(COMMAND)) $(PYTHON_RUN) -m pytest -q tests/otlp

.PHONY: test-databases
test-databases: python-dev command ## Reads real PostgreSQL (12 to 18), MariaDB and SQLite over their drivers.
	tests/databases/install.sh
	PLIMSOLL_STATIC_BINARY=$(abspath $(COMMAND)) build/databases/venv/bin/python -m pytest -q tests/databases

.PHONY: database-faults
database-faults: python-dev ## Makes every fault of databases and their pools, and says which are named; DOCUMENT=docs/database-pools.md writes the tables anew.
	tests/databases/install.sh
	build/databases/venv/bin/python tests/databases/faults/run.py $(if $(DOCUMENT),--document $(DOCUMENT))

# What they say is of the whole host, and true: here everything runs at the same time, beside whatever else the machine does.
HOSTS_OWN = cpu.run_queue,cpu.host,load.per_cpu

.PHONY: accuracy-short
accuracy-short: python-dev command $(PYTHON_VENV)/ready ## Makes ten kinds of real trouble and scores what is found of it.
	PLIMSOLL_STATIC_BINARY=$(abspath $(COMMAND)) $(PYTHON_RUN) -m pytest -q tests/accuracy
	$(ACCURACY) --short --ignore $(HOSTS_OWN)

.PHONY: test-documents
test-documents: python-dev command $(PYTHON_VENV)/ready ## Runs every block of the README and of docs, and follows the links of all documents.
	PLIMSOLL_STATIC_BINARY=$(abspath $(COMMAND)) $(PYTHON_RUN) -m pytest -q tests/documents tests/screenshots

.PHONY: test-deploy
test-deploy: command $(PYTHON_VENV)/ready ## Rules, dashboard, manifests and image of deploy/; ten shards scraped by a real Prometheus.
	PLIMSOLL_STATIC_BINARY=$(abspath $(COMMAND)) $(PYTHON_RUN) -m pytest -q tests/deploy

.PHONY: fuzz
fuzz: ## Fuzzes the parsers, SECONDS=20 for each target.
	fuzz/run.sh $(or $(SECONDS),20)

.PHONY: lint
lint: abi-check ## Format, lints, documentation, licences, the ABI: warnings are errors.
	$(CARGO) fmt --check
	$(CARGO) clippy --features $(FEATURES) --all-targets -- -D warnings
	@for features in '' $(ALONE); do \
		echo "$(CARGO) clippy --lib --no-default-features --features '$$features'"; \
		$(CARGO) clippy --quiet --lib --no-default-features --features "$$features" -- -D warnings || exit 1; \
	done
	$(CARGO) clippy --quiet --bin plimsoll --features service -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --features $(FEATURES) --lib

.PHONY: screenshots
screenshots: command $(PYTHON_VENV)/ready ## Makes the pictures of docs/images anew, as root.
	PLIMSOLL_STATIC_BINARY=$(abspath $(COMMAND)) $(PYTHON_RUN) tests/screenshots/take.py

# --- Measurements --------------------------------------------------------------------------------

ACCURACY = PLIMSOLL_STATIC_BINARY=$(abspath $(COMMAND)) $(PYTHON_RUN) tests/accuracy/accuracy.py

.PHONY: accuracy
accuracy: test-tools python-dev command $(PYTHON_VENV)/ready ## Makes every kind of trouble (a quarter of an hour, alone on the machine).
	$(ACCURACY) $(ACCURACY_FLAGS)

.PHONY: bench
bench: ## Measures the sampler, the parsers, the diagnosis, what it learns, the gate and the caches (criterion).
	$(CARGO) bench --features report,export --bench sample --bench parse --bench diagnosis --bench workload --bench sizing --bench dbpool --bench anomaly --bench gate --bench report --bench export --bench cache

# Of its own place, so that a command that slows itself down is never taken for the one that is shipped.
SLOW_DOWN = $(CARGO_TARGET_DIR)/slow-down
BENCH_PAIRS = $(PYTHON) tests/bench/pairs.py --binary $(SLOW_DOWN)/plimsoll $(BENCH_PAIRS_FLAGS)

.PHONY: bench-pairs
bench-pairs: slow-down ## How often `plimsoll bench` calls equal runs different and a slow-down of a tenth worse (six minutes, alone on the machine).
	$(BENCH_PAIRS)

.PHONY: bench-pairs-short
bench-pairs-short: slow-down ## The same for half a minute.
	$(BENCH_PAIRS) --short

.PHONY: slow-down
slow-down:
	$(CARGO) build --release --features cli,slow-down-test --bin plimsoll
	mkdir -p $(SLOW_DOWN)
	mv $(CARGO_TARGET_DIR)/release/plimsoll $(SLOW_DOWN)/plimsoll # the next build puts the real one there

.PHONY: gate-flapping
gate-flapping: ## Holds a container at 95 % of its memory and another throttled for ten minutes: the gate may not waver.
	$(CARGO) test --profile ctest --test gate -- --ignored --nocapture

.PHONY: right-sizing
right-sizing: ## Right-sizing against the VPA recommender's rule; PLIMSOLL_BLESS=1 writes the tables of docs/right-sizing.md anew.
	$(CARGO) test --profile ctest --test sizing -- --ignored --nocapture

.PHONY: pool-sizing
pool-sizing: ## Advice on database pools against exhaustive search; PLIMSOLL_BLESS=1 writes the tables of docs/database-pools.md anew.
	$(CARGO) test --profile ctest --test dbpool_size the_table -- --ignored --nocapture

.PHONY: pool-throughput
pool-throughput: python-dev ## Throughput at the advised size of a pool against the best, on a real PostgreSQL; POOL_THROUGHPUT_FLAGS=--help tells more, PLIMSOLL_BLESS=1 writes the table (half an hour, alone on the machine).
	tests/databases/install.sh
	$(CARGO) build --release --manifest-path tests/databases/throughput/Cargo.toml
	build/databases/venv/bin/python tests/databases/throughput/throughput.py $(POOL_THROUGHPUT_FLAGS)

.PHONY: bench-pools
bench-pools: ## What kept connections save, with and without TLS, and what a hundred of them cost.
	$(CARGO) bench --features check --bench pools

.PHONY: bench-adapters
bench-adapters: python-dev $(PYTHON_VENV)/ready ## What watching a pool of database connections adds to a checkout: r2d2, SQLAlchemy, DBUtils.
	$(CARGO) bench --features r2d2 --bench dbpool_r2d2
	$(PYTHON_RUN) $(PYTHON_DIR)/benches/pools.py

.PHONY: bench-steps
bench-steps: python-dev ## What a step of Python's costs, a question whether to pause, and a log line with the load.
	$(PYTHON) $(PYTHON_DIR)/benches/steps.py

.PHONY: bench-host
bench-host: ## What watching costs its host, with exporters and without, beside the naive floor (a minute).
	$(CARGO) bench --features otlp --bench host

.PHONY: bench-otlp
bench-otlp: ## What a page for OpenTelemetry costs its caller and the exporter's thread, and how many bytes it has.
	$(CARGO) bench --features otlp --bench otlp

.PHONY: bench-probes
bench-probes: ## What a check costs beside ureq, aiohttp and a bare socket, in one run and one table.
	tests/servers/install.sh
	$(PYTHON) benches/probes/run.py $(BENCH_PROBES_FLAGS)

.PHONY: bench-checker
bench-checker: ## Many checks at once: speed, CPU, memory, punctuality, also where servers hang; beside aiohttp.
	$(PYTHON) benches/checker/run.py $(BENCH_CHECKER_FLAGS)

.PHONY: bench-peers
bench-peers: ## Compares with the naive floor, psutil, sysinfo and procfs, in one run and one table.
	$(PYTHON) benches/peers/run.py $(BENCH_PEERS_FLAGS)

# --- The C library: lib, install, uninstall ------------------------------------------------------

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR ?= $(PREFIX)/share/man
CPP_HEADERS := $(notdir $(wildcard include/plimsoll/*.hpp))
MAN_PAGES := $(notdir $(wildcard docs/man/*.1 docs/man/*.3))
DESTDIR ?=
INSTALL ?= install
STRIP ?= strip

ABI := $(shell sed -n 's/.*PLIM_ABI_VERSION: u32 = \([0-9]*\);/\1/p' src/capi/version.rs)
# Without a target triple cargo builds into release/; packagers who cross-build say where.
CARGO_BUILT ?= $(CARGO_TARGET_DIR)/release
# Or `zigbuild`, for an older C library or another machine than the one that builds.
CARGO_BUILD ?= build
C_BUILD := build/c
C_SHARED := libplimsoll.so.$(VERSION)

.PHONY: lib
lib: ## Builds the C library, shared and static, into build/c.
	$(CARGO) $(CARGO_BUILD) --release --lib --features $(LIBRARY_FEATURES) $(CARGO_FLAGS)
	mkdir -p $(C_BUILD)
	cp $(CARGO_BUILT)/libplimsoll.so $(C_BUILD)/$(C_SHARED)
	$(STRIP) --strip-unneeded $(C_BUILD)/$(C_SHARED)
	ln -sf $(C_SHARED) $(C_BUILD)/libplimsoll.so.$(ABI)
	ln -sf libplimsoll.so.$(ABI) $(C_BUILD)/libplimsoll.so
	bindings/c/pack-static.sh $(CARGO_BUILT)/libplimsoll.a $(C_BUILD)/libplimsoll.a

# Where everything goes, relative to LIBDIR and INCLUDEDIR; `uninstall` removes the same.
C_LIB_FILES := $(C_SHARED) libplimsoll.so.$(ABI) libplimsoll.so libplimsoll.a pkgconfig/plimsoll.pc \
	cmake/plimsoll/plimsollConfig.cmake cmake/plimsoll/plimsollConfigVersion.cmake

C_FILL = sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@LIBDIR@|$(LIBDIR)|g' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|g' \
	-e 's|@VERSION@|$(VERSION)|g' -e 's|@ABI@|$(ABI)|g' \
	-e "s|@INCLUDEDIR_FROM_CMAKE@|$$(realpath -m --relative-to=$(LIBDIR)/cmake/plimsoll $(INCLUDEDIR))|g"

.PHONY: install
install: lib ## Installs library, headers, pkg-config and CMake files, man pages: PREFIX=, DESTDIR=.
	$(INSTALL) -d $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(LIBDIR)/cmake/plimsoll $(DESTDIR)$(INCLUDEDIR)
	$(INSTALL) -m 755 $(C_BUILD)/$(C_SHARED) $(DESTDIR)$(LIBDIR)/$(C_SHARED)
	ln -sf $(C_SHARED) $(DESTDIR)$(LIBDIR)/libplimsoll.so.$(ABI)
	ln -sf libplimsoll.so.$(ABI) $(DESTDIR)$(LIBDIR)/libplimsoll.so
	$(INSTALL) -m 644 $(C_BUILD)/libplimsoll.a $(DESTDIR)$(LIBDIR)/libplimsoll.a
	$(INSTALL) -m 644 include/plimsoll.h $(DESTDIR)$(INCLUDEDIR)/plimsoll.h
	$(INSTALL) -m 644 include/plimsoll.hpp $(DESTDIR)$(INCLUDEDIR)/plimsoll.hpp
	$(INSTALL) -d $(DESTDIR)$(INCLUDEDIR)/plimsoll
	$(INSTALL) -m 644 $(addprefix include/plimsoll/,$(CPP_HEADERS)) $(DESTDIR)$(INCLUDEDIR)/plimsoll/
	$(INSTALL) -d $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man3
	@for page in $(MAN_PAGES); do $(INSTALL) -m 644 docs/man/$$page $(DESTDIR)$(MANDIR)/man$${page##*.}/$$page || exit 1; done
	$(C_FILL) bindings/c/plimsoll.pc.in > $(C_BUILD)/plimsoll.pc
	$(INSTALL) -m 644 $(C_BUILD)/plimsoll.pc $(DESTDIR)$(LIBDIR)/pkgconfig/plimsoll.pc
	@for file in plimsollConfig plimsollConfigVersion; do \
		$(C_FILL) bindings/c/$$file.cmake.in > $(C_BUILD)/$$file.cmake && \
		$(INSTALL) -m 644 $(C_BUILD)/$$file.cmake $(DESTDIR)$(LIBDIR)/cmake/plimsoll/$$file.cmake || exit 1; \
	done

.PHONY: uninstall
uninstall: ## Removes what install put there.
	rm -f $(addprefix $(DESTDIR)$(LIBDIR)/,$(C_LIB_FILES)) $(addprefix $(DESTDIR)$(INCLUDEDIR)/plimsoll,.h .hpp)
	rm -f $(addprefix $(DESTDIR)$(INCLUDEDIR)/plimsoll/,$(CPP_HEADERS))
	@for page in $(MAN_PAGES); do rm -f $(DESTDIR)$(MANDIR)/man$${page##*.}/$$page; done
	-rmdir $(DESTDIR)$(INCLUDEDIR)/plimsoll $(DESTDIR)$(LIBDIR)/cmake/plimsoll $(DESTDIR)$(LIBDIR)/cmake 2>/dev/null

# --- Python --------------------------------------------------------------------------------------

PYTHON_DIR := bindings/python
PYTHON_LIBRARY := $(PYTHON_DIR)/plimsoll/libplimsoll.so

.PHONY: python-dev
python-dev: ## Makes the package in bindings/python ready to import.
	$(CARGO) build --release --lib --features $(LIBRARY_FEATURES)
	cp $(CARGO_TARGET_DIR)/release/libplimsoll.so $(PYTHON_LIBRARY).new
	strip --strip-unneeded $(PYTHON_LIBRARY).new
	mv $(PYTHON_LIBRARY).new $(PYTHON_LIBRARY) # by a rename: an interpreter may have the old one mapped
	$(PYTHON) -m compileall -q $(PYTHON_DIR)/plimsoll

.PHONY: wheel
wheel: python-dev command $(PYTHON_VENV)/ready ## Builds the Python wheel into dist.
	mkdir -p $(PYTHON_DIR)/plimsoll/bin dist
	cp $(COMMAND) $(PYTHON_DIR)/plimsoll/bin/plimsoll.new
	strip $(PYTHON_DIR)/plimsoll/bin/plimsoll.new
	mv $(PYTHON_DIR)/plimsoll/bin/plimsoll.new $(PYTHON_DIR)/plimsoll/bin/plimsoll
	rm -f dist/plimsoll_monitor-*.whl
	$(PYTHON_RUN) -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist $(PYTHON_DIR)
	@ls -l dist/plimsoll_monitor-*.whl

.PHONY: test-python
test-python: wheel ## Runs the tests of the Python package and of its wheel.
	cd $(PYTHON_DIR) && $(abspath $(PYTHON_RUN)) -m pytest -q --wheel=$(abspath dist)

# --- Releases: packaging/ ------------------------------------------------------------------------

PACKAGING_RUN := build/packaging/venv/bin/python
# What has to be tried before every change: one machine, both C libraries.
SHORT_TARGETS := $(shell uname -m)-unknown-linux-gnu $(shell uname -m)-unknown-linux-musl
SHORT_DIST := $(CARGO_TARGET_DIR)/packaging/dist
ALL_TARGETS = $(shell $(PYTHON) packaging/target.py)
RELEASE = $(PACKAGING_RUN) packaging/release.py $(RELEASE_FLAGS)

.PHONY: packaging-tools
packaging-tools: ## Installs what a release is made with; TARGETS= says for which machines.
	packaging/install.sh --bill $(or $(TARGETS),$(ALL_TARGETS))

.PHONY: release
release: packaging-tools ## Makes a release in dist, for every target or TARGETS=: crate, wheels, archives, sources, bill of materials, checksums.
	$(RELEASE) $(or $(TARGETS),$(ALL_TARGETS))

.PHONY: wheels
wheels: ## Only the wheels of a release, for every target or TARGETS=.
	packaging/install.sh $(or $(TARGETS),$(ALL_TARGETS))
	$(RELEASE) --only wheels $(or $(TARGETS),$(ALL_TARGETS))

.PHONY: release-twice
release-twice: packaging-tools ## Makes a release twice in folders of other names, and compares (twice as long); TARGETS=.
	$(PACKAGING_RUN) packaging/twice.py $(or $(TARGETS),$(ALL_TARGETS))

.PHONY: test-release
test-release: command ## Makes archives and wheels for this machine, for old glibc and for musl, and tries them; the ABI's check.
	packaging/install.sh $(SHORT_TARGETS)
	$(RELEASE) --only short --dirty --command $(COMMAND) --dist $(SHORT_DIST) $(SHORT_TARGETS)
	$(PACKAGING_RUN) -m pytest -q -rs tests/release --dist $(SHORT_DIST)

.PHONY: test-userlands
test-userlands: ## Tries what is in dist in the oldest and the newest Debian, under musl, and on emulated machines (needs make release; minutes).
	tests/userlands/install.sh
	$(PACKAGING_RUN) -m pytest -q -rs tests/userlands --dist $(or $(DIST),dist)

.PHONY: newcomer
newcomer: ## Times the way of who has only the files in dist, in bare Debians: to a diagnosis from Python, C and Robot Framework.
	tests/userlands/install.sh
	$(PACKAGING_RUN) -m pytest -q -rs tests/userlands/test_newcomer.py --dist $(or $(DIST),dist)

.PHONY: abi-check
abi-check: $(PYTHON_VENV)/ready ## Compares the C ABI with that of the last release (docs/abi).
	$(PYTHON_RUN) packaging/abi.py check

.PHONY: abi-write
abi-write: $(PYTHON_VENV)/ready ## Describes the C ABI as it is, in docs/abi.
	$(PYTHON_RUN) packaging/abi.py write

# --- Files written from their sources ------------------------------------------------------------

.PHONY: generate
generate: ## Writes the header, the sample struct and the reference page anew.
	PLIMSOLL_BLESS=1 $(CARGO) test --test generated
	PLIMSOLL_BLESS=1 $(CARGO) test --test generated # the header is written from what the first run wrote
	PLIMSOLL_BLESS=1 $(CARGO) test --features check --test faults the_page
	PLIMSOLL_BLESS=1 $(CARGO) test --features check --test probe the_page
	PLIMSOLL_BLESS=1 $(CARGO) test --features export --test metrics the_page
	PLIMSOLL_BLESS=1 $(CARGO) test --features cli --bin plimsoll the_manual
