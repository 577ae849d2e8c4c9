"""Where an account may go."""

from linli.core import scope
from linli.core.models import Account, Company, Grant


def companies_of(account: Account) -> list[Company]:
    """The companies in which the account holds a grant, by name."""
    with scope.across_companies(reason="the grants say the companies"):
        ids = Grant.objects.filter(account=account).values_list("company_id", flat=True).distinct()
        return list(Company.objects.filter(pk__in=list(ids)).order_by("name"))
