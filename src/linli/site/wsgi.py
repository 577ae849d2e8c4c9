"""The WSGI application that the web server serves."""

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

from linli.core.lifeline import die_with_parent

# The web server loads this in a process of its own, which must not keep the port when its parent is killed.
_parent = multiprocessing.parent_process()
if _parent is not None and _parent.pid is not None:
    die_with_parent(_parent.pid)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
application = get_wsgi_application()
