"""Backup and restore: the whole state out and in, all of it or nothing."""

import io
import json
import stat
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from zhisun.domains.audit import services as audit
from zhisun.domains.directory import selectors
from zhisun.domains.directory import services as directory
from zhisun.domains.directory.terms import Lane
from zhisun.kernel.errors import InputError
from zhisun.site import archive, environment, sample_city

AT = datetime(2026, 11, 21, 9, 41, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.ZHISUN_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SECRET_KEY_FILE = tmp_path / "secret.key"
    environment.make_secret(settings.SECRET_KEY_FILE)
    return tmp_path


@pytest.fixture
def backup(home: Path) -> Path:
    """A backup of the sample city with one file."""
    sample_city.load(AT)
    while audit.seal():
        pass
    (home / "files" / "evidence").mkdir(parents=True)
    (home / "files" / "evidence" / "1.txt").write_text("转账截图")
    archive.write(home / "city.zhisun")
    return home / "city.zhisun"


def test_a_restored_state_is_the_state_that_was_saved(home: Path, backup: Path) -> None:
    key = (home / "secret.key").read_text()
    (home / "secret.key").write_text("x" * 60)
    (home / "files" / "evidence" / "1.txt").write_text("changed")
    (home / "files" / "later.txt").write_text("later")
    secret = selectors.secret_of("102100099996")
    directory.register_institution(
        "102100099996",
        "改过",
        short_name="改过",
        lane=Lane.BANK,
        secret="00" * 32,
        bank_code="ICBC",
        by=sample_city.BY,
        at=AT,
    )

    archive.read(backup, replace=True)

    assert selectors.secret_of("102100099996") == secret
    assert list(audit.verify()) == []
    assert (home / "secret.key").read_text() == key
    assert (home / "files" / "evidence" / "1.txt").read_text() == "转账截图"
    assert not (home / "files" / "later.txt").exists()


def test_a_backup_is_read_by_its_owner_only_and_leaves_nothing_beside_it(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert not list(backup.parent.glob("*.unfinished"))


def test_present_data_is_replaced_only_when_said_so(backup: Path) -> None:
    with pytest.raises(InputError, match="restore_would_replace"):
        archive.read(backup, replace=False)


def damaged(backup: Path, how: str) -> None:
    with tarfile.open(backup) as tar:
        members = {m.name: tar.extractfile(m).read() for m in tar.getmembers()}  # type: ignore[union-attr]  # only files
    if how == "changed":
        members[archive.DUMP] = members[archive.DUMP][:-1] + b"?"
    elif how == "lacking":
        del members[archive.DUMP]
    elif how == "future":
        manifest = json.loads(members[archive.MANIFEST])
        members[archive.MANIFEST] = json.dumps(manifest | {"format": 99}).encode()
    with tarfile.open(backup, "w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo("../outside" if how == "escaping" else name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    if how == "cut":
        backup.write_bytes(backup.read_bytes()[:5000])


@pytest.mark.parametrize("how", ["changed", "lacking", "future", "escaping", "cut"])
def test_a_damaged_backup_changes_nothing(home: Path, backup: Path, how: str) -> None:
    damaged(backup, how)
    (home / "files" / "later.txt").write_text("later")
    with pytest.raises(InputError, match="backup_unreadable"):
        archive.read(backup, replace=True)
    assert selectors.institution("102100099996").name == "中国工商银行"
    assert (home / "files" / "later.txt").exists()
    assert not (home.parent / "outside").exists()


def test_a_backup_that_is_not_there_is_named(home: Path) -> None:
    with pytest.raises(FileNotFoundError) as error:
        archive.read(home / "nowhere.zhisun", replace=True)
    assert error.value.filename == str(home / "nowhere.zhisun")
