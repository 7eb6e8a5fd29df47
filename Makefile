# SPDX-License-Identifier: Apache-2.0
# A thin layer over CMake presets (CMakePresets.json) and ctest. `make help` lists the targets.
# T=... picks tests by name, SEEDS=n / SEED=s the seeds of a simulation, J=n the parallel jobs.
.DEFAULT_GOAL := help
.PHONY: help deps run build install debug test unit golden sql isolation sim mutants fuzz crash e2e bench tidy fmt asan tsan clang clean

J ?= $(shell nproc)
T ?=
SEEDS ?=
SEED ?=
DIR ?= ndoto-demo
NODES ?= 3
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 20
CTEST = ctest --test-dir build/$(1) --output-on-failure --no-tests=error -j $(J)

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  T=name    only matching tests:  make unit T=raft_append   make golden T=raft/vote   make sql T=join/outer"
	@echo "                                  make e2e T=psql           make sim T=bank SEED=42   make fuzz T=pgwire"

deps: ## install the Debian packages that are missing (apt-get, sudo if you are not root)
	@scripts/install-deps

build/%/build.ninja:
	@cmake --preset $* >build-$*.log 2>&1 || { cat build-$*.log; rm -f build-$*.log; exit 1; }
	@rm -f build-$*.log

build: build/release/build.ninja ## the release binary, build/release/ndoto, and the C client, libndoto.so
	@cmake --build --preset release -j $(J) --target ndoto ndoto_client

debug: build/debug/build.ninja
	@cmake --build --preset debug -j $(J)

install: build ## program, C client, header and ndoto.pc below PREFIX=/usr/local
	@cmake --install build/release --prefix $(PREFIX)

run: deps ## a three-node cluster on this machine with sample data and a SQL prompt (DIR=ndoto-demo)
	@$(MAKE) --no-print-directory build
	@exec build/release/ndoto demo --nodes $(NODES) --dir $(DIR)

test: ## install what is missing, build, run every kind of test; the last line sums up
	@scripts/install-deps
	@J=$(J) scripts/test

unit: debug ## unit tests (debug build: ASan and UBSan)
	@$(call CTEST,debug) -R '^unit/.*$(T)'

golden: debug ## golden tests: commands and their expected output
	@$(call CTEST,debug) -R '^golden/.*$(T)'

asan: debug ## all of ctest in the debug build
	@$(call CTEST,debug)

tsan: build/tsan/build.ninja ## the tests with threads under ThreadSanitizer
	@cmake --build --preset tsan -j $(J)
	@TSAN_OPTIONS="suppressions=$(CURDIR)/tests/tsan.supp halt_on_error=1 second_deadlock_stack=1" \
	    $(call CTEST,tsan) -R '^unit/.*$(T)'

clang: build/clang/build.ninja ## all of ctest, compiled by clang
	@cmake --build --preset clang -j $(J)
	@$(call CTEST,clang)

sql: build ## SQL files against a running one-node and a three-node cluster
	@tests/sql/run.py --spawn 1 $(T) && tests/sql/run.py --spawn 3 $(T)

isolation: build ## which anomalies happen at which isolation level, beside PostgreSQL's: a matrix [T=G2]
	@tests/isolation/run.py --spawn 3 $(T)

sim: build ## deterministic simulation: SEEDS=n [T=workload] [SEED=s] [QUICK=1] [HARSH=1]
	@build/release/ndoto sim $(if $(SEEDS),--seeds $(SEEDS)) $(if $(T),--workload $(T)) $(if $(SEED),--seed $(SEED)) $(if $(QUICK),--quick) $(if $(HARSH),--harsh)

mutants: build ## simulation with each safety rule switched off in turn: every one must be caught
	@scripts/mutants $(T)

fuzz: build/fuzz/build.ninja ## fuzz each decoder for FUZZ_SECONDS
	@cmake --build --preset fuzz -j $(J) --target fuzzers
	@scripts/fuzz $(FUZZ_SECONDS) $(T)

crash: build ## kill -9 of whole clusters in a loop, with an oracle of what was acknowledged
	@tests/e2e/run.py crash $(T)

e2e: build ## real clients against a real three-node cluster
	@tests/e2e/run.py $(T)

bench: build ## the key-value benchmark, next to etcd where it is installed; T=tpch, T=scans, T=pgbench, T=online_index, T=hash_shards, T=latency, T=contention, T=catalog: those of SQL; T=idle, T=failover, T=catchup, T=repair
	@case "$(T)" in tpch|pgbench|scans|online_index|hash_shards|latency|contention|idle|failover|catchup|repair) bench/$(T);; catalog) bench/catalog.py;; *) bench/kv_vs_etcd $(T);; esac

tidy: ## source checks: layering, banned calls, statics, links, lengths
	@tools/tidy

fmt: ## clang-format on the C files that differ from HEAD
	@scripts/fmt

clean: ## remove build/ (data folders stay)
	@rm -rf build
