"""What a browser is told to refuse on our pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Everything a page loads comes from here: no inline script, no other host. Style attributes stay allowed because
# server-drawn pictures place their marks with them; style elements and sheets from elsewhere are refused.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        # What somebody has just recorded is heard again before it is sent.
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


Answering = Callable[[HttpRequest], HttpResponse]


def security_headers(get_response: Answering) -> Answering:
    """Middleware: adds the headers that Django's own does not know, unless a view has set its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware
