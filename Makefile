# Thin's commands. Each sets up what it needs first.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup build run demo test conformance bench format lint clean

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
	swift build --build-tests -debug-info-format none
	Tests/run

conformance: setup ## How many cases of PostgREST's behaviour pass
	swift build --build-tests -debug-info-format none
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

clean: ## Remove what was built and the private clusters
	rm -rf .build .venv .thin
