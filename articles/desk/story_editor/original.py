"""The original beside a translation: the text that was translated, and what has changed in it since."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from articles.desk.story_editor.siblings import Language
from articles.drafts import printing
from articles.models import Article, Edition
from articles.publishing import public_history
from articles.text import typesetting


@dataclass(frozen=True)
class Original:
    """`text`: the edition that is translated, or the draft where none was; `newest`: what readers saw of it last."""

    article: Article
    text: Edition
    newest: Edition | None
    is_out_of_date: bool
    is_withdrawn: bool
    comparison: public_history.Comparison | None = None

    @property
    def is_draft(self) -> bool:
        """Whether there was no edition yet that could be translated."""
        return self.text.pk is None


def of(article: Article, languages: list[Language], now: datetime) -> Original | None:
    """For a translation; at most two queries where the original was published."""
    if not article.translation_of_id:
        return None
    root, late = article.translation_of, article.is_out_of_date
    editions = Edition.objects.filter(article=root)
    newest = editions.public_by(now).order_by("-number").first()
    translated = newest
    if newest is None or newest.number != article.translated_edition:
        translated = editions.filter(number=article.translated_edition).first()
    compared = None
    if late and translated and newest and not (translated.erased or newest.erased):
        compared = public_history.compare(translated, newest)
    return Original(root, _shown(translated, newest, root), newest, late, _is_withdrawn(languages, root), compared)


def _shown(translated: Edition | None, newest: Edition | None, root: Article) -> Edition:
    """The edition that is translated; where the draft was, what was published of it first, or the draft."""
    text = next((one for one in (translated, newest) if one and not one.erased), None) or printing.proof(root)
    text.html = typesetting.with_pictures_from(text.html, reverse("admin:articles_article_preview", args=[root.pk]))
    return text


def _is_withdrawn(languages: list[Language], root: Article) -> bool:
    found = (one.article for language in languages for one in language.siblings if one.is_original)
    return any(one.was_public and not one.live_version and not one.coming_at for one in found)
