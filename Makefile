# The README's two commands: `make demo` and `make test`. They need Python 3.11 or later and nothing else.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
SAMPLE = frameworks/samples/harbour-water.yaml

.PHONY: demo test lint manual picture clean

demo: $(VENV)/.installed
	@rm -f demo-audit.yaml
	@$(BIN)/cxaudit interview demo-audit.yaml --answers $(SAMPLE)
	@$(BIN)/cxaudit score demo-audit.yaml
	@$(BIN)/cxaudit report demo-audit.yaml -o gap-report.md
	@$(BIN)/cxaudit report demo-audit.yaml -o gap-report.html
	@echo "The report is in gap-report.html, for a browser, and in gap-report.md."

test: $(VENV)/.installed-test
	@$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/.installed-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

manual: $(VENV)/.installed-test
	@$(BIN)/python tests/manual.py

# The README's picture of the report: needs Chromium. Run this only when the page looks different.
CHROMIUM = chromium --headless --no-sandbox --hide-scrollbars --disable-background-networking
picture: demo
	@$(CHROMIUM) --window-size=900,1360 --screenshot=docs/report.png "file://$(CURDIR)/gap-report.html"

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("cxaudit needs Python 3.11 or later") if sys.version_info < (3, 11) else 0'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@

clean:
	rm -rf $(VENV) dist build demo-audit.yaml gap-report.md gap-report.html
