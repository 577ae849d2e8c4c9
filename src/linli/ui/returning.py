"""Where a person goes after a verb: back to the page they came from, and never to somebody else's."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000
"""Browsers and servers bear no longer address."""


def next_address(request: HttpRequest, default: str) -> str:
    """The address in the form's field `next` if it is one of ours, else the default."""
    wanted = request.POST.get("next", "")
    return wanted if is_ours(request, wanted) else default


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address leads to one of our pages. A bare word does not: a redirect takes it for the name of a page."""
    is_address = address.startswith(("/", "http://", "https://")) and len(address) <= LONGEST
    return is_address and url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
