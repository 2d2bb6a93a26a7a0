"""Django's settings. What an operator may change is read here, once, by a typed reader."""

from pathlib import Path

from zhisun.site import compiled_code, environment, logs, rooms
from zhisun.site.cast import CAST
from zhisun.site.embedded import DATABASE, SUPERUSER, Places

HOUSE = rooms.HOUSE
ZHISUN_HOME = environment.home()
compiled_code.keep()

# --- what an operator may set (docs/runbook/settings.md) -------------------------------------

DEBUG = environment.flag("ZHISUN_DEBUG")
DEMO = environment.flag("ZHISUN_DEMO")
HTTPS = environment.flag("ZHISUN_HTTPS")
ALLOWED_HOSTS = environment.names("ZHISUN_HOSTS") or environment.machine_names()
CSRF_TRUSTED_ORIGINS = environment.names("ZHISUN_ORIGINS")
DATABASE_URL = environment.text("DATABASE_URL")
LOG_LEVEL = environment.text(
    "ZHISUN_LOG_LEVEL", "INFO", among=frozenset({"DEBUG", "INFO", "WARNING", "ERROR"})
)
LOG_JSON = environment.flag("ZHISUN_LOG_JSON")
EVENTS_PER_SECOND = environment.number(
    "ZHISUN_EVENTS_PER_SECOND", 20_000, lowest=1, highest=10_000_000
)
WARNINGS_PER_SECOND = environment.number(
    "ZHISUN_WARNINGS_PER_SECOND", 50, lowest=1, highest=100_000
)
SESSION_HOURS = environment.number("ZHISUN_SESSION_HOURS", 12, lowest=1, highest=24)

# --- keys ------------------------------------------------------------------------------------

SECRET_KEY_FILE = Path(environment.text("ZHISUN_SECRET_KEY_FILE", str(ZHISUN_HOME / "secret.key")))
SECRET_KEY = environment.secret(SECRET_KEY_FILE) or environment.passing_key()

# --- rooms -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    *rooms.holding("apps.py", "domains"),
    "zhisun.shell",
    *rooms.holding("apps.py", "desks"),
    "zhisun.site",
    *(["ninja"] if DEBUG else []),  # the files of its page that describes `/api/v1`, 20 MB
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "zhisun.shell.security.SecurityHeadersMiddleware",
    "zhisun.shell.seat.SeatMiddleware",
]
ROOT_URLCONF = "zhisun.site.urls"
AUTH_USER_MODEL = "directory.Officer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- database --------------------------------------------------------------------------------

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "ATOMIC_REQUESTS": False,  # a verb owns its transaction, a page never does
        "CONN_MAX_AGE": 60,  # a fresh connection costs PostgreSQL 3 ms of work
        "CONN_HEALTH_CHECKS": True,
        **(
            environment.database(DATABASE_URL)
            if DATABASE_URL
            else {
                "NAME": DATABASE,
                "USER": SUPERUSER,
                "HOST": str(Places(ZHISUN_HOME).run),
                # Half of what PostgreSQL does for an order was reading and planning its queries
                # (docs/figures.md). Only here, where no pooler stands between us and it.
                "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
            }
        ),
    }
}

# --- people ----------------------------------------------------------------------------------

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# A log-out must hold in every worker at once. `cached_db` would save 0.5 ms a page and leave the
# other worker's copy alive; signed cookies could not be taken back at all.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_NAME = "zhisun_session"
CSRF_COOKIE_NAME = "zhisun_csrf"
DEMO_ACCOUNTS = CAST if DEMO else ()
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"

# --- security --------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # papers are read inside the page
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # it wants DENY
CSRF_FAILURE_VIEW = "zhisun.shell.replies.csrf_failed"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a report of three hundred transfers
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
MEDIA_ROOT = ZHISUN_HOME / "files"

# --- pages -----------------------------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": rooms.folders("templates"),
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "zhisun.shell.jinja.environment",
            "context_processors": ["zhisun.shell.frame.frame"],
        },
    },
    {  # only for what Django itself renders
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [HOUSE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = ZHISUN_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "zhisun.site.static_files.HashedFiles"},
}

# --- logs ------------------------------------------------------------------------------------

LOGGING = logs.logging_config(LOG_LEVEL, as_json=LOG_JSON)
logs.configure()
