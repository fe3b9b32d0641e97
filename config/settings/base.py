"""What every deployment shares. Nothing here is secret; what differs comes from the environment."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("SPLOT_VAR", BASE_DIR / "var"))

DEBUG = False
ALLOWED_HOSTS: list[str] = []
SITE_URL = os.environ.get("SPLOT_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "base.common.apps.CommonConfig",
    "base.places.apps.PlacesConfig",
    "base.audit.apps.AuditConfig",
    "base.organisations.apps.OrganisationsConfig",
    "base.accounts.apps.AccountsConfig",
    "base.notices.apps.NoticesConfig",
    "families.apps.FamiliesConfig",
    "volunteers.apps.VolunteersConfig",
    "mentors.apps.MentorsConfig",
    "intake.apps.IntakeConfig",
    "matching.apps.MatchingConfig",
    "activities.apps.ActivitiesConfig",
    "stipends.apps.StipendsConfig",
    "desk.apps.DeskConfig",
    "frontend.apps.FrontendConfig",
    "demo.apps.DemoConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rules.apps.AutodiscoverRulesConfig",
    "channels",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "phonenumber_field",
    "django.contrib.humanize",
    "frontend.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "base.accounts.middleware.MembershipMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.shell",
                "demo.context.log_ins",
            ],
        },
    },
]

# --- data -----------------------------------------------------------------------------------------

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


#: Compiling a query takes PostgreSQL a second or two where its answer takes a tenth: pages ask for few rows.
#: Each request has a thread of its own, so connections wait in a pool: a new one knows no table yet, and the
#: first questions on it take twice as long. One that was cut off meanwhile is replaced before it is used.
#: On the disks of today a block far off costs hardly more than the next one, and in memory nothing: with the
#: usual price, four times as much, indexes lie unused. A sort or a join of a page fits into 16 MB.
POSTGRESQL_OPTIONS: dict[str, Any] = {
    "options": "-c jit=off -c random_page_cost=1.1 -c work_mem=16MB",
    "pool": {"min_size": 0, "max_size": int(os.environ.get("SPLOT_CONNECTIONS", "20")), "timeout": 20},
}


def database(default_path: Path) -> dict[str, Any]:
    """The database named by DATABASE_URL, else SQLite at `default_path`: WAL, IMMEDIATE transactions."""
    config: dict[str, Any] = dict(
        dj_database_url.config(default=f"sqlite:///{default_path}", conn_max_age=0, conn_health_checks=True)
    )
    is_sqlite = config["ENGINE"] == "django.db.backends.sqlite3"
    config["OPTIONS"] = {**config.get("OPTIONS", {}), **(SQLITE_OPTIONS if is_sqlite else POSTGRESQL_OPTIONS)}
    return config


DATABASES = {"default": database(VAR_DIR / "splot.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How many messages may wait for one open page: an act on many pairs tells of each of them at once.
LAYER: dict[str, Any] = {"capacity": 5_000}
REDIS_URL = os.environ.get("REDIS_URL", "")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            # One that does not answer must not keep a page waiting (base/common/kept.py).
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    }
    CHANNEL_LAYERS: dict[str, Any] = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            # The layer waits 5 s at a time for the next message. A client that gives up after as long, as
            # redis-py does unless told, would end every socket that hears nothing.
            "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": 30}], **LAYER},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": LAYER}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- people and their log-in ------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "base.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # we write to nobody who has no account here
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Splot: "
# Per account as well as per address: sixty volunteers behind one centre's address can log in within a minute.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,8/5m/key",
    "request_login_code": "60/m/ip,5/5m/key",
    # A firm applies on a public page: from one place, and to one address (frontend/views/joining.py).
    "employer_apply": "20/h/ip",
    "employer_apply_address": "3/d/key",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Splot"
USERSESSIONS_TRACK_ACTIVITY = False
SPLOT_REQUIRE_MFA = True  # for coordinators, finance and administrators
SPLOT_STYLE_PAGE = False
SPLOT_DEMO = False

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "frontend.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what a page may do ----------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
        "geolocation", "gyroscope", "interest-cohort", "magnetometer", "microphone", "midi", "payment", "usb",
    )
}  # fmt: skip
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
SPLOT_UPLOAD_MAX_BYTES = 20 * 1024 * 1024
# How long a run can be checked again by its arrays: a year's report, and a month to ask about it.
SPLOT_EVIDENCE_DAYS = 400
# A family's link works for half a year; its pages close when nobody touches them, and after hours anyway.
SPLOT_FAMILY_LINK_DAYS = 180
SPLOT_FAMILY_IDLE_MINUTES = 20
SPLOT_FAMILY_LONGEST_HOURS = 8
# Until the other side has confirmed a meeting, and so long at most, its writer may change it or take it back.
SPLOT_AMEND_DAYS = 7
# How long the other side is asked about it.
SPLOT_CONFIRM_DAYS = 60
# An employer hears, so many days before the last one, that a month can still be claimed.
SPLOT_CLAIM_REMIND_DAYS = 7
# Nothing is sent to an employer's changed bank account before: who did not ask for it has time to say so.
SPLOT_ACCOUNT_HOLD_HOURS = 72
# How long an employer's application that was declined is kept.
SPLOT_DECLINED_APPLICATION_DAYS = 365

# --- the phones' API (docs/sync.md) -----------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["activities.api.guards.SessionLogIn"],
    "DEFAULT_PERMISSION_CLASSES": ["activities.api.guards.BehindDoor"],
    "DEFAULT_PARSER_CLASSES": ["activities.api.guards.SmallJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_RATES": {"phone": "240/min"},
    "EXCEPTION_HANDLER": "activities.api.errors.handle",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Splot",
    "DESCRIPTION": "What a helper's phone asks for and sends. docs/sync.md tells what it promises.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
}

# --- language and time -----------------------------------------------------------------------------

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", _("Polish")), ("en", _("English")), ("uk", _("Ukrainian")), ("ru", _("Russian"))]
#: Where the catalogues lie as people read and review them; Django reads what is compiled beside them.
CATALOGUES = BASE_DIR / "locale"
LOCALE_PATHS = [CATALOGUES]
USE_I18N = True
TIME_ZONE = "Europe/Warsaw"
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
PHONENUMBER_DEFAULT_REGION = "PL"
PHONENUMBER_DEFAULT_FORMAT = "INTERNATIONAL"

# --- files and post --------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = 20  # well under the time a sender may keep a notice to itself
DEFAULT_FROM_EMAIL = os.environ.get("SPLOT_FROM_EMAIL", "Splot <splot@localhost>")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"splot": {"level": "INFO"}, "django_tasks_db": {"level": "WARNING"}},
}
