"""One settings file, read from the environment, in named groups.

Every variable is listed in `.env.example`. A wrong value stops the process with the variable's
name, what is wrong and what would be right: a site that starts half-configured is worse than none.
"""

import os
import secrets
import tempfile
import tomllib
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import environ
from csp.constants import NONCE, NONE, SELF
from django.contrib.messages.constants import ERROR, SUCCESS, WARNING
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from nasij import __version__

ROOT = Path(__file__).resolve().parent
PROJECT = ROOT.parent.parent

env = environ.Env()
# What the shell says of the site, before the file does: commands that we print say it again. The
# address of a database may hold a password.
SAID_BY_SHELL = {
    name: "…" if name == "DATABASE_URL" else os.environ[name]
    for name in ("NASIJ_DATA", "NASIJ_PACK", "DATABASE_URL")
    if os.environ.get(name)
}
if (PROJECT / ".env").exists():
    env.read_env(PROJECT / ".env")


def _choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value: str = env.str(name, "") or default
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r}: choose one of {', '.join(allowed)}")
    return value


def _flag(name: str, default: bool) -> bool:
    value = str(env.str(name, "1" if default else "0")).lower()
    if value not in {"0", "1", "true", "false", "yes", "no", "on", "off"}:
        raise ImproperlyConfigured(f"{name}={value!r}: write 1 or 0")
    return value in {"1", "true", "yes", "on"}


def _number(name: str, default: int, minimum: int) -> int:
    raw = env.str(name, str(default))
    if not raw.isdecimal() or int(raw) < minimum:
        raise ImproperlyConfigured(f"{name}={raw!r}: write a whole number of at least {minimum}")
    return int(raw)


def _parsed(name: str, parse: Callable[[str], dict[str, Any]], good: str) -> dict[str, Any]:
    """An address read by a parser whose own complaints name no variable."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # said below, with the variable's name
        try:
            found = parse(env.str(name))
        except (ImproperlyConfigured, ValueError, KeyError):
            found = {}
    if not found:
        raise ImproperlyConfigured(f"{name}: {good}")
    return found


# --- Place: all state lives in one folder ---------------------------------------------------
NASIJ_DATA = Path(env.str("NASIJ_DATA", str(PROJECT / "var"))).expanduser().resolve()
# What this program writes, now or later, is for its owner alone: rows of people are in it.
os.umask(0o077)
FILE_UPLOAD_PERMISSIONS = 0o600
try:
    NASIJ_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)  # holds names, addresses, links
except OSError as error:
    raise ImproperlyConfigured(
        f"NASIJ_DATA={NASIJ_DATA}: this folder cannot be made ({error.strerror}). "
        "Give a folder that this user may write to."
    ) from error


def _secret_key() -> str:
    """The key from the environment, or one made once and kept beside the database."""
    given: str = env.str("SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured("SECRET_KEY is too short: give at least 32 characters")
        return given
    path = NASIJ_DATA / "secret_key"
    try:
        if not path.exists():
            _make_secret_key(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"NASIJ_DATA={NASIJ_DATA}: nothing can be written there ({error.strerror}). "
            "Give a folder that this user may write to."
        ) from error


def _make_secret_key(path: Path) -> None:
    """Written aside, then linked: of two processes that start together, one key is kept whole."""
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".secret_key")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        Path(part).unlink(missing_ok=True)


def _last_address() -> str:
    """Where `nasij serve` last answered on this folder: links made without it lead there."""
    try:
        return (NASIJ_DATA / "serve.lock").read_text().strip() or "http://127.0.0.1:8000"
    except OSError:
        return "http://127.0.0.1:8000"


# --- Site -----------------------------------------------------------------------------------
SECRET_KEY = _secret_key()
DEBUG = _flag("DEBUG", False)
DEMO = _flag("NASIJ_DEMO", False)
VERSION = __version__
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is empty: give the names under which people come")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL_GIVEN = bool(env.str("SITE_URL", ""))
SITE_URL = (env.str("SITE_URL", "") or _last_address()).rstrip("/")
if not SITE_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured(f"SITE_URL={SITE_URL!r}: begin with https:// or http://")
PACK = env.str("NASIJ_PACK", "morocco")
PACK_DIR = Path(PACK) if os.sep in PACK else ROOT / "packs" / PACK
if not (PACK_DIR / "pack.toml").exists():
    raise ImproperlyConfigured(
        f"NASIJ_PACK={PACK!r}: no pack.toml in {PACK_DIR}. Give the name of a folder of "
        "nasij/packs or the path of a country pack."
    )
_COUNTRY = tomllib.loads((PACK_DIR / "pack.toml").read_text(encoding="utf-8"))
CURRENCY: str = _COUNTRY["currency"]  # of amounts that name no other
CURRENCY_SYMBOLS: dict[str, str] = {
    language: _COUNTRY[f"currency_symbol_{language}"] for language in ("fr", "ar", "en")
}
MONTHS_AR: list[str] = _COUNTRY["year_months_ar"]  # Arab countries do not call them alike

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # the sign-in library’s page of keys asks for it
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    # Without an identity server its library of requests need not be read at every start.
    *(["allauth.socialaccount.providers.openid_connect"] if env.str("OIDC_CLIENT_ID", "") else []),
    "csp",
    "django_tasks",
    "django_tasks_db",
    "nasij.work",
    "nasij.audit",
    "nasij.ui",
    "nasij.reference",
    "nasij.accounts",
    "nasij.datasets",
    "nasij.exporters",
    "nasij.intake",
    "nasij.filings",
    "nasij.sharing",
    "nasij.rights",
    "nasij.needs",
    "nasij.council",
    "nasij.plans",
    "nasij.targets",
    "nasij.potential",
    "nasij.reports",
    "nasij.home",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "nasij.accounts.uploads.UploadsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "nasij.accounts.middleware.PageAboveMiddleware",
    "nasij.accounts.middleware.PrivatePagesMiddleware",
    "nasij.accounts.middleware.LoginByDefaultMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "nasij.accounts.middleware.NoNulMiddleware",
    "nasij.accounts.middleware.ReadOnlyGetMiddleware",
]

ROOT_URLCONF = "nasij.urls"
WSGI_APPLICATION = "nasij.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "accounts" / "templates"],  # before allauth's: its pages wear our clothes
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "nasij.accounts.context.account",
                "nasij.ui.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "nasij.ui.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "nasij.ui.forms.Renderer"
MESSAGE_TAGS = {SUCCESS: "good", WARNING: "warn", ERROR: "bad"}  # the tones of our notices


# --- Database: SQLite in the data folder, or any DATABASE_URL (PostgreSQL in production) -------
def _postgresql(url: str) -> dict[str, Any]:
    found: dict[str, Any] = env.db_url_config(url)
    return found if found.get("ENGINE") == "django.db.backends.postgresql" else {}


if env.str("DATABASE_URL", ""):
    good = "give postgres://user:password@host/name, or leave it empty for SQLite"
    DATABASES = {"default": _parsed("DATABASE_URL", _postgresql, good)}
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # By this name a restore knows that others are at the database it would replace.
    DATABASES["default"].setdefault("OPTIONS", {})["application_name"] = "nasij"
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": NASIJ_DATA / "nasij.sqlite3",
            "CONN_MAX_AGE": None,
            # IMMEDIATE: with the default, two thirds of read-then-write requests failed under
            # eight clients ("database is locked"); with it, none did.
            # FULL: what was answered “recorded” is recorded, also when the power fails; and the box
            # of a secret vote (council/ballot_box.py) is wiped only after a commit that stays.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                    "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=67108864;"
                    "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;"
                    "PRAGMA secure_delete=ON;"  # what is erased is overwritten
                ),
            },
        }
    }

# Public pages are kept until the next act; 0 makes each anew, for those who change templates.
KEEP_PAGES = _flag("NASIJ_KEEP_PAGES", not DEBUG)

# Shared by the server's processes, so that rate limits hold across them.
CACHES = {
    "default": {
        "BACKEND": "nasij.counters.JsonFiles",
        "LOCATION": NASIJ_DATA / "cache" / "counters",
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "files"]}}

# --- Languages ------------------------------------------------------------------------------
_NAMES = {"fr": _("French"), "ar": _("Arabic"), "en": _("English")}
if unknown := {language["code"] for language in _COUNTRY["languages"]} - set(_NAMES):
    raise ImproperlyConfigured(f"{PACK_DIR}: no pages in {', '.join(unknown)}, only fr, ar and en")
LANGUAGES = [(language["code"], _NAMES[language["code"]]) for language in _COUNTRY["languages"]]
LANGUAGE_CODE = _choice(
    "NASIJ_LANGUAGE",
    next(language["code"] for language in _COUNTRY["languages"] if language["default"]),
    tuple(code for code, _name in LANGUAGES),
)
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "") or _COUNTRY["time_zone"]
if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured(f"TIME_ZONE={TIME_ZONE!r}: give a name such as Europe/Paris")

# --- Static files ---------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = NASIJ_DATA / "static"
MEDIA_ROOT = NASIJ_DATA / "files"
DRAWINGS_ROOT = NASIJ_DATA / "cache" / "charts"
WHITENOISE_MAX_AGE = 60 * 60
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
NASIJ_UPLOAD_LIMIT_MB = _number("NASIJ_UPLOAD_LIMIT_MB", 60, 1)

# --- Accounts -------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:dashboard"
LOGOUT_REDIRECT_URL = "home:start"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # a change of address is proven: accounts/notices.py
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can sign up: strangers get no letter
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # our subjects name the site themselves
ACCOUNT_ADAPTER = "nasij.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "nasij.accounts.adapter.SocialAccountAdapter"
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",  # hashing costs a quarter of a second; a full room signs in at once
    "login_failed": "5/5m/key",  # codes of a second factor, after the right password
    "reset_password_from_key": "60/m/ip",
    # Ours: accounts/limits.py
    "password": "5/5m/key",
    "password_suspected": "1/5m/key",
    "wrong_password": "60/5m/ip",
    "unknown_link": "60/m/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
# Proxies of our own in front of the site: without this number, all visitors behind them share one
# address and one limit; with a wrong one, anybody could choose their address.
ALLAUTH_TRUSTED_PROXY_COUNT = _number("NASIJ_PROXIES", 0, 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "nasij.accounts.forms.AddKeyForm",
    "edit_webauthn": "nasij.accounts.forms.EditKeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts open by invitation: nobody signs up as another
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith(("http://127.0.0.1", "http://localhost"))
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
_oidc_id = env.str("OIDC_CLIENT_ID", "")
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if _oidc_id:
    _oidc_server = env.str("OIDC_SERVER_URL", "")
    if not _oidc_server.startswith("https://"):
        raise ImproperlyConfigured("OIDC_SERVER_URL: give the https address of the identity server")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "sso",
                "name": env.str("OIDC_NAME", "SSO"),
                "client_id": _oidc_id,
                "secret": env.str("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": _oidc_server},
            }
        ]
    }

# --- Mail: to files in the data folder until a server is given ----------------------------------
if env.str("EMAIL_URL", ""):
    good = "give smtp://user:password@host:587, or leave it empty to write messages to files"
    globals().update(_parsed("EMAIL_URL", env.email_url_config, good))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = NASIJ_DATA / "mail"
EMAIL_TIMEOUT = 20  # seconds for each answer of the server: one that hangs would hold us for ever
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Nasij <nasij@localhost>")
CONTACT_EMAIL: str = env.str("CONTACT_EMAIL", "")
if CONTACT_EMAIL and "@" not in CONTACT_EMAIL:
    raise ImproperlyConfigured(f"CONTACT_EMAIL={CONTACT_EMAIL!r}: give an e-mail address")

# --- Security -------------------------------------------------------------------------------
_https = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = _https and _flag("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked on the machine itself, without a certificate
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_REFERRER_POLICY = "same-origin"  # tracking links are secrets: never leak them in a Referer
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "nasij.home.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Logs -----------------------------------------------------------------------------------
LOG_LEVEL = _choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "nasij": {"level": LOG_LEVEL},
        "django.request": {"level": "ERROR"},  # an address refused (403, 404) is answered, no fault
        "waitress.queue": {"level": "ERROR"},  # that a request waits for a thread is no event
    },
}
