# Splot by one word. A fresh machine needs python3 (3.11 or newer) and make; all else is brought by these targets.
.DEFAULT_GOAL := help
.PHONY: help demo test test-heavy check bench bench-ledger bench-pages requirements clean

PYTHON ?= python3
PORT ?= 8000
DEMO_SIZE ?= 120
SEED ?= 2026
export PORT DEMO_SIZE SEED
# Many short processes start here: each would compile the same libraries again if it could not keep them.
unexport PYTHONDONTWRITEBYTECODE

help: ## Say what each word does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: .venv/runtime.stamp ## Seed a demo and serve it (PORT=8000 DEMO_SIZE=120 SEED=2026)
	@exec scripts/demo

test: .venv/dev.stamp ## Run the tests: all on SQLite, constraints and locks on PostgreSQL too
	@.venv/bin/python scripts/run_tests.py

test-heavy: .venv/dev.stamp ## Run everything, the long tests too, on both databases
	@.venv/bin/python scripts/run_tests.py --heavy

check: .venv/dev.stamp ## Format, lint, types, import contracts, migrations, deployment, catalogues
	@.venv/bin/python scripts/check.py

bench: .venv/dev.stamp ## Time matching at 1,000, 10,000 and 20,000 families, and others on the same questions
	@.venv/bin/python scripts/bench.py

bench-ledger: .venv/dev.stamp ## Time claims, and the ledger at 1,000 to 1,000,000 entries
	@.venv/bin/python scripts/bench_ledger.py

bench-pages: .venv/dev.stamp ## Time every page at 100,000 people, 20,000 pairs, 1,000,000 meetings (PostgreSQL)
	@.venv/bin/python scripts/bench_pages.py

requirements: .venv/dev.stamp ## Pin the dependencies of pyproject.toml again, with hashes
	@.venv/bin/python scripts/pin_requirements.py

clean: ## Remove the environment, caches and the demo's data
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/runtime.stamp: requirements.txt requirements-uv.txt
	@$(PYTHON) scripts/environment.py runtime

.venv/dev.stamp: requirements-dev.txt requirements-uv.txt
	@$(PYTHON) scripts/environment.py dev
