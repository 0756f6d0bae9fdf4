# What a person types. `make` alone lists the targets; each does the set-up that it needs.
#
# Debian, GNU make, a POSIX shell. Nothing is installed that is there already, so a second run is
# offline and quick.

OUT ?= out
INPUTS ?= 20000

# Demo and tests share one build. It is asked for as a list of tests, because only `swift test` turns
# testability on: `swift build --build-tests` does not in release, and each of the two would compile
# every module again after the other. The list goes to standard output, progress to the other.
BUILD = swift test list -c release
TEST = swift test -c release --skip-build

# The names in Package.swift's providers, their build tool, and a font that has the map's characters.
BUILD_PACKAGES = pkg-config libspatialite-dev libgeos-dev libproj-dev libpango1.0-dev zlib1g-dev \
	libdeflate-dev libxml2-dev libsqlite3-dev libpq-dev fonts-noto-cjk
# Programs that tests call, to see with other eyes: pdftotext, ogrinfo, sqlite3. And a PostgreSQL
# with PostGIS, of which tests start a server of their own.
TEST_PACKAGES = poppler-utils gdal-bin sqlite3 postgresql-15-postgis-3
# Programs that people open our files with.
CLIENT_PACKAGES = $(TEST_PACKAGES) python3 python3-venv python3-qgis chromium chromium-driver openssl

.SILENT:
.DELETE_ON_ERROR:
# Packages come before the build, whatever -j says; the build has its own threads.
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help page demo test test-clients fuzz torture bench format clean packages \
	packages-build packages-test packages-clients toolchain build demo-output

help: ## this list
	awk -F ':|## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$NF }' Makefile

demo: toolchain packages-build build ## build, and run the main job end to end on geodata/ into out/
	.build/release/anlan demo --out $(OUT)

page: .build/page/maplibre-gl.js ## MapLibre for the map page of `anlan serve`, from PyPI

test: toolchain packages-test build ## every test that needs no other program's window
	$(TEST)

test-clients: toolchain packages-clients page demo-output ## QGIS, GDAL and Chromium on the demo
	sh Tests/Interoperability/clients.sh $(OUT)

fuzz: toolchain packages-build ## broken inputs for every reader of ours; INPUTS=20000
	sh Tests/Fuzzing/run.sh $(INPUTS)

torture: toolchain packages-test packages-clients demo-output ## the long trials
	ANLAN_TORTURE=1 $(TEST) --filter Torture
	sh Tests/Fuzzing/run.sh 200000
	$$(sh Tests/Interoperability/shared/environment.sh) \
	  Tests/Interoperability/clients/fuzz_service.py $(OUT) --seconds 60 --soak 600 --connections 10000
	$$(sh Tests/Interoperability/shared/environment.sh) \
	  Tests/Interoperability/clients/try_definition.py $(OUT) --all

bench: toolchain packages-build ## speed, against other programs where there are some
	# Without a manifest there, Swift would climb up and run this package instead.
	[ -f Tests/Benchmarks/Package.swift ] || { echo "There is no Tests/Benchmarks." >&2; exit 1; }
	swift run -c release --package-path Tests/Benchmarks

format: toolchain ## the one format, with the settings in .swift-format
	swift format --in-place --parallel --recursive Package.swift Sources Tests

clean: ## remove what was built, and out/
	rm -rf .build Tests/Benchmarks/.build Tests/Fuzzing/.build out

packages: packages-build packages-test packages-clients ## the Debian packages for all of these

# MapLibre GL JS 5.24.0 (BSD-3-Clause) as the wheel of roadstyle brings it; nothing of it is committed.
.build/page/maplibre-gl.js:
	python3 -m pip --version >/dev/null 2>&1 || { \
	  echo "MapLibre comes from PyPI, and there is no pip here (apt-get install python3-pip)." >&2; \
	  exit 1; }
	rm -rf .build/page-wheel && mkdir -p .build/page-wheel .build/page
	python3 -m pip download --quiet --disable-pip-version-check --no-deps \
	  --only-binary :all: --dest .build/page-wheel roadstyle==0.25.0
	python3 -m zipfile -e .build/page-wheel/roadstyle-*.whl .build/page-wheel
	cd .build/page-wheel/roadstyle/vendor && printf '%s  %s\n' \
	  45a9b07a9189ce56054c620a947ccf41e291e58c95e9b61533b740aaa65ee5cb maplibre-gl.js \
	  ab1e70d59ec40465bae7e7030da2f3ccf28133fd502e62bd598eefbadfd7a732 maplibre-gl.css | sha256sum --check --quiet
	mv .build/page-wheel/roadstyle/vendor/maplibre-gl.css .build/page/
	mv .build/page-wheel/roadstyle/vendor/maplibre-gl.js .build/page/
	rm -rf .build/page-wheel

# The parts.

packages-test: PACKAGES = $(BUILD_PACKAGES) $(TEST_PACKAGES)
packages-build: PACKAGES = $(BUILD_PACKAGES)
packages-clients: PACKAGES = $(BUILD_PACKAGES) $(CLIENT_PACKAGES)
packages-build packages-test packages-clients:
	command -v dpkg >/dev/null || { \
	  echo "This is no Debian: see to it that these are there, by whatever name: $(PACKAGES)" >&2; \
	  exit 0; }; \
	missing=; \
	for package in $(PACKAGES); do \
	  dpkg -s $$package 2>/dev/null | grep -q '^Status: install ok installed' || \
	    missing="$$missing $$package"; \
	done; \
	[ -n "$$missing" ] || exit 0; \
	as_root=; \
	if [ "$$(id -u)" -ne 0 ]; then \
	  command -v sudo >/dev/null || { \
	    echo "Please install, as root:  apt-get install$$missing" >&2; exit 1; }; \
	  as_root=sudo; \
	fi; \
	echo "Installing$$missing" >&2; \
	$$as_root apt-get update -qq && \
	$$as_root env DEBIAN_FRONTEND=noninteractive \
	  apt-get install -qq -y --no-install-recommends $$missing </dev/null >/dev/null

toolchain:
	command -v swift >/dev/null || { \
	  echo "Anlan is written in Swift, which is not here (or not on the PATH)." >&2; \
	  echo "Get Swift 6.3 or later from https://www.swift.org/install and type this again." >&2; \
	  exit 1; }

# On a terminal one line that moves; in a log nothing but faults.
build: toolchain
	[ -d .build/release ] || echo "Building; the first time takes some minutes." >&2
	if [ -t 2 ]; then $(BUILD); else $(BUILD) --quiet; fi >/dev/null

# The clients look at what `make demo` left, or make it; what an older program left does not count.
demo-output: packages-build build
	[ $(OUT)/xiapu/xiapu.sqlite -nt .build/release/anlan ] && \
	  [ $(OUT)/portland/portland.sqlite -nt .build/release/anlan ] || \
	  .build/release/anlan demo --out $(OUT)
