# Everything that one does with the project. `make` alone lists it.

.DEFAULT_GOAL := help
SHARED ?= ../shared
IKU := .venv/bin/iku

.PHONY: help setup run test lint bench calibrate samples picture train clean

help: ## list these targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-9s %s\n", $$1, $$2 }'

setup: ## install what is missing (Tesseract, .venv); the second time it only looks
	@bin/setup

run: setup ## digitise samples/ into output/
	$(IKU) run samples -o output

test: ## run the test suite
	@bin/setup --tests
	.venv/bin/python -m pytest

lint: setup ## style, types, and that imports go down the floors only
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: setup ## measure quality, speed and nights on the corpus in SHARED (default ../shared)
	.venv/bin/python bench/run.py $(SHARED)
	.venv/bin/python -m bench.cost $(SHARED)
	.venv/bin/python bench/icdar.py $(SHARED)
	.venv/bin/python bench/review.py
	.venv/bin/python bench/doubt.py $(SHARED)
	.venv/bin/python bench/nights.py $(SHARED)
	.venv/bin/python bench/catalog.py

calibrate: setup ## learn normalizers/calibration/ again from the corpus in SHARED (long only where pages must be read)
	.venv/bin/python bench/calibrate.py $(SHARED)

samples: setup ## make samples/pdf again from samples/sources
	.venv/bin/python samples/build.py

picture: setup ## make the pictures of docs/ again (the review page's by its browser test)
	.venv/bin/python docs/picture.py
	IKU_SCREENSHOTS=docs .venv/bin/python -m pytest tests/test_review_browser.py

train: ## make the weights of the line reader again (hours; minutes with a GPU; installs fonts and the extra [train] first)
	@bin/setup --train
	.venv/bin/python -m training make

clean: ## remove results, caches and the environment
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find output -mindepth 1 ! -name README.md -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
