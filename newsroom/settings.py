"""Settings, read from the environment; `.env` beside manage.py fills in what the environment leaves out."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from js_asset import static_lazy

from newsroom.lib import colours, environment, private

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# -- who we are -------------------------------------------------------------------------------------------------------

DEBUG = environment.boolean("DEBUG", default=False)
DEMO = environment.boolean("DEMO", default=False)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]")
if DEMO and not environment.only_loopback(ALLOWED_HOSTS):
    raise ImproperlyConfigured("DEMO=1 makes log-ins that everybody knows, so ALLOWED_HOSTS may only be 127.0.0.1.")

if "*" in ALLOWED_HOSTS and not DEBUG:
    raise ImproperlyConfigured("ALLOWED_HOSTS=* answers to any name; write those of this site, such as news.example.")

SECRET_KEY = environment.secret_key("SECRET_KEY")
UMASK = environment.umask("UMASK", default="077")
os.umask(UMASK)  # of the database, mail and files that any process of the newsroom writes

SITE_NAME = env("SITE_NAME", default="Newsroom")
SITE_TAGLINE = env("SITE_TAGLINE", default="")  # in the first of LANGUAGES
# One colour marks what is newest and what must be found; the other schemes and the desk have theirs from it.
DEFAULT_ACCENT = "#98182e"
SITE_ACCENT = environment.colour("SITE_ACCENT", default=DEFAULT_ACCENT, on="#ffffff", least=4.5)
SITE_LOGO = environment.file("SITE_LOGO", endings=(".svg", ".png"))  # in place of the mark before the name
SITE_URL = environment.site_address("SITE_URL", default="http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if DEBUG and SITE_URL.startswith("https:") and not environment.only_loopback([urlsplit(SITE_URL).hostname]):
    raise ImproperlyConfigured(f"DEBUG=1 shows visitors the code and its settings, so it can't be used at {SITE_URL}.")

# -- language and time ------------------------------------------------------------------------------------------------

known = dict(global_settings.LANGUAGES)
codes = environment.words("LANGUAGES", default="en")
if not codes:
    raise ImproperlyConfigured("LANGUAGES names no language; write codes such as az,ru,en.")
if unknown := [code for code in codes if code not in known]:
    raise ImproperlyConfigured(
        f"LANGUAGES names {unknown[0]}, which is no language code; write codes such as az,ru,en."
    )
LANGUAGES = [(code, known[code]) for code in codes]
LANGUAGE_CODE = codes[0]
# In the others: SITE_TAGLINE_RU and the like.
SITE_TAGLINES = {code: env(f"SITE_TAGLINE_{code.upper().replace('-', '_')}", default="") for code in codes[1:]}
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]
FORMAT_MODULE_PATH = ["newsroom.formats"]
TIME_ZONE = environment.time_zone("TIME_ZONE", default="UTC")
USE_TZ = True

# -- the newsroom -----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_prose_editor",
    "taggit",
    "articles",
    "sections",
    "reviews",
    "newsroom",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.ContentSecurityPolicy",
    "newsroom.middleware.one_host",
    "newsroom.middleware.page_language",
    "newsroom.bodies.read_first",
    "newsroom.overload.in_a_place",
    "newsroom.middleware.moment",
    "newsroom.middleware.without_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsroom.middleware.Slashes",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.middleware.desk_language",
    "newsroom.accounts.expired_login.give_back",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
AUTHENTICATION_BACKENDS = ["newsroom.accounts.backend.Accounts"]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "newsroom.lib.unfold_templates.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.site",
                "newsroom.menus.context",
            ],
        },
    },
]
FORM_RENDERER = "newsroom.lib.unfold_templates.FormRenderer"
TAGGIT_CASE_INSENSITIVE = True

# -- what is kept, and where ------------------------------------------------------------------------------------------

# How many requests a web process works on at once; `manage.py serve` sets it to what the database allows.
WEB_THREADS = environment.number("WEB_THREADS", default=8, least=1)
WEB_CONNECTIONS_BESIDE = 2  # database connections of a web process for health checks and log-ins of large uploads
WEB_READING = 64  # how many bodies a web process reads at once (newsroom/bodies.py)

SQLITE = f"sqlite:///{VAR / 'newsroom.sqlite3'}"
DATABASES = {
    "default": environment.service(
        "DATABASE_URL", default=SQLITE, read=env.db_url_config, like="postgres://newsroom@localhost/newsroom"
    )
}
if DATABASES["default"]["ENGINE"] not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
    raise ImproperlyConfigured("DATABASE_URL names a database that Newsroom does not run on: PostgreSQL or SQLite.")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        # recursive_triggers: INSERT OR REPLACE fires the triggers that keep the ledger append-only
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
    }
else:
    # A connection for each request at work, opened when it is needed. Timeouts are set for each query
    # (newsroom/lib/patience.py) and not here: pgbouncer refuses connection options. Django refuses a pool together with
    # CONN_MAX_AGE.
    DATABASES["default"] |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | {
        "pool": {"min_size": 0, "max_size": WEB_THREADS + WEB_CONNECTIONS_BESIDE, "timeout": 3, "reconnect_timeout": 3}
    }
CACHES = {
    "default": environment.service(
        "CACHE_URL", default="locmemcache://", read=env.cache_url_config, like="rediscache://localhost"
    )
}
MEDIA_ROOT = VAR / "media"
STATIC_ROOT = VAR / "static"
FACE_ROOT = VAR / "face"  # what the operator says of the site, as files: newsroom/branding.py
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "newsroom.branding.FaceFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": environment.storage("STORAGE_URL"),
    "staticfiles": {
        "BACKEND": "newsroom.staticfiles.JoinedStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},  # no secret
    },
}
FILE_UPLOAD_PERMISSIONS = 0o666 & ~UMASK
# Of forms at the desk: a long story with hundreds of sources. What readers may send is less: newsroom/bodies.py.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_HANDLERS = ["newsroom.lib.uploads.NamesAsSent"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"short": {"()": "newsroom.lib.logs.Formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "short"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# -- what must happen at a moment (manage.py worker) ------------------------------------------------------------------

PURGE_URLS = environment.web_addresses("PURGE_URL")  # caches elsewhere that are told what to drop

# -- following --------------------------------------------------------------------------------------------------------

FEED_FULL_TEXT = environment.boolean("FEED_FULL_TEXT", default=True)  # else feeds hold the lede alone
# Whether robots.txt lets these in; newsroom/views.py says who they are.
ROBOTS_SEARCH = environment.boolean("ROBOTS_SEARCH", default=True)
ROBOTS_AI_TRAINING = environment.boolean("ROBOTS_AI_TRAINING", default=False)
ROBOTS_AI_ANSWERS = environment.boolean("ROBOTS_AI_ANSWERS", default=True)
WEBSUB_HUBS = environment.web_addresses("WEBSUB_HUB")  # told at once when a feed has changed

# -- mail -------------------------------------------------------------------------------------------------------------

MAILBOX = f"filemail:///{VAR / 'mail'}"
vars().update(environment.service("EMAIL_URL", default=MAILBOX, read=env.email_url_config, like="smtp://localhost:25"))
if EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":  # noqa: F821  (read from EMAIL_URL)
    EMAIL_BACKEND = "newsroom.lib.smtp.EmailBackend"
EMAIL_TIMEOUT = 10  # seconds; the worker waits for the post, nobody else does
private.tighten(UMASK, DATABASES["default"]["NAME"], MEDIA_ROOT, VAR / "mail")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="newsroom@localhost")

# -- safety -----------------------------------------------------------------------------------------------------------

TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", default=0)
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"  # of readers' pages; the desk says less
SECURITY_CONTACT = environment.contact("SECURITY_CONTACT")
X_FRAME_OPTIONS = "DENY"
if SITE_URL.startswith("https:"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.boolean("HSTS_SUBDOMAINS", default=False)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
# Readers' pages: nothing inline, nothing from elsewhere. The desk needs more: see newsroom/middleware.py.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *environment.lenders(STORAGES["default"])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
# The desk's own pages: scripts from files, and the import map by its nonce; the text editor sets styles.
OWN_PAGES_SECURITY_POLICY = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [*CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"], "data:", "blob:"],
}
# Unfold's forms and lists evaluate expressions.
DESK_SECURITY_POLICY = OWN_PAGES_SECURITY_POLICY | {"script-src": [SELF, UNSAFE_EVAL, NONCE]}

# -- the publication history ------------------------------------------------------------------------------------------

RECORD_COMPARISON = environment.boolean("RECORD_COMPARISON", default=True)  # whether readers see what changed

# -- readers' reviews -------------------------------------------------------------------------------------------------

REVIEWS_AN_HOUR = environment.number("REVIEWS_AN_HOUR", default=5)  # from one client, and from one e-mail address
REVIEWS_AN_HOUR_NETWORK = environment.number("REVIEWS_AN_HOUR_NETWORK", default=20)  # from one /24 or /48
REVIEWS_AN_HOUR_STORY = environment.number("REVIEWS_AN_HOUR_STORY", default=100)  # under one story
REVIEWS_LINKS = environment.number("REVIEWS_LINKS", default=2)  # in one review
REVIEWS_RATING_REQUIRED = environment.boolean("REVIEWS_RATING_REQUIRED", default=False)
REVIEWS_MEAN = environment.boolean("REVIEWS_MEAN", default=False)  # whether readers see a mean, from 5 ratings on
REVIEWS_TARGET_HOURS = environment.number("REVIEWS_TARGET_HOURS", default=2)  # in which a moderator reads one
REVIEWS_HOURS = environment.hours("REVIEWS_HOURS")  # of the day, in which moderators read
REVIEWS_EDIT_MINUTES = environment.number("REVIEWS_EDIT_MINUTES", default=15)  # for its writer, after publication
REVIEWS_REPORTERS = environment.number("REVIEWS_REPORTERS", default=3)  # how many hide a review until it is read again
REVIEWS_KEPT_DAYS = environment.number("REVIEWS_KEPT_DAYS", default=30)  # e-mail and hashes, after the decision
# Whether an address is confirmed by a mail first, and its owner told of the decision: where mail is set up, and at the
# demo, whose mail are files.
REVIEWS_BY_MAIL = environment.boolean("REVIEWS_BY_MAIL", default=DEMO or bool(env("EMAIL_URL", default="")))
NOTES_THANK = "reviews.thanks"  # whom corrections thank (articles/publishing/thanks.py, articles/site/corrections.py)

# -- links to elsewhere ----------------------------------------------------------------------------------------------

# Sites whose pages a story may show as a card: a title and a link. Nothing is ever loaded from them.
EMBED_HOSTS = environment.words(
    "EMBED_HOSTS",
    default="youtube.com,youtu.be,x.com,twitter.com,facebook.com,instagram.com,t.me,tiktok.com,vimeo.com,soundcloud.com",
)

# -- stories for other newsrooms -------------------------------------------------------------------------------------

EXCHANGE_DIALECTS = environment.words(  # modules, each a format of articles/exchange; docs/exchange.md
    "EXCHANGE_DIALECTS", default="articles.exchange.ninjs,articles.exchange.newsml"
)
USAGE_TERMS = env("USAGE_TERMS", default="")  # what others may do with every story, in words

# -- the desk ---------------------------------------------------------------------------------------------------------

LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# A scheduled translation isn't published by itself once its original was corrected or withdrawn.
HOLD_BACK_TRANSLATIONS = environment.boolean("HOLD_BACK_TRANSLATIONS", default=True)
FOUR_EYES = environment.boolean("FOUR_EYES", default=True)  # anyone who changed a text last does not publish it alone
CSRF_FAILURE_VIEW = "newsroom.accounts.expired_login.csrf_failure"
PASSWORD_RESET_TIMEOUT = 24 * 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# The editor's own blocks (articles/desk/editor.py says what each gets). What a text may hold is rendering's to say.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy(f"desk/editor/{script}.js")], "extensions": dict.fromkeys(names, lambda options, shared: None)}
    for script, names in {
        "blocks": ["Quote", "Card", "Table", "OrderedList"],
        "pictures": ["Photo"],
        "link": ["Link"],
        "paste": ["Paste"],
        "counts": ["Counts"],
        "typing": ["Typing"],
        "styles": ["Styles"],
        "find": ["Find"],
        "headings": ["Headings"],
        "uploads": ["Uploads"],
        "cite": ["Cite"],
        "toolbar": ["Toolbar"],
    }.items()
]
UNFOLD = {
    "SITE_TITLE": SITE_NAME,
    "SITE_HEADER": SITE_NAME,
    "SITE_SUBHEADER": _("The desk"),
    "SITE_URL": "/",
    "SHOW_BACK_BUTTON": True,
    "DASHBOARD_CALLBACK": "newsroom.dashboard.dashboard",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/mark.svg")},
    ],
    "STYLES": [lambda request: static("css/accent.css"), lambda request: static("desk/desk.css")],
    "SCRIPTS": [lambda request: static("desk/names.js"), lambda request: static("desk/leaving.js")],
    "BORDER_RADIUS": "4px",
    "COLORS": {
        "primary": colours.INKS,  # the brand is rare: static/desk/tokens.css says where it is used
        "base": colours.GREYS,
    },
    "LOGIN": {"form": "newsroom.accounts.login.LogInForm"},
}
