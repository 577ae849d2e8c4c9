"""Long work that runs in the background: how far it is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.core import access
from linli.core.middleware import CompanyRequest
from linli.core.models import Job


@require_GET
def page(request: CompanyRequest, slug: str, pk: int) -> HttpResponse:
    """The bar of one job; polls itself until the job has ended."""
    job = access.get(Job, pk, by=request.actor, to=Job.view_permission)
    return render(request, "portal/_job.html" if request.htmx else "portal/job.html", {"job": job})
