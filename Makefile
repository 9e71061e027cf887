# Every target sets up what it needs. `make demo` and `make test` are all that a fresh machine needs.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
export AWS_DEFAULT_REGION := ap-northeast-1
# Each process of the tests would compile all of them.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: bench-typesetting coverage demo audit-demo up test lint package imports native specimens pictures verification-site costs clean bench-terminal bench-one-shot

demo: build/.fonts
	$(RUN) -m infra.demo

audit-demo: build/.fonts
	$(RUN) -m infra.demo.audit

up: build/.fonts build/.voice
	exec $(RUN) -m infra.emulator

# More of them than cores: who waits for a terminal's patience to end does nothing meanwhile.
test: $(VENV)/.dev build/.fonts build/.voice lint
	$(RUN) -m pytest -n 3 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.dev
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

# TRUST_ANCHORS names the PEM bundle of the card authorities to trust. Without it the package trusts the simulated
# authority only, and refuses to serve as production.
package: $(VENV)/.dev build/.fonts $(if $(TRUST_ANCHORS),,build/simulated-anchors.pem)
	$(RUN) -m infra.package $(if $(TRUST_ANCHORS),--trust-anchors '$(TRUST_ANCHORS)',--simulated-authority --trust-anchors build/simulated-anchors.pem)

build/simulated-anchors.pem: $(VENV)/.emulation
	@mkdir -p build
	$(RUN) -m infra.emulator.card_authority >$@.draft
	@mv $@.draft $@

imports: $(VENV)/.dev build/.fonts
	$(RUN) -m infra.imports

# Writes the figures of docs/terminal.md.
bench-terminal: build/.fonts
	$(RUN) -m infra.bench.terminal

# Writes docs/pictures: a page, and a visit at the emulated terminal, in a browser.
pictures: $(VENV)/.dev build/.fonts build/.voice
	$(RUN) -m infra.pictures

coverage: $(VENV)/.dev build/.fonts
	$(RUN) -m infra.coverage

# Draws the same pages with other engines, in an environment of their own; best on a machine that does nothing else.
bench-typesetting: $(VENV)/.dev build/.fonts build/bench-typesetting/.peers
	$(RUN) -m infra.bench.typesetting

build/bench-typesetting/.peers: infra/bench/typesetting/requirements.txt infra/setup/debian-peers.txt
	infra/setup/debian.sh peers
	@mkdir -p $(@D)
	$(PYTHON) -m venv $(@D)/venv
	$(@D)/venv/bin/python -m pip install --quiet --disable-pip-version-check -r infra/bench/typesetting/requirements.txt
	@touch $@

specimens: build/.fonts
	$(RUN) -m infra.specimens

# Writes what the emulation that `make up` runs would publish; an office names its own cloud in the environment.
verification-site: $(VENV)/.emulation
	$(RUN) -m infra.verification_site out/verification

# SnapPass is not ours: it gets an environment of its own.
bench-one-shot: build/.fonts build/snappass/.installed
	$(RUN) -m infra.bench.one_shot --snappass build/snappass

build/snappass/.installed: $(VENV)/.emulation infra/setup/debian-bench.txt
	infra/setup/debian.sh bench
	$(PYTHON) -m venv build/snappass
	build/snappass/bin/python -m pip install --quiet --disable-pip-version-check snappass==1.6.2 gunicorn
	@touch $@

# Writes docs/costs.md.
costs: build/.fonts
	$(RUN) -m infra.costs

clean:
	rm -rf build out .local $(VENV)
	find chalicelib \( -name '*.so' -o -name '.native-*' \) -delete

# Sees for itself what has changed. Whatever imports `chalicelib.render` comes after build/.fonts, and so after this.
native: $(VENV)/.emulation
	$(RUN) -m infra.native

build/.fonts: $(VENV)/.emulation infra/fonts.py infra/frequent_glyphs.py chalicelib/render/typesetting/glyph.py chalicelib/render/typesetting/prepared.py | native
	$(RUN) -m infra.fonts
	@touch $@

build/.voice: $(VENV)/.emulation $(wildcard infra/voice/*.py kiosk/screen/static/texts/*.json) infra/setup/debian-voice.txt
	infra/setup/debian.sh voice
	$(RUN) -m infra.voice
	@touch $@

$(VENV)/bin/python:
	infra/setup/debian.sh run
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; PYTHON=... names one" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check 'pip<26.3'

$(VENV)/.emulation: $(VENV)/bin/python requirements.txt requirements-emulation.txt infra/setup/debian-run.txt
	infra/setup/debian.sh run
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-emulation.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.emulation requirements-dev.txt infra/setup/debian-test.txt
	infra/setup/debian.sh run test
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
