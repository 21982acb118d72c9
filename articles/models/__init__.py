"""What is written, and what readers are shown."""

from .article import Article, ArticleTag, Byline, Citation, GalleryPicture
from .buffer import Buffer
from .content import Content, Kind
from .documents import Document
from .edition import Address, Edition, UnderName, UnderTag, WithDocument, WithPhoto
from .house import HouseEdition, HousePage
from .journal import Event
from .ledger import FOREVER, NEVER, Act, Record
from .look_again import LookAgain
from .notice import Notice, NoticeChoice
from .outbox import Beat, Errand
from .people import Correspondent
from .photos import Photo
from .preview import PreviewLink
from .revision import Revision
from .sources import Source
from .tag import Tag
from .wire import WireText
from .wording import Wording

__all__ = [
    "FOREVER",
    "NEVER",
    "Act",
    "Address",
    "Article",
    "ArticleTag",
    "Beat",
    "Buffer",
    "Byline",
    "Citation",
    "Content",
    "Correspondent",
    "Document",
    "Edition",
    "Errand",
    "Event",
    "GalleryPicture",
    "HouseEdition",
    "HousePage",
    "Kind",
    "LookAgain",
    "Notice",
    "NoticeChoice",
    "Photo",
    "PreviewLink",
    "Record",
    "Revision",
    "Source",
    "Tag",
    "UnderName",
    "UnderTag",
    "WireText",
    "WithDocument",
    "WithPhoto",
    "Wording",
]
