"""One embedded PostgreSQL for the whole run, forgetful and fast, unless DATABASE_URL names one."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from zhisun.engines.tracing.warm import warm
from zhisun.site.embedded import EmbeddedPostgres

pytest_plugins = ["tests.builders.chromium"]

hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # nothing is collected for a test run
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _each_test_begins_in_chinese() -> Iterator[None]:
    """A page asked for in English leaves its language on the thread that served it."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def postgres_home() -> Iterator[Path]:
    """ZHISUN_TEST_HOME keeps the cluster for the next run and saves its making."""
    kept = os.environ.get("ZHISUN_TEST_HOME")
    home = Path(kept) if kept else Path(tempfile.mkdtemp(prefix="zt"))
    yield home
    if not kept:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, postgres_home: Path
) -> Iterator[None]:
    """pytest-django asks this fixture before it makes the test database."""
    del django_db_modify_db_settings_parallel_suffix  # only its effect is wanted
    if settings.DATABASE_URL:
        yield
        return
    server = EmbeddedPostgres(postgres_home, durable=False)
    started = server.ensure()
    # In place: Django's connections hold this very dictionary.
    settings.DATABASES["default"]["HOST"] = str(server.places.run)
    yield
    if started:
        server.stop()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Between transactional tests Django empties every table; here alone it may."""
    warm()  # compiling inside a test's transaction would outlast the time one may lie idle
    del django_db_setup  # only its effect is wanted
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("select tgrelid::regclass from pg_trigger where tgname = 'never_emptied'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"alter table {table} disable trigger never_emptied")
