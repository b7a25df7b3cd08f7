# For developers; everybody else needs only ./run and ./test.
.PHONY: check test bench docs lock audit messages

check:          ## style, types, floors, templates: what is quick
	.venv/bin/ruff check . && .venv/bin/ruff format --check .
	.venv/bin/mypy .
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet hometeam
	.venv/bin/deptry .

test:           ## everything
	./test

bench:          ## each claim of speed, against its peer, in one run
	.venv/bin/python -m benchmarks

docs:           ## the manual, into docs/_build
	.venv/bin/sphinx-build --quiet --fail-on-warning --builder html docs docs/_build

lock:           ## new locked versions after pyproject.toml has changed
	scripts/lock

audit:          ## known holes in what we depend on
	.venv/bin/pip-audit --requirement requirements/app.lock --require-hashes --disable-pip

messages:       ## gather what is to be translated; a new language: make messages LANGUAGES="-l de"
	.venv/bin/python -m hometeam.cli.texts > hometeam/texts_in_data.py
	cd hometeam && ../.venv/bin/hometeam makemessages --add-location file $(or $(LANGUAGES),--all); done=$$?; rm texts_in_data.py; exit $$done
