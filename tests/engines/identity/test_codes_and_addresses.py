import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.engines.identity import urls
from zhisun.engines.identity.credit_codes import ALPHABET, check_character, credit_code_valid
from zhisun.engines.identity.divisions import division_known, division_name, names, short_names
from zhisun.engines.identity.names import surname_of
from zhisun.engines.identity.wallets import chain_of, checksum_valid

WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_credit_code_check_follows_the_standards_weights(body: str) -> None:
    total = sum(ALPHABET.index(c) * w for c, w in zip(body, WEIGHTS, strict=True))
    assert (total + ALPHABET.index(check_character(body))) % 31 == 0


def test_a_credit_code_is_checked_in_any_case() -> None:
    assert credit_code_valid("91350100m000100y43")
    assert not credit_code_valid("91350100M000100Y44")
    assert not credit_code_valid("91350100M000100I43")
    assert not credit_code_valid("91350100M000100Y4")


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("icbc点wapvs点cn", "icbc.wapvs.cn"),
        ("futu-vip[.]hk", "futu-vip.hk"),
        ("hxxps://Bad[.]Example.TOP/A", "https://bad.example.top/a"),
        ("www . abc . com", "www.abc.com"),
    ],
)
def test_disguised_addresses_are_undone(written: str, clean: str) -> None:
    assert urls.refanged(written) == clean
    assert urls.refanged(clean) == clean


def test_addresses_compare_without_port_slash_and_fragment() -> None:
    assert urls.normal("HTTP://A.cn:80/") == urls.normal("http://a.cn#top") == "http://a.cn"
    assert urls.normal("ftp://A.cn:21/x") == "ftp://a.cn:21/x"
    assert urls.host("https://user@m.a.com.cn:8443/x?y#z") == "m.a.com.cn"
    assert urls.registrable("m.a.com.cn") == "a.com.cn"
    assert urls.registrable("m.a.top") == "a.top"
    assert urls.address_valid("103.10.0.9")
    assert not urls.address_valid("103.10.0.256")


def test_division_codes_have_names_and_old_counties_pass_by_province() -> None:
    assert division_name("370800") == ""
    assert division_name("3708") == "济宁市"
    assert division_name("370881") == "曲阜市"
    assert division_known("370882")
    assert not division_known("990101")
    assert names()["长清区"] == 6
    assert short_names()["济宁"] == 4
    assert "长安" not in short_names()


def test_compound_family_names_come_before_single_ones() -> None:
    assert surname_of("欧阳明") == "欧阳"
    assert surname_of("王芳") == "王"
    assert surname_of("账户") == ""


def test_wallets_are_known_by_shape_and_checked_where_possible() -> None:
    genesis = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
    assert chain_of(genesis) == "bitcoin"
    assert checksum_valid(genesis)
    assert not checksum_valid(genesis[:-1] + "b")
    assert chain_of("0x" + "ab" * 20) == "ethereum"
    assert checksum_valid("0x" + "ab" * 20) is None
    assert chain_of("T" + "1" * 33) == "tron"
    assert chain_of("hello") == ""
    assert not checksum_valid("1" + "z" * 33)
    assert not checksum_valid("3" + "z" * 34), "longer than an address can hold"
