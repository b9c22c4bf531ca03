# make run    sets everything up and opens the window (or reads sample pictures, without a display)
# make test   sets everything up and runs every check
# make bench  measures speed beside PyTorch, onnxruntime and OpenVINO (which it installs) and writes
#             docs/results.md
# make accuracy  measures how well the shipped network reads and writes docs/results.md
# make reproduce  runs the experiments of the 1998 paper and writes docs/results.md
# make sheets  measures how well photographed and scanned sheets are read; writes docs/results.md
# make kills  kills 200 trainings, resumes them, compares and writes docs/results.md
# make fuzz      hands a million hostile inputs (or INPUTS) to all that reads them and writes
#                docs/results.md
# make monkey    plays with the window at random for half an hour, or for MINUTES
# make tour      takes the README's pictures while it draws, looks inside, trains and judges
# make browser  installs Chromium where it may, tests the page that reads in it and takes its pictures
# make docs   builds the site of docs/ with its reference, to build/site/index.html
# make dist   builds wheel and source distribution, twice, and tries each extra alone
# make lock   brings requirements.lock up to date
# make clean  removes what the other commands made

BIN := .venv/bin

MINUTES := 30
INPUTS := 1000000

.PHONY: run test bench accuracy reproduce sheets kills fuzz monkey tour browser docs dist lock clean

run: .venv/ready
	@sh tools/system_packages.sh || true
	@if $(BIN)/python -m digit_recognizer.doctor --display; then \
	    $(BIN)/digit-recognizer; \
	else \
	    echo "Reading the bundled sample pictures in the terminal instead."; \
	    $(BIN)/digit-recognizer read src/digit_recognizer/samples/*.png; \
	fi

test: .venv/ready
	@sh tools/system_packages.sh --tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --num-workers 2
	$(BIN)/pytest --numprocesses 2

bench: .venv/ready
	@if ! $(BIN)/python -c 'import torch, onnx, onnxruntime, openvino' 2>/dev/null; then \
	    echo "Installing the opponents: PyTorch, onnxruntime, OpenVINO (some 300 MB)."; \
	    $(BIN)/python -m pip install --quiet --no-build-isolation --editable '.[bench]'; \
	fi
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.pictures
	$(BIN)/python -m benchmarks.compiling

accuracy: .venv/ready
	$(BIN)/python -m benchmarks.accuracy

reproduce: .venv/ready
	$(BIN)/python -m benchmarks.paper

sheets: .venv/ready
	$(BIN)/python -m benchmarks.sheets
	$(BIN)/python -m benchmarks.forms

kills: .venv/ready
	$(BIN)/python -m benchmarks.kills

fuzz: .venv/ready
	$(BIN)/python -m benchmarks.fuzz --inputs $(INPUTS) --out docs/results.md

monkey: .venv/ready
	$(BIN)/python -m tools.monkey $(MINUTES)

tour: .venv/ready
	$(BIN)/python -m tools.tour

browser: .venv/ready
	@sh tools/install_chromium.sh
	$(BIN)/pytest tests/exchange/test_page_in_a_browser.py
	$(BIN)/python -m tools.browser

docs: .venv/ready
	@if ! $(BIN)/python -c 'import furo, myst_parser' 2>/dev/null; then \
	    echo "Installing Sphinx, furo and MyST."; \
	    $(BIN)/python -m pip install --quiet --no-build-isolation --editable '.[docs]'; \
	fi
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet --jobs 2 docs build/site
	@echo "The site is there: build/site/index.html"

dist: .venv/ready
	@if ! $(BIN)/python -c 'import twine' 2>/dev/null; then \
	    $(BIN)/python -m pip install --quiet --no-build-isolation --editable '.[dist]'; \
	fi
	$(BIN)/python -m tools.dist

lock: .venv/ready
	$(BIN)/python -m pip install --upgrade uv
	$(BIN)/uv pip compile pyproject.toml --extra all --extra dev --output-file requirements.lock \
	    --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	    --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock"

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist

.venv/ready: requirements.lock pyproject.toml tools/setup.sh
	@sh tools/setup.sh
	@touch $@
