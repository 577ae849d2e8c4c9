"""Photos of an order, for whoever may see the order."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from linli.core import files
from linli.core.middleware import CompanyRequest
from linli.work.queries import evidence_seen


@require_safe
def photo(request: CompanyRequest, slug: str, pk: int) -> HttpResponse:
    """One stored photo. Whoever sees the order sees its photos: the desk, and the worker who has it."""
    return files.served(evidence_seen(pk, by=request.actor).file)
