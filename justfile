# What `./run test` does, step by step. One step alone: `./run test lint`.

export DJANGO_SETTINGS_MODULE := "zhisun.site.settings"
export PATH := justfile_directory() / ".venv/bin:" + env("PATH")

# everything that must hold before a change is taken
check: format lint types rooms migrations deploy messages tests wheel

# code and tests are formatted
format:
    ruff format --check --quiet .

# no finding of the linter
lint:
    ruff check --quiet .

# strict types everywhere
types:
    mypy

# each room uses only the rooms below it
rooms:
    lint-imports

# tables and migrations agree
migrations:
    python -W ignore -m django makemigrations --check --dry-run

# Django's own security check finds nothing, with the settings of a real installation
deploy:
    ZHISUN_HTTPS=on python -m django check --deploy --fail-level WARNING

# every Chinese text of the pages has its English
messages:
    python tools/catalogue.py check

# all tests, in two processes with a database each
tests *ARGUMENTS:
    python -m pytest -n 2 {{ ARGUMENTS }}

# the package builds and its command answers, without a network
wheel:
    python tools/wheel_check.py

# repair what can be repaired by a machine
fix:
    ruff check --fix --quiet .
    ruff format --quiet .

# bring the English catalogue up to date with the sources
translate:
    python tools/catalogue.py update
