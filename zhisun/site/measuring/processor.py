"""What the parts of a measured platform take of the processor.

Unlike a latency it hardly depends on what else the machine does: figures taken on a busy machine
can be compared.
"""

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence

from zhisun.site.measuring import processes
from zhisun.site.measuring.ground import Ground
from zhisun.site.measuring.processes import PROC

OFFICERS = "officers"
NAMES: Mapping[str, str] = {
    OFFICERS: "审批（三名民警）",
    processes.WEB: "HTTPS 前置",
    processes.TCP: "TCP 前置",
    processes.WORKER: "后台",
    processes.POSTGRES: "PostgreSQL",
    processes.INSTITUTION: "模拟机构",
}
_OWN, _WITH_ENDED = slice(11, 13), slice(11, 15)
"""Of the fields of `/proc/<pid>/stat` behind the name: user and system ticks, then those of
children that ended and were waited for."""


def spent(ground: Ground) -> dict[str, float]:
    """Seconds of processor time each part has taken since it started.

    `officers` are the children of this process that have ended. A part that died and came back
    counts from its return: use it where nothing is killed.
    """
    found: dict[str, float] = defaultdict(float)
    for part, members in processes.living(ground.home, ground.keeper_pid).items():
        backends = part == processes.POSTGRES
        group = processes.WEB if part == processes.WEB_WORKER else part
        for member in members:
            found[group] += _seconds(member.pid, _WITH_ENDED if backends else _OWN)
            if backends:
                found[group] += sum(_seconds(pid, _OWN) for pid in processes.children(member.pid))
    times = os.times()
    found[OFFICERS] = times.children_user + times.children_system
    return found


def per_order(spent: Sequence[Mapping[str, float]], orders: int) -> dict[str, list[float]]:
    """By part, milliseconds of processor time an order from the first look to each later one.

    The last line is the sum.
    """
    first, *later = spent
    found = {
        name: [1000 * (look[part] - first.get(part, 0)) / orders for look in later]
        for part, name in NAMES.items()
    }
    found["合计"] = [sum(column) for column in zip(*found.values(), strict=True)]
    return {name: [round(took, 1) for took in each] for name, each in found.items()}


def _seconds(pid: int, fields: slice) -> float:
    try:
        told = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:  # it ended meanwhile
        return 0.0
    return sum(map(int, told[fields])) / os.sysconf("SC_CLK_TCK")
