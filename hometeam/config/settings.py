"""Settings: the environment in, nothing else. Each variable has its heading in docs/operators/reference.md."""

import sys
from pathlib import Path

from . import environment
from .logs import logging_settings
from .security import static_headers

PACKAGE = Path(__file__).resolve().parent.parent
ENVIRON = environment.environ()
DATA = environment.data_folder(ENVIRON)
ADDRESS = environment.address(ENVIRON.get("HOMETEAM_URL", ""))
MAIL = environment.mail(ENVIRON.get("HOMETEAM_SMTP_URL", ""))

DEBUG = ENVIRON.get("HOMETEAM_DEBUG", "") == "1"
SECRET_KEY = environment.secret_key(ENVIRON, DATA)
ROOT_URLCONF = "hometeam.config.urls"
WSGI_APPLICATION = "hometeam.config.wsgi.application"
AUTH_USER_MODEL = "members.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "hometeam.ui",
    "hometeam.foundation",
    "hometeam.members",
    "hometeam.ledger",
    "hometeam.overlap",
    "hometeam.together",
    "hometeam.fit",
    "hometeam.referrals",
    "hometeam.swap",
    "hometeam.praise",
    "hometeam.gather",
    "hometeam.stage",
    "hometeam.organise",
    "hometeam.front",
    "hometeam.sample",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "lucide",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "hometeam.config.security.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "hometeam.config.addresses.without_slash",
    "hometeam.config.addresses.page_where_forms_go",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hometeam.config.addresses.on_the_way_in",  # within allauth's: it asks which addresses are ours
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "hometeam.foundation.listed",
                "hometeam.ui.avatars",
                "hometeam.ui.icons",
                "hometeam.ui.kept",
                "hometeam.ui.sentences",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": environment.database(ENVIRON.get("DATABASE_URL", ""), DATA)}

# Languages and times
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]  # each by the name that its readers know it by
LOCALE_PATHS = [PACKAGE / "locale", DATA / "words"]  # where translators write, and what is made of it
FORMAT_MODULE_PATH = "hometeam.config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# Background jobs
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DASK = environment.dask(ENVIRON.get("HOMETEAM_DASK", ""))

# Mail: one server for all letters, else files in the data folder that the operator can read
EMAIL_BACKEND = MAIL.backend
EMAIL_HOST = MAIL.host
EMAIL_PORT = MAIL.port
EMAIL_HOST_USER = MAIL.user
EMAIL_HOST_PASSWORD = MAIL.password
EMAIL_USE_TLS = MAIL.starttls
EMAIL_USE_SSL = MAIL.tls
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = ENVIRON.get("HOMETEAM_MAIL_FROM") or f"Hometeam <hometeam@{ADDRESS.host}>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILBOX = environment.mailbox(
    ENVIRON.get("HOMETEAM_MAILBOX", ""),
    ENVIRON.get("HOMETEAM_MAILBOX_LISTEN", ""),
    ENVIRON.get("HOMETEAM_MAILBOX_VOUCHED_BY", ""),
)

# Safety. TLS ends at the operator's proxy, which says so in X-Forwarded-Proto; on plain HTTP that header means nothing.
PUBLIC_URL = ADDRESS.url
ALLOWED_HOSTS = ADDRESS.allowed_hosts
CSRF_TRUSTED_ORIGINS = [ADDRESS.url]
CSRF_COOKIE_SECURE = ADDRESS.https
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = ADDRESS.https
SESSION_ENGINE = "hometeam.foundation.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ADDRESS.https else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if ADDRESS.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Sign-in: a code by e-mail or a passkey; nobody has a password here
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["hometeam.members.actions.signin.Door"]
ACCOUNT_ADAPTER = "hometeam.members.actions.signin.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ADDRESS.https else "http"
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ADDRESS.https else 0
MFA_ADAPTER = "hometeam.members.actions.passkeys.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
# Browsers allow passkeys on http://localhost alone; the library has to be told so.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ADDRESS.https

LOGGING = logging_settings(debug=DEBUG, colours=sys.stderr.isatty())
