# One Makefile, no recursion into folders. Everything made lands in build/$(MODE).
#
#   make run      install what is missing, build, make a sample showroom, serve http://127.0.0.1:8080
#   make test     install what is missing, build, run every test
#   make check    the rules of the house, and the tests under the sanitizers
#   make bench    speed, each figure beside a bare baseline of the same run
#   make golden   write the golden files anew (review them as a diff)
#   make install  DESTDIR and PREFIX are honoured
#   make MODE=debug|release|asan|tsan|cover|fuzz …  each in a folder of its own

MODE ?= debug
B    := build/$(MODE)

CC     ?= cc
ifeq ($(MODE),fuzz)
CC     := clang
endif
PREFIX ?= /usr/local
# As many jobs as the machine has cores, unless make was told.
JOBS   := $(if $(findstring j,$(firstword -$(MAKEFLAGS))),,-j$(shell nproc))
# V=1 shows the commands.
Q      := $(if $(V),,@)
SAY    := @$(if $(V),:,printf '%s %s\n')

PKGS  := libevent_core libevent_openssl openssl sqlite3 libpq libusb-1.0 jansson libsodium libutf8proc pangocairo pangoft2 cairo fontconfig libzip expat
CSTD  := -std=c11 -D_GNU_SOURCE
WARN  := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wundef \
         -Wwrite-strings -Wpointer-arith -Wcast-align -Wswitch-enum -fno-common -Wno-missing-field-initializers
INC   := -Iinclude -Isrc -Idrivers -Itests

# A mode is a row of flags and a folder; objects of two modes never meet.
FLAGS_debug   := -O1 -g -Werror
FLAGS_release := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
FLAGS_asan    := -O1 -g -Werror -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FLAGS_tsan    := -O1 -g -Werror -fsanitize=thread
FLAGS_cover   := -O0 -g --coverage
FLAGS_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LINK_release  := -pie -Wl,-z,relro,-z,now
FLAGS_MODE    := $(FLAGS_$(MODE))

# What the packages ask for is read once a build folder, after they are there.
PKG_CFLAGS   = $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS     = $(shell pkg-config --libs $(PKGS) 2>/dev/null) $(shell cups-config --libs 2>/dev/null) -lzint -lxlsxwriter -lpthread -lm
ALL_CFLAGS  := $(CSTD) $(WARN) $(INC) $(FLAGS_MODE) $(PKG_CFLAGS) $(CFLAGS)
ALL_LDFLAGS := $(FLAGS_MODE) $(LINK_$(MODE)) $(LDFLAGS)
LIBS        := $(PKG_LIBS)

# ---- what there is ----------------------------------------------------------
FLOORS := base calc store shop device app
SRC    := $(foreach f,$(FLOORS),$(wildcard src/$f/*.c)) $(wildcard drivers/*.c drivers/*/*.c receipts/*.c)
OBJ    := $(SRC:%.c=$(B)/%.o) $(B)/embed.o
PROG   := $(B)/ocop-pos
TESTS  := $(patsubst %.c,$(B)/%,$(wildcard tests/base/test_*.c tests/calc/test_*.c tests/store/test_*.c tests/shop/test_*.c \
          tests/device/test_*.c tests/receipts/test_*.c tests/app/test_*.c))
FUZZERS := $(patsubst %.c,$(B)/%,$(wildcard tests/fuzz/fuzz_*.c))
BENCHES := $(patsubst %.c,$(B)/%,$(wildcard tests/bench/*.c))
# Programs that play a device; FAKEUSB are parts of one of them and of the tests that name it below.
FAKEUSB := $(patsubst %,$(B)/tests/devices/%.o,fakekind fakeusb fakeusbfs)
# Put before a program under test (LD_PRELOAD), hence without the mode's sanitizer.
CLOCK   := $(B)/tests/e2e/set_clock.so
HELPERS := $(CLOCK) $(patsubst %.c,$(B)/%,$(filter-out $(FAKEUSB:$(B)/%.o=%.c) $(CLOCK:$(B)/%.so=%.c),$(wildcard tests/devices/*.c tests/e2e/*.c)))

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all run test check release-check bench golden install clean deps deps-run floors pure headers banned links lint tests helpers fuzz-run FORCE
all: $(PROG)

# A change of flags rebuilds; a header that went away does not break the build (-MP).
$(B)/flags: FORCE
	@mkdir -p $(@D); echo '$(CC) $(ALL_CFLAGS) | $(ALL_LDFLAGS) | $(LIBS)' | cmp -s - $@ || echo '$(CC) $(ALL_CFLAGS) | $(ALL_LDFLAGS) | $(LIBS)' > $@
$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(SAY) CC $<
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
# The arithmetic is held to more: no silent change of width or sign.
$(B)/src/calc/%.o: WARN += -Wconversion -Wsign-conversion
$(B)/src/calc/%.o: ALL_CFLAGS := $(CSTD) $(WARN) -Wconversion -Wsign-conversion $(INC) $(FLAGS_MODE) $(PKG_CFLAGS) $(CFLAGS)

$(B)/libocop.a: $(OBJ)
	@rm -f $@; $(AR) rcs $@ $^; printf 'AR %s\n' $@
$(PROG): $(B)/src/main.o $(B)/libocop.a
	$(SAY) LD $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)
$(B)/tests/%: $(B)/tests/%.o $(B)/libocop.a
	$(SAY) LD $@
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) $(EXTRA_LIBS) -lcmocka
$(CLOCK): $(B)/%.so: %.c
	@mkdir -p $(@D)
	$(SAY) LD $@
	$(Q)$(CC) $(CSTD) -D_GNU_SOURCE $(WARN) -O1 -fPIC -shared -o $@ $<
# The fake USB bus is umockdev's.
$(FAKEUSB): ALL_CFLAGS += $(shell pkg-config --cflags umockdev-1.0)
$(B)/tests/device/test_scanner $(B)/tests/device/test_usb_live $(B)/tests/device/test_usb_trouble: $(B)/tests/devices/fakekind.o
$(B)/tests/device/test_scanner $(B)/tests/device/test_usb_live $(B)/tests/device/test_usb_trouble: EXTRA_LIBS := $(B)/libocop.a
$(B)/tests/device/test_usb_live $(B)/tests/device/test_usb_trouble: | $(B)/tests/devices/rig $(B)/tests/devices/listen
$(B)/tests/devices/rig: $(FAKEUSB)
$(B)/tests/devices/rig: EXTRA_LIBS := $(B)/libocop.a $(shell pkg-config --libs umockdev-1.0 2>/dev/null) -lutil
# Searching in MODE=fuzz; else the same function replays the corpus and the hostile cases.
$(B)/tests/fuzz/fuzz_%: EXTRA_LIBS := $(if $(filter fuzz,$(MODE)),-fsanitize=fuzzer,$(B)/libocop.a)
$(if $(filter fuzz,$(MODE)),,$(FUZZERS): $(B)/tests/fuzz/replay.o)
# A table that went out as XLSX is opened as the archive it is.
# The baseline it is measured against.
$(B)/tests/bench/bench_http: EXTRA_LIBS := -levent_extra

# ---- what the program holds: pages, migrations, reference data --------------------
include src/web/web.mk
EMBED := $(sort $(wildcard src/shop/migrations/*.sql src/shop/drafts/*.sql src/shop/data/*.tsv) src/app/sample_items.tsv receipts/fonts.conf) $(WEB_FILES)
$(B)/embed.c: src/app/embed.sh $(EMBED)
	@mkdir -p $(@D); sh src/app/embed.sh $(EMBED) > $@
$(B)/embed.o: $(B)/embed.c $(EMBED) $(B)/flags
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# ---- what must be installed --------------------------------------------------------
deps:     ; @sh packaging/install-dependencies.sh build run test check
deps-run: ; @sh packaging/install-dependencies.sh build run

# ---- tests and the rules that a machine can hold -----------------------------------
tests: $(TESTS) $(if $(filter fuzz,$(MODE)),,$(FUZZERS))
helpers: $(HELPERS)
test: deps
	+@$(MAKE) $(JOBS) --no-print-directory MODE=$(MODE) all tests helpers
	@sh tests/run.sh $(B)
floors:  ; @sh tests/rules/floors.sh
pure: $(patsubst %.c,$(B)/%.o,$(wildcard src/calc/*.c)) ; @sh tests/rules/pure.sh $(B)
headers: ; @sh tests/rules/headers.sh "$(CC)" "$(CSTD) $(WARN) $(INC) $(PKG_CFLAGS)"
banned:  ; @sh tests/rules/banned.sh
links:   ; @sh tests/rules/links.sh
lint:    ; @sh tests/rules/lint.sh
fuzz-run:
	+@$(MAKE) $(JOBS) --no-print-directory MODE=fuzz fuzzers
	@sh tests/fuzz/run.sh build/fuzz $(or $(SECONDS_EACH),10)
fuzzers: $(FUZZERS)
check: deps floors headers banned links web-check pure lint
	+@$(MAKE) $(JOBS) --no-print-directory MODE=asan all tests helpers
	@sh tests/run.sh build/asan
	+@$(MAKE) $(JOBS) --no-print-directory MODE=tsan all tests helpers
	@sh tests/run.sh build/tsan
	+@$(MAKE) $(JOBS) --no-print-directory fuzz-run
release-check: check
	+@$(MAKE) $(JOBS) --no-print-directory fuzz-run SECONDS_EACH=60
bench: deps
	+@$(MAKE) $(JOBS) --no-print-directory MODE=release all benches build/release/tests/e2e/hammer
	@sh tests/bench/run.sh build/release
benches: $(BENCHES)
golden: deps
	+@$(MAKE) $(JOBS) --no-print-directory all tests
	@GOLDEN=write sh tests/run.sh $(B) >/dev/null || true; git diff --stat -- tests/golden

# ---- use ---------------------------------------------------------------------------
run: deps-run
	+@$(MAKE) $(JOBS) --no-print-directory MODE=$(MODE) all
	@sh packaging/examples/run.sh $(B)

install: all
	install -D -m 0755 $(PROG) $(DESTDIR)$(PREFIX)/bin/ocop-pos
	install -D -m 0644 packaging/man/ocop-pos.1 $(DESTDIR)$(PREFIX)/share/man/man1/ocop-pos.1
	for unit in packaging/systemd/*; do install -D -m 0644 $$unit $(DESTDIR)$(PREFIX)/lib/systemd/system/$${unit##*/}; done
	install -D -m 0644 packaging/udev/60-ocop-pos.rules $(DESTDIR)$(PREFIX)/lib/udev/rules.d/60-ocop-pos.rules
	install -D -m 0644 packaging/sysusers.d/ocop-pos.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/ocop-pos.conf
	install -D -m 0644 packaging/tmpfiles.d/ocop-pos.conf $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/ocop-pos.conf

clean: ; rm -rf build

-include $(OBJ:.o=.d) $(TESTS:=.d) $(FUZZERS:=.d) $(BENCHES:=.d) $(filter-out %.so.d,$(HELPERS:=.d)) $(FAKEUSB:.o=.d) $(B)/src/main.d
