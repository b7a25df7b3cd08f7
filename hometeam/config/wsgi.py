"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hometeam.config.settings")
pages = get_wsgi_application()

from hometeam.ledger.views import redirects  # noqa: E402

application = redirects.in_front_of(pages)
