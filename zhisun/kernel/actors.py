"""Who acts, from which seat, over which area."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at a seat, an institution at its gateway, or a background job.

    name: login name of an officer, `bank:<code>` or `job:<verb>`.
    area: the area prefix the actor may see and act in; "" is legal for jobs only.
    duties: what the actor may do, as `<domain>.<verb>`; jobs have none.
    title: the name shown to people (李敏).
    """

    name: str
    area: str
    duties: frozenset[str]
    seat: str = ""
    title: str = ""

    @property
    def is_job(self) -> bool:
        """Whether this is a background job acting under its own name. A person has an area."""
        return self.name.startswith("job:") and not self.area


def job(verb: str) -> Actor:
    """The actor of a background job: no duties, every area."""
    return Actor(f"job:{verb}", area="", duties=frozenset())
