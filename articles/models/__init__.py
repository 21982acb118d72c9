"""What is written, and what readers are shown."""

from .about_page import AboutPage, AboutPageEdition
from .article import Article, ArticleTag, Byline, Citation, GalleryPicture
from .autosave import Autosave
from .content import Content, Kind
from .documents import Document
from .edition import Address, Edition, UnderName, UnderTag, WithDocument, WithPhoto
from .form_autosave import FormAutosave
from .job import Beat, Job
from .journal import Event
from .ledger import FOREVER, NEVER, Act, PublishingState
from .notice import Notice, NoticeChoice
from .pending_check import PendingCheck
from .people import Correspondent
from .photos import Photo
from .plan import CalendarLink, Plan
from .preference import Preference
from .preview import PreviewLink
from .revision import Revision
from .saved_view import SavedView
from .search_entry import KnownWord, SearchEntry
from .search_words import SearchWords
from .sources import Source
from .spelling import Spelling
from .tag import Tag
from .wire import WireText

__all__ = [
    "FOREVER",
    "NEVER",
    "AboutPage",
    "AboutPageEdition",
    "Act",
    "Address",
    "Article",
    "ArticleTag",
    "Autosave",
    "Beat",
    "Byline",
    "CalendarLink",
    "Citation",
    "Content",
    "Correspondent",
    "Document",
    "Edition",
    "Event",
    "FormAutosave",
    "GalleryPicture",
    "Job",
    "Kind",
    "KnownWord",
    "Notice",
    "NoticeChoice",
    "PendingCheck",
    "Photo",
    "Plan",
    "Preference",
    "PreviewLink",
    "PublishingState",
    "Revision",
    "SavedView",
    "SearchEntry",
    "SearchWords",
    "Source",
    "Spelling",
    "Tag",
    "UnderName",
    "UnderTag",
    "WireText",
    "WithDocument",
    "WithPhoto",
]
