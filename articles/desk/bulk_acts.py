"""What can be done to several stories at once: for each story what it will get, or why it is left out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import workflow
from articles.desk import bulk_forms, list_rows, notifications
from articles.desk.notifications import Kind
from articles.drafts import amending, assigning, editing, translating
from articles.models import Article
from articles.templatetags.desk import both_clocks, person
from articles.workflow import EDITORS, STEPS, WRITERS, State
from newsroom.lib import lazy

Data = dict[str, Any]


def _changed(stories: int) -> str:
    return ngettext("%d story changed.", "%d stories changed.", stories) % stories


@dataclass(frozen=True)
class Act:
    """`refuses` says why a story is left out, or ""; `says` what it will get; `does` does it, in a transaction.

    `refuses` may be asked before the form is filled in, with no data.
    """

    title: lazy.Text
    form: type[forms.Form]
    permission: str
    refuses: Callable[[User, Article, Data], str]
    says: Callable[[Article, Data], str]
    does: Callable[[User, Article, Data], None]
    done: Callable[[int], str] = _changed  # what is said of so many stories afterwards
    prepare: Callable[[list[Article]], None] | None = None  # reads at once what `refuses` asks of each
    of_text: bool = False  # refused while the person has unsaved text in the story
    takes_away: bool = False


# -- who and by when --------------------------------------------------------------------------------------------------


def _not_led(user: User, article: Article) -> str:
    if not workflow.may_lead(user, article):
        return _("You don't edit its section.")
    return _("It is spiked. Revive it first.") if article.state == State.SPIKED else ""


def _not_assigned(user: User, article: Article, data: Data) -> str:
    if reason := _not_led(user, article):
        return reason
    editor = data.get("editor")
    if editor and not workflow.in_charge(editor, article.section_id):
        return _("%s doesn't edit its section.") % person(editor)
    return _("It already has this assignment.") if data and not _new(article, data) else ""


def _new(article: Article, data: Data) -> Data:
    return {name: value for name, value in data.items() if getattr(article, name) != value}


def _assignment(article: Article, data: Data) -> str:
    labels = {"reporter": _("Writer: %s"), "editor": _("Editor: %s"), "priority": _("Priority: %s")}
    return "; ".join(labels[name] % _said(name, value) for name, value in _new(article, data).items())


def _said(name: str, value: Any) -> str:
    return str(dict(Article._meta.get_field(name).choices)[value]) if name == "priority" else person(value)


def _assign(user: User, article: Article, data: Data) -> None:
    new = _new(article, data)
    story = assigning.assign(article.pk, by=user, **new)
    notifications.tell(Kind.ASSIGNED, story, by=user, people=[new.get("reporter"), new.get("editor")])


def _same_deadline(user: User, article: Article, data: Data) -> str:
    same = "deadline" in data and data["deadline"] == article.deadline
    return _not_led(user, article) or (_("It already has this deadline.") if same else "")


def _deadline(article: Article, data: Data) -> str:
    return _("Deadline: %s") % (both_clocks(data["deadline"]) if data["deadline"] else _("none"))


def _set_deadline(user: User, article: Article, data: Data) -> None:
    assigning.assign(article.pk, by=user, deadline=data["deadline"])


# -- what it says -----------------------------------------------------------------------------------------------------


def _not_edited(user: User, article: Article) -> str:
    if not workflow.may_edit(user, article):
        return _("You can't edit this story.")
    return _("It is spiked. Revive it first.") if article.state == State.SPIKED else ""


def _again(article: Article) -> str:
    """What a change of an approved text means."""
    return _("It becomes a draft and needs approval again.") if article.state == State.APPROVED else ""


def _same_tags(user: User, article: Article, data: Data) -> str:
    if reason := _not_edited(user, article):
        return reason
    return _("It already has these tags.") if data and not _new_tags(article, data) else ""


def _new_tags(article: Article, data: Data) -> list[str]:
    has = {tag.name.casefold() for tag in article.tags.all()}
    return [name for name in data["tags"] if name.casefold() not in has]


def _tags(article: Article, data: Data) -> str:
    return " ".join(filter(None, [_("Adds: %s.") % ", ".join(_new_tags(article, data)), _again(article)]))


def _tag(user: User, article: Article, data: Data) -> None:
    amending.tag(article.pk, data["tags"], by=user)


def _same_section(user: User, article: Article, data: Data) -> str:
    if reason := _not_edited(user, article):
        return reason
    return _("It is in this section already.") if data and data["section"].pk == article.section_id else ""


def _section(article: Article, data: Data) -> str:
    words = _("%(old)s → %(new)s.") % {"old": article.section or _("No section yet"), "new": data["section"]}
    return " ".join(filter(None, [words, _again(article)]))


def _move(user: User, article: Article, data: Data) -> None:
    amending.move(article.pk, data["section"].pk, by=user)


# -- in another language ----------------------------------------------------------------------------------------------


def _read_languages(stories: list[Article]) -> None:
    languages = translating.languages_of(stories)
    for story in stories:
        story.languages = languages[story.pk]


def _translated(user: User, article: Article, data: Data) -> str:
    if article.state == State.SPIKED:
        return _("It is spiked. Revive it first.")
    language = data.get("language")
    if language == article.language:
        return _("It is written in this language.")
    return _("It already has a translation into this language.") if language in article.languages else ""


def _translation(article: Article, data: Data) -> str:
    return _("A new draft: %(language)s. You are its writer.") % {"language": _language(data)}


def _language(data: Data) -> str:
    return _(dict(settings.LANGUAGES)[data["language"]])


def _translate(user: User, article: Article, data: Data) -> None:
    """An original and its translation may both be chosen: the second of them has one by then."""
    _read_languages([article])
    if reason := _translated(user, article, data):
        raise workflow.NotAllowed(reason, code="translated")
    translating.translate(article.pk, data["language"], by=user)


def _drafts(stories: int) -> str:
    return ngettext("%d draft made. It is under Mine.", "%d drafts made. They are under Mine.", stories) % stories


# -- steps ------------------------------------------------------------------------------------------------------------


def _step(verb: str, says: lazy.Text) -> dict[str, Callable]:
    def refuses(user: User, article: Article, data: Data) -> str:
        if not workflow.may(user, verb, article):
            return _("You don't edit its section.")
        public = list_rows.public_of(article)
        return "" if STEPS[verb].suits(article, public, user) else workflow.why_closed(verb, article, public)

    def does(user: User, article: Article, data: Data) -> None:
        story = editing.take(article.pk, verb, by=user, note=data["note"], version=article.version)
        notifications.tell(notifications.OF_STEPS[verb], story, by=user, words=data["note"])

    return {"refuses": refuses, "says": lambda article, data: str(says), "does": does}


ACTS = {
    "assign": Act(
        gettext_lazy("Assign…"), bulk_forms.AssignForm, EDITORS, refuses=_not_assigned, says=_assignment, does=_assign
    ),
    "deadline": Act(
        gettext_lazy("Set deadline…"), bulk_forms.DeadlineForm, EDITORS,
        refuses=_same_deadline, says=_deadline, does=_set_deadline,
    ),
    "tag": Act(gettext_lazy("Add tags…"), bulk_forms.TagForm, WRITERS, refuses=_same_tags, says=_tags, does=_tag),
    "section": Act(
        gettext_lazy("Change section…"), bulk_forms.SectionForm, WRITERS,
        refuses=_same_section, says=_section, does=_move,
    ),
    "translate": Act(
        gettext_lazy("Translate…"), bulk_forms.LanguageForm, WRITERS,
        refuses=_translated, says=_translation, does=_translate, done=_drafts, prepare=_read_languages,
    ),
    "return": Act(
        gettext_lazy("Return…"), bulk_forms.ReasonForm, EDITORS, of_text=True,
        **_step("return", gettext_lazy("Becomes a draft; its writer is notified.")),
    ),
    "spike": Act(
        gettext_lazy("Spike…"), bulk_forms.ReasonForm, EDITORS, of_text=True, takes_away=True,
        **_step("spike", gettext_lazy("Spiked; it can't be published until someone revives it.")),
    ),
}  # fmt: skip


def offered(user: User) -> dict[str, Act]:
    """In their order; with one language there is nothing to translate into."""
    acts = {name: act for name, act in ACTS.items() if name != "translate" or len(settings.LANGUAGES) > 1}
    return {name: act for name, act in acts.items() if user.has_perm(f"articles.{act.permission}")}


def do(act: Act, user: User, article: Article, data: Data) -> None:
    """For one story, or not at all. Raises NotAllowed."""
    with transaction.atomic():
        act.does(user, article, data)
