"""What follows when a company is opened: it gets its first roles and promises."""

from linli.core.access import SYSTEM
from linli.core.companies import CompanyOpened
from linli.core.events import Meta, reacts
from linli.portal.actions import seed_roles
from linli.work.actions import seed_policy


@reacts(CompanyOpened)
def furnish(event: CompanyOpened, meta: Meta) -> None:
    """Give the company what every company starts with; what it has already is left alone."""
    seed_roles(by=SYSTEM, at=meta.at)
    seed_policy(by=SYSTEM, at=meta.at)
