# Two commands matter: `make run` and `make test`. Each target is one or two lines.
PYTHON ?= python3
V := .venv
BIN := $(V)/bin
PG ?= auto
# Compiled modules are kept, whatever the shell says: without them each process compiles for seconds.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test demo check oracles bench words permissions lock tour clean

run: $(V)/.run        ## environment, database, demonstration council, server; prints the address
	@$(BIN)/nasij serve --demo

test: $(V)/.dev       ## everything CI checks
	@$(BIN)/python tools/check.py all --postgres $(PG)

check: $(V)/.dev      ## the fast part: format, lint, types, contracts, migrations, catalogs
	@$(BIN)/python tools/check.py fast

demo: $(V)/.run       ## fill an empty site with the demonstration council
	@$(BIN)/nasij demo

oracles: $(V)-oracles/.oracles  ## the core alone, without Django, beside programs that compute the same
	@$(V)-oracles/bin/python -m pytest tests/core -n 2 -rs -p no:cacheprovider

bench: $(V)/.dev      ## measure against peers and limits; prints ratios
	@$(BIN)/python bench/run.py

words: $(V)/.dev      ## bring the French and Arabic catalogs up to date
	@$(BIN)/python tools/words.py update

permissions: $(V)/.dev ## write docs/permissions.md from the roles of the code
	@$(BIN)/python tools/permissions.py

tour: $(V)/.dev       ## make the pictures and documents of docs/tour
	@$(BIN)/python tools/tour.py

lock: $(V)/.dev       ## resolve the dependencies anew
	@$(BIN)/python tools/lock.py

clean:                ## remove the environments (never the data folder)
	rm -rf $(V) $(V)-oracles

$(V)/.run: requirements.lock requirements-uv.lock pyproject.toml tools/environment.py
	@$(PYTHON) tools/environment.py $(V) requirements.lock .run

$(V)/.dev: requirements-dev.lock requirements-uv.lock pyproject.toml tools/environment.py
	@$(PYTHON) tools/environment.py $(V) requirements-dev.lock .dev

$(V)-oracles/.oracles: requirements-oracles.lock requirements-uv.lock tools/environment.py
	@$(PYTHON) tools/environment.py $(V)-oracles requirements-oracles.lock .oracles
