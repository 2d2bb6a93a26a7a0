"""Build the wheel, install it without a network beside the present packages, and call it."""

import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Raises CalledProcessError when a step fails."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
        subprocess.run([*build, "--directory", str(work)], cwd=ROOT, check=True)
        (wheel,) = work.glob("*.whl")
        fresh = work / "fresh"
        install(wheel, fresh)
        for command in (["--help"], ["extract", "--help"]):
            subprocess.run(
                [fresh / "bin" / "zhisun", *command],
                cwd=work,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        subprocess.run(
            [fresh / "bin" / "python", "-c", SERVES],
            cwd=work,
            check=True,
            env={"ZHISUN_HOME": folder},
        )
    sys.stdout.write(f"{wheel.name}: builds, installs and answers\n")


SERVES = """
import os, pathlib, zhisun
assert "fresh" in zhisun.__file__, zhisun.__file__
os.environ["DJANGO_SETTINGS_MODULE"] = "zhisun.site.settings"
import django
django.setup()
from django.template.loader import get_template
from django.contrib.staticfiles import finders
get_template("shell/login.html")
assert finders.find("shell"), "no static files in the wheel"
house = pathlib.Path(zhisun.__file__).parent
assert list(house.glob("domains/documents/fonts/*.otf")), "no fonts in the wheel"
assert list(house.glob("locale/en/LC_MESSAGES/django.mo")), "no English in the wheel"
"""


def install(wheel: Path, into: Path) -> None:
    """A fresh environment that sees the present packages, and the wheel in it."""
    uv = shutil.which("uv")
    venv.create(into, with_pip=uv is None)
    (site,) = into.glob("lib/python*/site-packages")
    (site / "present.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    python = str(into / "bin" / "python")
    pip = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    subprocess.run([*pip, "--quiet", "--no-index", "--no-deps", str(wheel)], check=True)


if __name__ == "__main__":
    main()
