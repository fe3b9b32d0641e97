"""What makes the phone pages installable: manifest, service worker, the page shown without a connection."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from frontend.access import door
from frontend.phone import shell_page, worker_script

PAPER, SPINE = "#f6f1e6", "#0e4846"
ICONS = (
    ("splot-192.png", "192x192", "any"),
    ("splot-512.png", "512x512", "any"),
    ("splot-maskable-512.png", "512x512", "maskable"),
)


@door.public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What the browser asks before it offers to install: names, icons, where to start."""
    told = {
        "id": reverse("home"),
        "name": "Splot",
        "short_name": "Splot",
        "description": _("Meetings, logged in a moment."),
        "lang": get_language(),
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": SPINE,
        "icons": [
            {"src": static(f"icons/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
        "shortcuts": [{"name": _("Log a meeting"), "url": reverse("log")}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@door.public
@require_safe
@gzip_page
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, the same for everybody until a release changes it."""
    return HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")


@door.public
@require_safe
@gzip_page
@vary_on_headers("Accept-Language")
def log_shell(request: HttpRequest) -> HttpResponse:
    """The log without anything about anybody: the phone fills it from what it keeps."""
    return HttpResponse(shell_page())
