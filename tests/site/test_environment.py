"""An odd setting stops the start; none is guessed."""

import stat
from pathlib import Path

import pytest

from zhisun.kernel.errors import InputError
from zhisun.site import environment


def test_a_flag_is_read_in_the_usual_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for word, meant in {"on": True, "TRUE": True, "1": True, "off": False, "No": False}.items():
        monkeypatch.setenv("ZHISUN_DEBUG", word)
        assert environment.flag("ZHISUN_DEBUG") is meant


def test_a_blank_setting_is_an_absent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHISUN_DEBUG", "  ")
    assert environment.flag("ZHISUN_DEBUG", default=True) is True
    assert environment.number("ZHISUN_DEBUG", 3, lowest=1, highest=9) == 3


@pytest.mark.parametrize("odd", ["maybe", "2", "开"])
def test_an_odd_flag_is_refused(monkeypatch: pytest.MonkeyPatch, odd: str) -> None:
    monkeypatch.setenv("ZHISUN_DEBUG", odd)
    with pytest.raises(InputError) as refusal:
        environment.flag("ZHISUN_DEBUG")
    assert refusal.value.facts["setting"] == "ZHISUN_DEBUG"


@pytest.mark.parametrize("odd", ["", "0", "10", "nine", "1.5", "1e1"])
def test_a_number_outside_its_range_is_refused(monkeypatch: pytest.MonkeyPatch, odd: str) -> None:
    monkeypatch.setenv("ZHISUN_HOURS", odd)
    if not odd:
        assert environment.number("ZHISUN_HOURS", 5, lowest=1, highest=9) == 5
        return
    with pytest.raises(InputError, match="setting_unreadable"):
        environment.number("ZHISUN_HOURS", 5, lowest=1, highest=9)


def test_a_word_outside_its_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHISUN_LOG_LEVEL", "LOUD")
    with pytest.raises(InputError, match="setting_unreadable"):
        environment.text("ZHISUN_LOG_LEVEL", "INFO", among=frozenset({"INFO"}))


def test_a_database_address_becomes_connection_settings() -> None:
    read = environment.database("postgresql://desk:p%40ss@db.example:6432/zhisun?sslmode=require")
    assert read == {
        "NAME": "zhisun",
        "USER": "desk",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_database_on_a_unix_socket_is_named_by_its_host_option() -> None:
    assert environment.database("postgresql:///zhisun?host=/run/pg")["HOST"] == "/run/pg"


@pytest.mark.parametrize(
    "odd", ["mysql://u:secret@h/db", "postgresql://u:secret@h:port/db", "postgresql://u:secret@h"]
)
def test_an_odd_database_address_is_refused_without_showing_its_password(odd: str) -> None:
    with pytest.raises(InputError) as refusal:
        environment.database(odd)
    assert "secret" not in str(refusal.value)


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "home" / "secret.key"
    environment.make_secret(path)
    first = environment.secret(path)
    environment.make_secret(path)
    assert environment.secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.write_text("short")
    with pytest.raises(InputError, match="setting_unreadable"):
        environment.secret(path)
