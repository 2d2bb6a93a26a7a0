"""Compiled code of other sources is not used."""

from pathlib import Path

from zhisun.site import compiled_code


def test_code_compiled_from_other_sources_is_removed_and_from_these_kept(tmp_path: Path) -> None:
    engine = tmp_path / "screening"
    kept = engine / "__pycache__" / "hosts.screen-1.nbi"
    kept.parent.mkdir(parents=True)
    part = engine / "keys.py"
    part.write_text("SIZE = 27\n", encoding="ascii")
    before = compiled_code.sources_of(tmp_path)
    compiled_code.forget_others(tmp_path, before)
    kept.write_bytes(b"machine code")
    compiled_code.forget_others(tmp_path, compiled_code.sources_of(tmp_path))
    assert kept.exists()
    part.write_text("SIZE = 280\n", encoding="ascii")
    assert compiled_code.sources_of(tmp_path) != before
    compiled_code.forget_others(tmp_path, compiled_code.sources_of(tmp_path))
    assert not kept.exists()
    assert part.exists()
