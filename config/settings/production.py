"""A server with people's data: HTTPS only, secrets from the environment, second factor required."""

import os

from .base import *

SECRET_KEY = os.environ["SPLOT_SECRET_KEY"]
ALLOWED_HOSTS = os.environ["SPLOT_HOSTS"].split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "frontend.static_files.HashedFiles"},
}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("SPLOT_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("SPLOT_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("SPLOT_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SPLOT_SMTP_PASSWORD", "")
EMAIL_USE_TLS = True
