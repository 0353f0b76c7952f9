# The front door. `make help` lists what it can do.

CARGO ?= cargo
CARGO_TARGET_DIR ?= target
export CARGO_TARGET_DIR

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)

.PHONY: help
help: ## Lists the targets.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | expand -t 16

# --- The C library: lib, install, uninstall ------------------------------------------------------

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DESTDIR ?=
INSTALL ?= install
STRIP ?= strip

ABI := $(shell sed -n 's/.*PLIM_ABI_VERSION: u32 = \([0-9]*\);/\1/p' src/capi/version.rs)
# Without a target triple cargo builds into release/; packagers who cross-build say where.
CARGO_BUILT ?= $(CARGO_TARGET_DIR)/release
C_BUILD := build/c
C_SHARED := libplimsoll.so.$(VERSION)

.PHONY: lib
lib: ## Builds the C library, shared and static, into build/c.
	$(CARGO) build --release --lib --features capi $(CARGO_FLAGS)
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
install: lib ## Installs library, header, pkg-config and CMake files: PREFIX=, DESTDIR=.
	$(INSTALL) -d $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(LIBDIR)/cmake/plimsoll $(DESTDIR)$(INCLUDEDIR)
	$(INSTALL) -m 755 $(C_BUILD)/$(C_SHARED) $(DESTDIR)$(LIBDIR)/$(C_SHARED)
	ln -sf $(C_SHARED) $(DESTDIR)$(LIBDIR)/libplimsoll.so.$(ABI)
	ln -sf libplimsoll.so.$(ABI) $(DESTDIR)$(LIBDIR)/libplimsoll.so
	$(INSTALL) -m 644 $(C_BUILD)/libplimsoll.a $(DESTDIR)$(LIBDIR)/libplimsoll.a
	$(INSTALL) -m 644 include/plimsoll.h $(DESTDIR)$(INCLUDEDIR)/plimsoll.h
	$(C_FILL) bindings/c/plimsoll.pc.in > $(C_BUILD)/plimsoll.pc
	$(INSTALL) -m 644 $(C_BUILD)/plimsoll.pc $(DESTDIR)$(LIBDIR)/pkgconfig/plimsoll.pc
	for file in plimsollConfig plimsollConfigVersion; do \
		$(C_FILL) bindings/c/$$file.cmake.in > $(C_BUILD)/$$file.cmake && \
		$(INSTALL) -m 644 $(C_BUILD)/$$file.cmake $(DESTDIR)$(LIBDIR)/cmake/plimsoll/$$file.cmake || exit 1; \
	done

.PHONY: uninstall
uninstall: ## Removes what install put there.
	rm -f $(addprefix $(DESTDIR)$(LIBDIR)/,$(C_LIB_FILES)) $(DESTDIR)$(INCLUDEDIR)/plimsoll.h
	-rmdir $(DESTDIR)$(LIBDIR)/cmake/plimsoll $(DESTDIR)$(LIBDIR)/cmake 2>/dev/null

.PHONY: c-test-tools
c-test-tools: ## Installs what the tests of the C library need (Debian, as root).
	apt-get install -y --no-install-recommends gcc g++ libc6-dev binutils valgrind cmake pkg-config

# --- Files written from their sources ------------------------------------------------------------

.PHONY: generate
generate: ## Writes the header, the sample struct and the reference page anew.
	PLIMSOLL_BLESS=1 $(CARGO) test --test generated
