# The project's commands. Each installs what it lacks first, and says so. Written for GNU make 3.81 and newer.

SHELL := /bin/bash
.DEFAULT_GOAL := help

# What the widget is made of. Folders count as well, so that a removed file is noticed.
WIDGET_SOURCES := $(shell find src style locales crates/protocol/src crates/protocol/Cargo.toml build index.html Trunk.toml \
	Cargo.toml Cargo.lock .cargo/config.toml package-lock.json scripts/widget.sh scripts/wasm-env.sh ! -name '.\#*' ! -name '*~' 2>/dev/null)

# A choice of toolchain by hand is a reason to build again.
ifneq ($(WEERWOORD_WASM_TOOLCHAIN)$(WEERWOORD_WASM_STD),)
WIDGET_SOURCES += always
endif

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: dist/index.html ## Serve the demo article on http://127.0.0.1:8080/, with its comments in data/weerwoord.db
	@scripts/run.sh

.PHONY: test
test: ## Everything that must hold: format, lints, all tests, size budgets, the browser specs
	@scripts/setup.sh test
	@$(MAKE) --no-print-directory dist/index.html
	@scripts/test.sh all

.PHONY: check
check: ## The quick half of it, for while you work
	@scripts/setup.sh test
	@test -f dist/index.html || $(MAKE) --no-print-directory dist/index.html
	@scripts/test.sh quick

.PHONY: e2e
e2e: dist/index.html ## The browser specs alone; SPEC=name picks those whose file has the name
	@scripts/setup.sh test
	@scripts/test.sh browser $(SPEC)

.PHONY: pictures
pictures: dist/index.html ## Take the pictures and the structures anew that the specs compare with; SPEC=name as above
	@scripts/setup.sh test
	@scripts/test.sh browser $(or $(SPEC),pictures looks states) --update-snapshots

.PHONY: engines
engines: dist/index.html ## The core specs in Firefox and WebKitGTK
	@scripts/setup.sh test
	@scripts/test.sh engines

.PHONY: widget
widget: dist/index.html ## Build the widget into dist/, if anything of it changed

.PHONY: size
size: dist/index.html ## Show what a reader downloads and what weighs what in it; RECORD=1 keeps the sizes
	@node scripts/size.mjs --details $(if $(RECORD),--record)

.PHONY: bench
bench: bench-browser bench-server ## Measure against other systems, over an hour; writes the tables of docs/benchmarks.md
	@node bench/report.mjs --check && node bench/server/run.mjs --check

.PHONY: bench-browser
bench-browser: dist/index.html
	@scripts/setup.sh test
	@node bench/browser.mjs $(BENCH)
	@node bench/report.mjs

.PHONY: bench-server
bench-server: dist/index.html
	@node bench/server/run.mjs $(BENCH)

.PHONY: deny
deny: ## Check licences and known holes of all dependencies (needs cargo-deny)
	@command -v cargo-deny >/dev/null || { echo "cargo-deny is missing: run \`cargo install cargo-deny --locked\`."; exit 1; }
	cargo deny check

.PHONY: setup
setup: ## Install what building needs
	@scripts/setup.sh build

.PHONY: clean
clean: ## Remove everything that was built here; the comments in data/ stay
	rm -rf dist target node_modules test-results

dist/index.html: $(WIDGET_SOURCES) | setup
	@scripts/widget.sh

.PHONY: always
always:
