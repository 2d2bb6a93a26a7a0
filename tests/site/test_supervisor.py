"""The process tree: nothing dies for good, nothing outlives its supervisor."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.site.conftest import free_port
from zhisun.kernel.errors import InputError
from zhisun.site.supervisor import demand_free_port, sole

SUPERVISED = """
    import sys
    from pathlib import Path
    from zhisun.site.supervisor import Part, Supervisor

    def part(name, body, port=None):
        return Part(name, (sys.executable, "-c", body), port, stop_seconds=1.0)

    def tell(name, what):
        print(name, what, flush=True)

    PIDS = Path(sys.argv[1])
    REMEMBER = f"import os, pathlib, time; p = pathlib.Path({str(PIDS)!r}); "
"""
SLEEPER = (
    "REMEMBER + \"(p / 'sleeper').write_text(str(os.getpid())); time.sleep(60)\""  # one that works
)


class Tree:
    """A supervisor in a process of its own, and what it says."""

    def __init__(self, body: str, folder: Path) -> None:
        script = textwrap.dedent(SUPERVISED) + textwrap.dedent(body)
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True
        )

    def until(self, line: str) -> None:
        assert self.process.stdout is not None
        for said in self.process.stdout:
            if said.strip() == line:
                return
        raise AssertionError(f"the supervisor ended without saying {line!r}")

    def pid_of(self, name: str) -> int:
        path = self.folder / name
        eventually(path.exists)
        eventually(lambda: bool(path.read_text()))
        return int(path.read_text())


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[Callable[[str], Tree]]:
    trees: list[Tree] = []

    def plant(body: str) -> Tree:
        trees.append(Tree(body, tmp_path))
        return trees[-1]

    yield plant
    for planted in trees:
        planted.process.kill()
        planted.process.communicate()


def eventually(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


ONE_SLEEPER = f"""
    Supervisor([part("sleeper", {SLEEPER})], tell).run(ready=lambda: tell("all", "ready"))
"""


def test_a_part_that_dies_is_started_again(tree: Callable[[str], Tree]) -> None:
    running = tree(ONE_SLEEPER)
    running.until("all ready")
    first = running.pid_of("sleeper")
    os.kill(first, signal.SIGKILL)
    running.until("sleeper part_restarted")
    eventually(lambda: running.pid_of("sleeper") != first)


def test_what_lives_beside_the_parts_is_tended(tree: Callable[[str], Tree]) -> None:
    running = tree(f"""
        parts = [part("sleeper", {SLEEPER})]
        Supervisor(parts, tell, tend=lambda: tell("database", "tended")).run()
    """)
    running.until("sleeper part_ready")
    running.until("database tended")
    running.until("database tended")


def test_a_part_that_keeps_dying_is_started_later_each_time(tree: Callable[[str], Tree]) -> None:
    """Told by the supervisor's own watch: a busy machine makes it later, never earlier."""
    running = tree("""
        import time
        restarts = []

        def told(name, what):
            if what == "part_restarted":
                restarts.append(time.monotonic())
            if len(restarts) == 2:
                assert restarts[1] - restarts[0] >= 1.0  # after 0.5 s the first time
                tell("weak", "later")

        Supervisor([part("weak", "raise SystemExit(1)")], told).run()
    """)
    running.until("weak later")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_an_end_that_was_asked_for_leaves_nothing(
    tree: Callable[[str], Tree], ending: signal.Signals
) -> None:
    running = tree(ONE_SLEEPER)
    running.until("all ready")
    pid = running.pid_of("sleeper")
    running.process.send_signal(ending)
    assert running.process.wait(timeout=10) == 0
    assert gone(pid)


def test_parts_end_in_reverse_order(tree: Callable[[str], Tree]) -> None:
    running = tree("""
        parts = [part(name, "import time; time.sleep(60)") for name in ("first", "second")]
        Supervisor(parts, tell).run(ready=lambda: tell("all", "ready"))
    """)
    running.until("all ready")
    running.process.send_signal(signal.SIGTERM)
    out, _ = running.process.communicate(timeout=10)
    assert out.split("\n")[:2] == ["second part_ended", "first part_ended"]


def test_a_part_that_will_not_end_is_killed_with_its_children(
    tree: Callable[[str], Tree],
) -> None:
    running = tree("""
        STUBBORN = REMEMBER + (
            "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); child = os.fork(); "
            "(p / ('child' if child == 0 else 'stubborn')).write_text(str(os.getpid())); "
            "time.sleep(60)"
        )
        Supervisor([part("stubborn", STUBBORN)], tell).run(ready=lambda: tell("all", "ready"))
    """)
    running.until("all ready")
    pids = [running.pid_of("stubborn"), running.pid_of("child")]
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(timeout=10)
    eventually(lambda: all(gone(pid) for pid in pids))


def test_the_parts_of_a_killed_supervisor_end_with_it(tree: Callable[[str], Tree]) -> None:
    running = tree(ONE_SLEEPER)
    running.until("all ready")
    pid = running.pid_of("sleeper")
    running.process.kill()
    eventually(lambda: gone(pid))


def test_a_part_that_never_answers_its_port_ends_the_start(tree: Callable[[str], Tree]) -> None:
    running = tree(f"""
        from zhisun.kernel.errors import GatewayUnavailable
        try:
            mute = part("mute", "import time; time.sleep(1)", {free_port()})
            Supervisor([part("before", {SLEEPER}), mute], tell).run()
        except GatewayUnavailable as error:
            tell("mute", error.code)
    """)
    pid = running.pid_of("sleeper")
    running.until("mute part_did_not_start")
    eventually(lambda: gone(pid))


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    del tmp_path
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(InputError) as refusal:
            demand_free_port("127.0.0.1", port)
    assert refusal.value.facts == {"port": port}


def test_a_home_has_one_supervisor(tmp_path: Path) -> None:
    with sole(tmp_path):
        with pytest.raises(InputError) as refusal, sole(tmp_path):
            pass
        assert refusal.value.facts["pid"] == str(os.getpid())
    with sole(tmp_path):  # the lock ends with its holder
        pass
