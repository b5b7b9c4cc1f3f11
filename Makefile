# Thin's commands. Each sets up what it needs first.
SHELL := /bin/bash
# Nothing for debuggers, which only takes time. CI adds flags for builds from nothing.
build_tests := swift build --build-tests -debug-info-format none -Xcc -g0 -Xcxx -g0 $(BUILD_FLAGS)
.DEFAULT_GOAL := help
.PHONY: help setup build run demo test drill soak conformance bench format lint install deb clean

help: ## What there is
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

setup: ## Install what is missing: PostgreSQL, libpq, pgTAP, wrk
	@scripts/setup

build: setup
	swift build -c release --product thin
	swift build -c release --product migrator

run: build ## Serve on http://127.0.0.1:54321 with a private PostgreSQL in .thin
	.build/release/thin dev --data-dir .thin/run

demo: build ## The demo story, from an empty database to a proven ledger
	@scripts/demo

test: setup ## Every test, on a PostgreSQL of its own
	$(build_tests)
	Tests/run

drill: build ## Rehearse a restore to a chosen moment, and prove the ledger
	@scripts/drill

soak: build ## Ten minutes of faults under load: SOAK=60 for a minute
	@Tests/soak --seconds $(or $(SOAK),600)

conformance: setup ## How many cases of PostgREST's behaviour pass
	$(build_tests)
	Tests/run --filter ConformanceTests

bench: build ## Speed, as ratios to pgbench's TPC-B in the same run
	swift build -c release --product PlanningBenchmark
	Benchmarks/run
	Benchmarks/calls

format: ## Format the Swift sources
	swift format --in-place --recursive Package.swift Sources Examples Tests Benchmarks

lint: setup ## Check format, migrations and that every security rule has its test
	swift format lint --strict --parallel --recursive Package.swift Sources Examples Tests Benchmarks
	@[ -x .venv/bin/squawk ] || (python3 -m venv .venv && .venv/bin/pip install -q squawk-cli==2.70.0)
	.venv/bin/squawk --config .squawk.toml sql/migrations/*.sql
	scripts/check_security SECURITY.md

install: ## Install what was built: PREFIX=/usr/local DESTDIR=
	@THIN_BUILD=$(or $(THIN_BUILD),.build/release) PREFIX=$(or $(PREFIX),/usr/local) DESTDIR=$(DESTDIR) scripts/install

deb: build ## A Debian package, in .build
	@scripts/package .build

clean: ## Remove what was built and the private clusters
	rm -rf .build .venv .thin
