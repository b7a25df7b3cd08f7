"""What a browser is told to refuse on our pages."""

from collections.abc import Callable
from wsgiref.headers import Headers

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
# The one script that may compile WebAssembly: it blinds customer lists in a worker, which has a policy of its own.
WORKER = "/ui/overlap-worker."
WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


Answering = Callable[[HttpRequest], HttpResponse]


def static_headers(headers: Headers, _path: str, url: str) -> None:
    """For WhiteNoise: the policy of a static file that needs one of its own."""
    if WORKER in url:
        headers["Content-Security-Policy"] = WORKER_POLICY


def security_headers(get_response: Answering) -> Answering:
    """Middleware: adds the headers that Django's own does not know, unless a view has set its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware
