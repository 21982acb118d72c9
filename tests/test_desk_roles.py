"""Who may do what at the desk, asked of the server directly: no button is trusted, and none is hidden here."""

import pytest
from django.contrib import admin as desk
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from articles import publishing
from articles.drafts import editing
from articles.models import (
    AboutPage,
    Act,
    Address,
    Article,
    Autosave,
    CalendarLink,
    Correspondent,
    Document,
    Edition,
    Event,
    Job,
    Notice,
    NoticeChoice,
    PendingCheck,
    Photo,
    Plan,
    Preference,
    PreviewLink,
    SavedView,
    Source,
    Tag,
)
from articles.publishing import foureyes
from articles.site import previews
from articles.workflow import STEPS, State
from newsroom.accounts import invitations
from newsroom.models import Invitation
from newsroom.planning import feed
from reviews.models import Review, Word
from sections import arranging, breaking
from sections.models import Arrangement, Banner, Front, Section, Slot
from tests.factories import (
    FAR,
    NOON,
    ArticleFactory,
    BriefFactory,
    CorrespondentFactory,
    PhotoFactory,
    PlanFactory,
    ReviewFactory,
    SectionFactory,
    SourceFactory,
    make_document,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db

# Every address of the desk, as whom it answers how. A route that stands in no line fails the test below the tables.
# {own}: a story of Nora's. {other}: of somebody else's. {live}, {coming}: published, scheduled. To what else is named
# nothing refers.
ASKED = """
                                                      nora omar mina admin
''                                                     200  200  200  200
login/                                                 302  302  302  302
logout/                                                405  405  405  405
password_change/                                       200  200  200  200
password_change/done/                                  200  200  200  200
jsi18n/                                                200  200  200  200
notices/                                               200  200  200  200
notices/read/                                          405  405  405  405
profile/                                               200  200  200  200
profile/preferences/                                   405  405  405  405
profile/notices/                                       405  405  405  405
find/?q=story                                          200  200  200  200
shortcuts/                                             200  200  200  200
missing-names/                                         403  200  403  200
password_reset/                                        200  200  200  200
password_reset/done/                                   200  200  200  200
password_reset/MQ/x-y/                                 410  410  410  410
invitation/{invited}/                                  200  200  200  200
invitation/x.y/                                        404  404  404  404
search/?s=story                                        200  200  200  200
articles/                                              200  200  404  200
sections/                                              200  200  404  200
reviews/                                               404  200  200  200
auth/                                                  404  404  404  200
no/such/page/                                          404  404  404  404
r/{edition_type}/{edition}/                            302  302  404  302

as-of/                                                 403  200  403  200
as-of/?at=2024-04-28T12:00&path=/                      403  302  403  302
as-of/2024-04-28T12:00:00Z/                            403  200  403  200
as-of/2024-04-28T12:00:00Z/latest/                     403  200  403  200
as-of/2024-04-28T12:00:00Z/admin/                      403  404  403  404

planning/                                             200  200  403  200
planning/?by=person&view=day                          200  200  403  200
planning/new/                                         200  200  403  200
planning/{idea}/                                      200  200  403  200
planning/{other_idea}/                                200  200  403  200
planning/{idea}/move/                                 200  200  403  200
planning/{other_idea}/move/                           403  200  403  200
planning/{idea}/start/                                405  405  405  405
planning/{idea}/delete/                               200  200  403  200
planning/{other_idea}/delete/                         403  200  403  200
planning/stories/{own}/move/                          403  200  403  200
planning/calendar/                                    200  200  403  200
planning/calendar/{calendar}/all.ics                  200  200  200  200
planning/calendar/x.y/mine.ics                        404  404  404  404

autocomplete/                                          403  403  403  403
autocomplete/?app_label=articles&model_name=byline&field_name=correspondent
                                                       200  200  403  200
autocomplete/?app_label=articles&model_name=citation&field_name=source
                                                       200  200  403  200
autocomplete/?app_label=articles&model_name=article&field_name=photo
                                                       200  200  403  200
autocomplete/?app_label=articles&model_name=article&field_name=follows
                                                       200  200  403  200

articles/article/                                      200  200  403  200
articles/article/?q=story                              200  200  403  200
articles/article/bulk/                                404  404  403  404
articles/article/bulk/?act=assign&pk={own}            403  200  403  200
articles/article/bulk/?act=tag&pk={own}               200  200  403  200
articles/article/views/                               405  405  405  405
articles/article/views/{nothing}/delete/              405  405  405  405
articles/article/{own}/duplicate/                     405  405  403  405
articles/article/{own}/translate/                     200  200  403  200
articles/article/links/?q=story                        200  200  403  200
articles/article/places/?q=qu                        200  200  403  200
articles/article/subjects/?q=election                 200  200  403  200
articles/article/attributions/                         405  405  405  405
articles/article/add/                                  200  200  403  200
articles/article/{own}/                                302  302  302  302
articles/article/{own}/change/                         200  200  403  200
articles/article/{other}/change/                       200  200  403  200
articles/article/{own}/history/                        200  200  403  200
articles/article/{other}/history/                      200  200  403  200
articles/article/{other}/history/compare/?from=1&to=1  200  200  403  200
articles/article/{other}/history/compare/              404  404  403  404
articles/article/{own}/history/1/restore/              200  200  403  200
articles/article/{other}/history/1/restore/            403  200  403  200
articles/article/{own}/delete/                         403  403  403  403
articles/article/{other}/delete/                       403  403  403  403
articles/article/{own}/submit/step/                    200  200  403  200
articles/article/{other}/submit/step/                  403  200  403  200
articles/article/{own}/approve/step/                   403  200  403  200
articles/article/{own}/publish/step/                   403  200  403  200
articles/article/{own}/return/step/                    403  200  403  200
articles/article/{live}/withdraw/step/                 403  200  403  200
articles/article/{own}/spike/step/                     403  200  403  200
articles/article/{own}/revive/step/                    403  200  403  200
articles/article/{live}/fix/step/                      403  200  403  200
articles/article/{coming}/reschedule/step/             403  200  403  200
articles/article/{coming}/cancel/step/                 403  200  403  200
articles/article/{own}/window/step/                    403  200  403  200
articles/article/{wire}/take/step/                     200  200  403  200
articles/article/{live}/look/step/                     403  200  403  200
articles/article/{own_brief}/promote/step/             200  200  403  200
articles/article/{other_brief}/promote/step/           403  200  403  200
articles/article/{own}/follow-up/                      405  405  403  405
articles/article/{own}/burn/step/                      404  404  403  404
articles/article/autosave/                             200  200  200  200
articles/article/add/typing/                           405  405  403  405
articles/article/{own}/typing/                         405  405  403  405
articles/article/{other}/typing/                       403  405  403  405
articles/article/typed/{typed}/                        200  404  404  404
articles/article/typed/{typed}/discard/                405  405  405  405
articles/article/{own}/notes/                          200  200  403  200
articles/article/{other}/notes/                        200  200  403  200
articles/article/{other}/notes/people/                 200  200  403  200
articles/article/{own}/notes/1/resolve/                405  405  403  405
articles/article/{own}/preview/                        200  200  403  200
articles/article/{other}/preview/                      200  200  403  200
articles/article/{other}/preview/{uid}/480.webp        200  200  403  200
articles/article/{own}/share/                          200  200  403  200
articles/article/{other}/share/                        403  200  403  200
articles/article/{own}/share/{own_link}/revoke/        405  405  403  405

articles/edition/                                      200  200  403  200
articles/edition/?q=story                              200  200  403  200
articles/edition/add/                                  403  403  403  403
articles/edition/{edition}/                            302  302  302  302
articles/edition/{edition}/change/                     200  200  403  200
articles/edition/{edition}/history/                    200  200  403  200
articles/edition/{edition}/delete/                     403  403  403  403
articles/edition/{edition}/comparison/                 405  405  403  405
articles/edition/{edition}/erase/                      403  403  403  200

articles/act/                                          200  200  403  200
articles/act/add/                                      403  403  403  403
articles/act/{act}/                                    302  302  302  302
articles/act/{act}/change/                             200  200  403  200
articles/act/{act}/history/                            200  200  403  200
articles/act/{act}/delete/                             403  403  403  403

articles/job/                                          403  403  403  200
articles/job/add/                                      403  403  403  403
articles/job/{job}/                                    302  302  302  302
articles/job/{job}/change/                             403  403  403  200
articles/job/{job}/history/                            403  403  403  200
articles/job/{job}/delete/                             403  403  403  403

articles/event/                                        200  200  403  200
articles/event/add/                                    403  403  403  403
articles/event/{event}/                                302  302  302  302
articles/event/{event}/change/                         200  200  403  200
articles/event/{event}/history/                        200  200  403  200
articles/event/{event}/delete/                         403  403  403  403

articles/source/                                       200  200  403  200
articles/source/?q=ministry                            200  200  403  200
articles/source/add/                                   200  200  403  200
articles/source/{source}/                              302  302  302  302
articles/source/{source}/change/                       200  200  403  200
articles/source/{source}/history/                      200  200  403  200
articles/source/{source}/delete/                       403  200  403  200
articles/source/{secret}/change/                       200  200  403  200
articles/source/{secret}/delete/                       403  403  403  200
articles/source/{secret}/identity/                     403  403  403  200
articles/source/{source}/identity/                     403  403  403  403

articles/document/                                     200  200  403  200
articles/document/?q=minutes                           200  200  403  200
articles/document/add/                                 200  200  403  200
articles/document/{document}/                          302  302  302  302
articles/document/{document}/change/                   200  200  403  200
articles/document/{document}/history/                  200  200  403  200
articles/document/{document}/file/                     200  200  403  200
articles/document/{document}/delete/                   403  200  403  200
autocomplete/?app_label=articles&model_name=citation&field_name=document
                                                       200  200  403  200

articles/photo/                                        200  200  403  200
articles/photo/add/                                    200  200  403  200
articles/photo/{photo}/                                302  302  302  302
articles/photo/{photo}/change/                         200  200  403  200
articles/photo/{photo}/history/                        200  200  403  200
articles/photo/{photo}/preview/                        200  200  404  200
articles/photo/{photo}/square/                         200  200  404  200
articles/photo/library/?q=hall                         200  200  403  200
articles/photo/upload/                                 405  405  405  405
articles/photo/describe/?photo={photo}                 200  200  403  200
articles/photo/{photo}/delete/                         403  200  403  200

articles/tag/                                          200  200  403  200
articles/tag/add/                                      200  200  403  200
articles/tag/{tag}/                                    302  302  302  302
articles/tag/{tag}/change/                             200  200  403  200
articles/tag/{tag}/history/                            200  200  403  200
articles/tag/{tag}/delete/                             403  200  403  200
articles/tag/{tag}/merge/                              403  200  403  200
articles/tag/suggest/?q=ro                             200  200  403  200

articles/correspondent/                                200  200  403  200
articles/correspondent/add/                            403  200  403  200
articles/correspondent/{correspondent}/                302  302  302  302
articles/correspondent/{correspondent}/change/         200  200  403  200
articles/correspondent/{correspondent}/history/        200  200  403  200
articles/correspondent/{correspondent}/delete/         403  200  403  200
articles/correspondent/{correspondent}/merge/          403  200  403  200

articles/housepage/                                    302  302  302  302
articles/aboutpage/                                    200  200  403  200
articles/aboutpage/add/                                403  200  403  200
articles/aboutpage/{house}/                            302  302  302  302
articles/aboutpage/{house}/change/                     200  200  403  200
articles/aboutpage/{house}/history/                    200  200  403  200
articles/aboutpage/{house}/delete/                     403  200  403  200

fronts/                                                403  302  403  302
fronts/home/                                           403  200  403  200
fronts/home/?from={planned}                            403  200  403  200
fronts/home/stories/?q=story                           403  200  403  200
fronts/home/fills/?story=1                             403  200  403  200
fronts/home/preview/                                   403  405  403  405
fronts/home/{planned}/cancel/                          403  405  403  405
fronts/home/{planned}/roll-back/                       403  405  403  405
fronts/{section}/                                      403  200  403  200
fronts/{section}/stories/                              403  200  403  200
fronts/{section}/fills/                                403  200  403  200
fronts/{section}/preview/                              403  405  403  405
fronts/{section}/{planned}/cancel/                     403  405  403  405
fronts/{section}/{planned}/roll-back/                  403  405  403  405
fronts/ru/home/                                        403  200  403  200
fronts/ru/home/stories/?q=story                        403  200  403  200
fronts/ru/home/fills/?story=1                          403  200  403  200
fronts/ru/home/preview/                                403  405  403  405
fronts/ru/home/{planned}/cancel/                       403  405  403  405
fronts/ru/home/{planned}/roll-back/                    403  405  403  405
fronts/ru/{section}/                                   403  200  403  200
fronts/ru/{section}/stories/                           403  200  403  200
fronts/ru/{section}/fills/                             403  200  403  200
fronts/ru/{section}/preview/                           403  405  403  405
fronts/ru/{section}/{planned}/cancel/                  403  405  403  405
fronts/ru/{section}/{planned}/roll-back/               403  405  403  405
fronts/{nothing}/                                      403  403  403  403
breaking/                                              403  200  403  200
breaking/stories/?q=story                              403  200  403  200
breaking/{banner}/down/                                405  405  405  405

sections/section/                                      200  200  403  200
sections/section/add/                                  403  200  403  200
sections/section/{section}/                            302  302  302  302
sections/section/{section}/change/                     200  200  403  200
sections/section/{section}/history/                    200  200  403  200
sections/section/{section}/delete/                     403  200  403  200

reviews/review/                                        403  200  200  200
reviews/review/?q=clear                                403  200  200  200
reviews/review/add/                                    403  403  403  403
reviews/review/{review}/                               302  302  302  302
reviews/review/{review}/change/                        403  200  200  200
reviews/review/{review}/history/                       403  200  200  200
reviews/review/{review}/delete/                        403  403  403  403
reviews/review/{review}/publish/decide/                405  405  405  405
reviews/review/queue/                                  403  403  200  200
reviews/review/queue/several/                          405  405  405  405
reviews/review/{review}/answer/                        405  405  405  405
reviews/review/{review}/pick/                          405  405  405  405
reviews/review/{review}/keep/                          405  405  405  405
reviews/review/{review}/correct/                       403  200  403  200
reviews/review/discussion/{live}/                      403  200  200  200
reviews/word/                                          403  403  200  200
reviews/word/?q=spam                                   403  403  200  200
reviews/word/try/?text=A+text+to+try                   403  403  200  200
reviews/word/add/                                      403  403  200  200
reviews/word/{word}/                                   302  302  302  302
reviews/word/{word}/change/                            403  403  200  200
reviews/word/{word}/history/                           403  403  200  200
reviews/word/{word}/delete/                            403  403  200  200

auth/user/                                             403  403  403  200
auth/user/add/                                         403  403  403  200
auth/user/{user}/                                      302  302  302  302
auth/user/{user}/change/                               403  403  403  200
auth/user/{user}/password/                             403  403  403  200
auth/user/{user}/history/                              403  403  403  200
auth/user/{user}/leave/                                403  403  403  200
auth/user/{boss}/leave/                                403  403  403  200
auth/user/{user}/delete/                               403  403  403  403

auth/group/                                            403  403  403  200
auth/group/add/                                        403  403  403  200
auth/group/{group}/                                    302  302  302  302
auth/group/{group}/change/                             403  403  403  200
auth/group/{group}/history/                            403  403  403  200
auth/group/{group}/delete/                             403  403  403  200

newsroom/                                              404  404  404  200
newsroom/invitation/                                   403  403  403  200
newsroom/invitation/?q=ada                             403  403  403  200
newsroom/invitation/add/                               403  403  403  200
newsroom/invitation/{invitation}/                      302  302  302  302
newsroom/invitation/{invitation}/change/               403  403  403  200
newsroom/invitation/{invitation}/history/              403  403  403  200
newsroom/invitation/{invitation}/delete/               403  403  403  403
newsroom/invitation/{invitation}/revoke/               405  405  405  405
"""

# Posted with what the step asks for; a form gets nothing at all, so that 200 is "may, but fill it in".
POSTED = """
                                                      nora omar mina admin
articles/article/add/                                  200  200  403  200
articles/article/{own}/change/                         200  200  403  200
articles/article/{named}/change/                       200  200  403  200
articles/article/{asked}/change/                       200  200  403  200
articles/article/{other}/change/                       403  200  403  200
articles/article/{own}/delete/                         403  403  403  403
articles/article/{other}/delete/                       403  403  403  403

articles/article/bulk/                                404  404  403  404
articles/article/views/                               302  302  403  302
articles/article/views/{nothing}/delete/              302  302  403  302
articles/article/{own}/duplicate/                     302  302  403  302
articles/article/{other}/duplicate/                   302  302  403  302
articles/article/{own}/submit/step/                    302  302  403  302
articles/article/{named}/submit/step/                  302  302  403  302
articles/article/{asked}/submit/step/                  302  302  403  302
articles/article/{wire}/take/step/                     302  302  403  302
articles/article/{own_brief}/promote/step/             302  302  403  302
articles/article/{other_brief}/promote/step/           403  302  403  302
articles/article/{own}/promote/step/                   409  409  403  409
articles/article/{own}/translate/                      302  302  403  302
articles/article/{other}/translate/                    302  302  403  302
articles/article/{own}/follow-up/                      302  302  403  302
articles/article/{other}/follow-up/                    302  302  403  302
articles/article/{other}/take/step/                    409  409  403  409
articles/article/{other}/submit/step/                  403  302  403  302
articles/article/{own}/approve/step/                   403  302  403  302
articles/article/{own}/publish/step/                   403  302  403  302
articles/article/{other}/publish/step/                 403  302  403  302
articles/article/{own}/return/step/                    403  302  403  302
articles/article/{live}/withdraw/step/                 403  302  403  302
articles/article/{own}/spike/step/                     403  302  403  302
articles/article/{own}/revive/step/                    403  302  403  302
articles/article/{live}/fix/step/                      403  302  403  302
articles/article/{coming}/reschedule/step/             403  302  403  302
articles/article/{coming}/cancel/step/                 403  302  403  302
articles/article/{own}/window/step/                    403  302  403  302
articles/article/{live}/look/step/                     403  302  403  302
articles/article/{other}/look/step/                    403  409  403  409
articles/article/{own}/burn/step/                      404  404  403  404
articles/article/{own}/history/                        405  405  403  405
articles/article/{own}/history/compare/                405  405  403  405
articles/article/{own}/history/1/restore/              409  409  403  409
articles/article/{other}/history/1/restore/            403  409  403  409
articles/article/attributions/                         200  200  403  200
articles/article/autosave/                             400  400  400  400
articles/article/add/typing/                           200  200  403  200
articles/article/{own}/typing/                         200  200  403  200
articles/article/{other}/typing/                       403  200  403  200
articles/article/typed/{typed}/discard/                302  404  404  404
articles/article/{own}/notes/                          422  422  403  422
articles/article/{other}/notes/                        422  422  403  422
articles/article/{other}/notes/people/                 405  405  403  405
articles/article/{own}/notes/999999999/resolve/        404  404  403  404
articles/article/{own}/preview/                        405  405  403  405
articles/article/{own}/share/                          302  302  403  302
articles/article/{asked}/share/                        302  302  403  302
articles/article/{other}/share/                        403  302  403  302
articles/article/{own}/share/{own_link}/revoke/        302  302  403  302
articles/article/{other}/share/{other_link}/revoke/    403  302  403  302
articles/article/{own}/share/{other_link}/revoke/      404  404  403  404

as-of/                                                 405  405  405  405
as-of/2024-04-28T12:00:00Z/                            405  405  405  405

articles/edition/add/                                  403  403  403  403
articles/edition/{edition}/change/                     403  403  403  403
articles/edition/{edition}/delete/                     403  403  403  403
articles/edition/{edition}/comparison/                 403  302  403  302
articles/edition/{edition}/erase/                      403  403  403  200
articles/act/add/                                      403  403  403  403
articles/act/{act}/change/                             403  403  403  403
articles/act/{act}/delete/                             403  403  403  403
articles/job/add/                                      403  403  403  403
articles/job/{job}/change/                             403  403  403  403
articles/job/{job}/delete/                             403  403  403  403
articles/event/add/                                    403  403  403  403
articles/event/{event}/change/                         403  403  403  403
articles/event/{event}/delete/                         403  403  403  403

articles/source/add/                                   200  200  403  200
articles/source/{source}/change/                       200  200  403  200
articles/source/{source}/delete/                       403  302  403  302
articles/source/{secret}/change/                       403  403  403  200
articles/source/{secret}/delete/                       403  403  403  302
articles/source/{secret}/identity/                     403  403  403  200
articles/document/add/                                 200  200  403  200
articles/document/{document}/change/                   403  302  403  302
articles/document/{document}/delete/                   403  302  403  302
articles/photo/add/                                    200  200  403  200
articles/photo/{photo}/change/                         302  302  403  302
articles/photo/{photo}/delete/                         403  302  403  302
articles/photo/upload/                                 302  302  403  302
articles/photo/describe/                               403  403  403  403
articles/tag/add/                                      200  200  403  200
articles/tag/{tag}/change/                             403  200  403  200
articles/tag/{tag}/delete/                             403  302  403  302
articles/tag/{tag}/merge/                              403  200  403  200
articles/correspondent/add/                            403  200  403  200
articles/correspondent/{correspondent}/change/         403  200  403  200
articles/correspondent/{correspondent}/delete/         403  302  403  302
articles/correspondent/{correspondent}/merge/          403  200  403  200
articles/aboutpage/add/                                403  200  403  200
articles/aboutpage/{house}/change/                     403  200  403  200
articles/aboutpage/{house}/delete/                     403  302  403  302

fronts/                                                405  405  405  405
fronts/home/                                           403  200  403  200
fronts/home/stories/                                   403  405  403  405
fronts/home/fills/                                     403  405  403  405
fronts/home/preview/                                   403  200  403  200
fronts/home/{planned}/cancel/                          403  302  403  302
fronts/home/{planned}/roll-back/                       403  302  403  302
fronts/{section}/                                      403  200  403  200
fronts/{section}/stories/                              403  405  403  405
fronts/{section}/fills/                                403  405  403  405
fronts/{section}/preview/                              403  200  403  200
fronts/{section}/{planned}/cancel/                     403  302  403  302
fronts/{section}/{planned}/roll-back/                  403  404  403  404
breaking/                                              403  409  403  409
breaking/stories/                                      405  405  405  405
breaking/{banner}/down/                                403  302  403  302

sections/section/add/                                  403  200  403  200
sections/section/{section}/change/                     403  200  403  200
sections/section/{section}/delete/                     403  302  403  302

reviews/review/add/                                    403  403  403  403
reviews/review/{review}/change/                        403  403  403  403
reviews/review/{review}/delete/                        403  403  403  403
reviews/review/{review}/publish/decide/                403  403  302  302
reviews/review/{review}/refuse/decide/                 403  403  302  302
reviews/review/{review}/spam/decide/                   403  403  302  302
reviews/review/{review}/hide/decide/                   403  403  302  302
reviews/review/{review}/remove/decide/                 403  403  302  302
reviews/review/{review}/undo/decide/                   403  403  302  302
reviews/review/{review}/burn/decide/                   403  403  404  404
reviews/review/{nothing}/publish/decide/               403  403  404  404
reviews/review/queue/several/                          403  403  302  302
reviews/review/{review}/answer/                        403  302  302  302
reviews/review/{review}/pick/                          403  302  302  302
reviews/review/{review}/keep/                          403  403  302  302
reviews/review/{review}/correct/                       403  409  403  409
reviews/review/discussion/{live}/                      403  302  302  302
reviews/word/add/                                      403  403  200  200
reviews/word/{word}/change/                            403  403  200  200
reviews/word/{word}/delete/                            403  403  302  302

auth/user/add/                                         403  403  403  200
auth/user/{user}/change/                               403  403  403  200
auth/user/{user}/password/                             403  403  403  200
auth/user/{user}/leave/                                403  403  403  302
auth/user/{boss}/leave/                                403  403  403  302
auth/user/{user}/delete/                               403  403  403  403
auth/group/add/                                        403  403  403  200
auth/group/{group}/change/                             403  403  403  200
auth/group/{group}/delete/                             403  403  403  302

newsroom/invitation/add/                               403  403  403  200
newsroom/invitation/{invitation}/change/               403  403  403  403
newsroom/invitation/{invitation}/delete/               403  403  403  403
newsroom/invitation/{invitation}/revoke/               403  403  403  302

planning/new/                                         200  200  403  200
planning/{idea}/                                      200  200  403  200
planning/{other_idea}/                                403  200  403  200
planning/{idea}/move/                                 200  200  403  200
planning/{other_idea}/move/                           403  200  403  200
planning/{idea}/start/                                302  302  403  302
planning/{other_idea}/start/                          403  302  403  302
planning/{idea}/delete/                               302  302  403  302
planning/{other_idea}/delete/                         403  302  403  302
planning/stories/{own}/move/                          403  200  403  200
planning/calendar/                                    302  302  403  302
planning/calendar/{calendar}/all.ics                  405  405  405  405

notices/                                               405  405  405  405
notices/read/                                          302  302  302  302
profile/                                               200  200  200  200
profile/preferences/                                   302  302  302  302
profile/notices/                                       302  302  302  302
"""
# For those who are not in yet: anyone who comes may ask, and nobody is sent to log in first.
OPEN = ("login/", "logout/", "password_reset/", "invitation/", "planning/calendar/{", "planning/calendar/x")
PEOPLE = ["nora", "omar", "mina", "admin"]
KEPT = {
    "articles/article": "own", "articles/edition": "edition", "articles/act": "act", "articles/event": "event",
    "reviews/review": "review",
}  # fmt: skip
SAID = {
    "note": "Because.",
    "reason": "Because.",
    "change": "update",
    "headline": "Mended",
    "kind": "news",
    "at": "2998-01-01T12:00",
}
OPEN_IN = {
    "submit": State.DRAFT,
    "take": State.DRAFT,
    "approve": State.SUBMITTED,
    "return": State.APPROVED,
    "revive": State.SPIKED,
}


def read(table: str) -> dict[str, dict[str, int]]:
    """The lines of a table: address → person → status. A long address has its numbers in the line below it."""
    people, *words = table.split()
    while words[0] in PEOPLE:
        words.pop(0)
    lines, address = {}, ""
    for word in words:
        if word.isdigit():
            lines[address].append(int(word))
        else:
            address = word.strip("'")
            lines[address] = []
    assert people == PEOPLE[0]
    return {address: dict(zip(PEOPLE, statuses, strict=True)) for address, statuses in lines.items()}


GET, POST = read(ASKED), read(POSTED)


def routes(patterns, before=""):
    """Every route below these patterns, as Django writes it."""
    for entry in patterns:
        route = before + str(entry.pattern).removeprefix("^")
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route)
        else:
            yield route


def row_values(*models):
    return {model.__name__: [*model.objects.order_by("pk").values()] for model in models}


def everything():
    """All that a person can do something to."""
    story = (Article, Autosave, PreviewLink, Edition, Act, Address, Event, PendingCheck, Review)
    people = (User, Group, Invitation, Notice, NoticeChoice, Preference, SavedView, CalendarLink)
    fronts = (Section, Front, Arrangement, Slot, Banner)
    return row_values(*story, Plan, Source, Document, Photo, Tag, Correspondent, AboutPage, *fronts, *people)


@pytest.fixture
def things(nora):
    """What the placeholders in the addresses stand for."""
    ada = make_user("ada", "Journalists")
    nora_by_name = CorrespondentFactory(name="Nora", slug="nora", user=nora)
    live = ArticleFactory(headline="The live story", writer=nora)
    edition = publish(live)
    coming = ArticleFactory(headline="The scheduled story", writer=nora)
    publish(coming, at=FAR)
    photo = PhotoFactory()
    foureyes.override(live, by=ada, reason="Fire.")
    story = {
        "own": ArticleFactory(headline="Nora's story", writer=nora).pk,
        "other": ArticleFactory(headline="Ada's story", writer=ada, photo=photo, tagged=["Energy"]).pk,
        "named": ArticleFactory(headline="Ada's story with Nora's name", writer=ada, named=[nora_by_name]).pk,
        "asked": ArticleFactory(headline="Ada's story, for Nora to write", writer=ada, reporter=nora).pk,
        "wire": ArticleFactory(headline="A wire").pk,
        "own_brief": BriefFactory(writer=nora).pk,
        "other_brief": BriefFactory(writer=ada).pk,
        "live": live.pk,
        "coming": coming.pk,
    }
    boss = make_user("boss", is_superuser=True)
    invitation = Invitation(email="eve@samur.example", first_name="Eve")
    invitations.invite(invitation, [Group.objects.get(name="Journalists")], by=boss)
    return story | {
        "uid": photo.uid,
        "edition": edition.pk,
        "edition_type": ContentType.objects.get_for_model(Edition).pk,
        "idea": PlanFactory().pk,
        "other_idea": PlanFactory(person=ada).pk,
        "calendar": feed.SIGNER.sign(feed.make(ada).key.hex),
        "own_link": previews.share(Article.objects.get(pk=story["own"]), by=nora).pk,
        "other_link": previews.share(Article.objects.get(pk=story["other"]), by=ada).pk,
        "typed": Autosave.objects.create(
            user=nora,
            article_id=story["own"],
            opened_at=NOON,
            typed_at=NOON,
            set_aside_at=NOON,
            fields={"headline": ["Typed"]},
        ).pk,
        "job": Job.objects.first().pk,
        "act": Act.objects.first().pk,
        "event": Event.objects.write("approve", live, by=ada).pk,
        "source": SourceFactory(name="Ministry").pk,
        "secret": SourceFactory(kind="unnamed", name="Zaur", attribution="a clerk", keeper=ada).pk,
        "photo": PhotoFactory().pk,
        "document": make_document().pk,
        "tag": Tag.objects.create(name="Roads").pk,
        "correspondent": CorrespondentFactory(name="Rauf", slug="rauf").pk,
        "house": AboutPage.objects.create(slug="ethics", name="Ethics").pk,
        "section": SectionFactory(name="Culture").pk,
        "planned": arranging.arrange(None, [arranging.Held(1, live.pk)], by=boss, at=FAR).pk,
        "banner": breaking.put_up("Snow", by=boss, at=FAR).pk,
        "review": ReviewFactory(article=live).pk,
        "word": Word.objects.create(text="cheap pills").pk,
        "user": make_user("pia", is_staff=False).pk,
        "group": Group.objects.create(name="Interns").pk,
        "boss": boss.pk,
        "invitation": invitation.pk,
        "invited": invitations.address(invitation).split("/")[-2],
        "nothing": 999_999,
    }


@pytest.fixture
def at_the_desk(request):
    """`at_the_desk("nora")`: a client that is logged in as that person."""

    def log_in(who: str, **options) -> Client:
        client = Client(**options)
        client.force_login(request.getfixturevalue(who))
        return client

    return log_in


def answer_to_post(client: Client, line: str, things: dict) -> int:
    """Post to an address what it asks for, in the state in which it is open; then all is as it was before."""
    verb = next((verb for verb in STEPS if f"/{verb}/step/" in line), "")
    data = {"post": "yes"}
    with transaction.atomic():
        if verb:
            pk = things[line.partition("{")[2].partition("}")[0]]
            Article.objects.filter(pk=pk).update(state=OPEN_IN.get(verb, State.SUBMITTED))
            data |= SAID | {"seen": publishing.token(pk), "version": 1}
            data["text_digest"] = editing.digest(Article.objects.get(pk=pk))
        if "/decide/" in line:
            data |= SAID
        if "/translate/" in line:
            data |= {"language": "az"}
        if "/typing/" in line:
            data |= {"sheet": "0" * 32, "who": client.session["_auth_user_id"], "typed": '[["headline", "Typed"]]'}
        status = client.post(f"/admin/{line.format(**things)}", data).status_code
        transaction.set_rollback(True)
    return status


# -- the tables -------------------------------------------------------------------------------------------------------


def test_every_address_of_the_desk_stands_in_the_table(things):
    listed = {resolve(f"/admin/{line.format(**things).partition('?')[0]}").route for line in GET}
    assert {route for route in routes(get_resolver().url_patterns) if route.startswith("admin/")} == listed


def test_whatever_can_be_changed_stands_in_the_table_of_posts():
    asked = {line for line in GET if line.endswith(("/add/", "/change/", "/delete/", "/step/", "/password/"))}
    assert not asked - set(POST)


@pytest.fixture
def undrawn(monkeypatch):
    """Pages are made up and not drawn: whether one may have it is known before, and drawing takes most of the time."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


@pytest.fixture
def drawn_only_for(request):
    """`drawn_only_for("nora", who=who)`: as above, unless it is one of these who looks."""

    def decide(*people: str, who: str) -> None:
        if who not in people:
            request.getfixturevalue("undrawn")

    return decide


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_answers_each_person_as_the_table_says_and_changes_nothing(who, at_the_desk, things, drawn_only_for):
    drawn_only_for("nora", "admin", who=who)
    client, before = at_the_desk(who), everything()
    pages = {line: client.get(f"/admin/{line.format(**things)}") for line in GET}
    assert {line: page.status_code for line, page in pages.items()} == {line: GET[line][who] for line in GET}
    assert everything() == before
    assert [line for line, page in pages.items() if "no-store" not in page["Cache-Control"]] == []


@pytest.mark.parametrize("who", PEOPLE)
def test_everything_posted_is_answered_as_the_table_says(who, at_the_desk, things, drawn_only_for):
    drawn_only_for("admin", who=who)
    client, before = at_the_desk(who), everything()
    answers = {line: answer_to_post(client, line, things) for line in POST}
    assert everything() == before  # or one line of the table would have helped the next
    assert answers == {line: statuses[who] for line, statuses in POST.items()}


# -- an editor who is given sections ----------------------------------------------------------------------------------

OF_STORIES = [line for line in POST if line.startswith("articles/article/{")]


@pytest.fixture
def olga():
    """An editor who is named at Politics, where all of the stories above stand."""
    olga = make_user("olga", "Editors")
    SectionFactory().editors.add(olga)
    return olga


@pytest.mark.parametrize("section", ["Politics", None])
def test_an_editor_of_some_sections_is_an_editor_in_these_and_where_there_is_none_yet(
    section, olga, at_the_desk, things, undrawn
):
    Article.objects.update(section=section and SectionFactory(name=section))
    client = at_the_desk("olga")
    answers = {line: answer_to_post(client, line, things) for line in OF_STORIES}
    without = {} if section else {line: 409 for line in OF_STORIES if "/publish/" in line}  # preflight asks for one
    assert answers == {line: POST[line]["omar"] for line in OF_STORIES} | without


def test_in_another_section_an_editor_of_some_may_do_what_a_stranger_may(olga, at_the_desk, things, undrawn):
    Article.objects.update(section=SectionFactory(name="Culture"))
    client, before = at_the_desk("olga"), everything()
    answers = {line: answer_to_post(client, line, things) for line in OF_STORIES}
    may = {line for line, status in answers.items() if status < 400}
    new = ("/follow-up/", "/duplicate/", "/translate/")
    assert may == {
        "articles/article/{wire}/take/step/",
        *(line for line in OF_STORIES if any(map(line.__contains__, new))),
    }
    for_all = ("/take/", "/notes/", *new)
    assert {status for line, status in answers.items() if not any(map(line.__contains__, for_all))} == {403, 404, 405}
    assert everything() == before


# -- without a place at the desk --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["nobody", "pia"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_no_place_at_the_desk_is_sent_to_log_in(who, method, things):
    client = Client()
    if who == "pia":  # an account that is no member of staff
        client.force_login(User.objects.get(username="pia"))
    before = everything()
    for line in {**GET, **POST}:
        if line.startswith(OPEN):
            continue
        address = f"/admin/{line.format(**things)}"
        response = getattr(client, method)(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith("/admin/login/?next="), address
    assert everything() == before


@pytest.mark.parametrize("who", ["nora", "omar", "mina"])
def test_who_was_sent_away_from_the_desk_sees_nothing_of_it(who, at_the_desk, request):
    client = at_the_desk(who)
    request.getfixturevalue(who).__class__.objects.filter(username=who).update(is_active=False)
    assert client.get("/admin/").status_code == 302


# -- asking changes nothing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "state"),
    [*(("get", state) for state in [*State, "live"]), ("head", State.SUBMITTED), ("options", State.SUBMITTED)],
)
def test_asking_about_a_step_changes_nothing(method, state, admin, client, undrawn):
    article = ArticleFactory(tagged=["Energy"])
    if state == "live":
        publish(article)
    else:
        Article.objects.update(state=state)
    client.force_login(admin)
    before = everything()
    for verb in (verb for verb, taken in STEPS.items() if not taken.within):
        response = getattr(client, method)(f"/admin/articles/article/{article.pk}/{verb}/step/?note=Because.")
        assert response.status_code == 200, verb
    assert everything() == before


def test_nothing_is_taken_from_a_post_without_the_token(at_the_desk, things):
    client = at_the_desk("admin", enforce_csrf_checks=True)
    before = everything()
    answers = {line: answer_to_post(client, line, things) for line in POST}
    assert answers == dict.fromkeys(POST, 403)
    assert everything() == before


# -- deleting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("who", ["omar", "admin"])
def test_no_button_deletes_what_was_or_may_become_public(who, kept, at_the_desk, things):
    client, pk = at_the_desk(who), things[KEPT[kept]]
    page = client.get(f"/admin/{kept}/{pk}/change/")
    for response in (page, client.get(f"/admin/{kept}/")):
        assert response.status_code == 200
        assert f"{pk}/delete/" not in response.text
        assert "delete_selected" not in response.text
    if kept != "articles/article":
        assert 'name="_save"' not in page.text


@pytest.mark.parametrize("model", [*desk.site._registry], ids=lambda model: model._meta.model_name)
def test_nobody_deletes_in_bulk(model, at_the_desk, things):
    client, before = at_the_desk("admin"), everything()
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    assert "delete_selected" not in client.get(address).text
    chosen = [str(pk) for pk in model.objects.values_list("pk", flat=True)]
    assert chosen
    client.post(address, {"action": "delete_selected", "_selected_action": chosen, "post": "yes", "index": 0})
    assert everything() == before


@pytest.mark.parametrize("model", [Section, Photo, Tag, Correspondent, Source])
def test_what_a_published_story_refers_to_stays(model, at_the_desk, nora):
    leyla = CorrespondentFactory()
    article = ArticleFactory(
        writer=nora, photo=PhotoFactory(), tagged=["Energy"], named=[leyla], citing=[SourceFactory()]
    )
    publish(article)
    pk = model.objects.get().pk
    client, before = at_the_desk("admin"), everything()
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{pk}/delete/"
    assert client.post(address, {"post": "yes"}).status_code == 200
    assert everything() == before | row_values(User)  # the administrator came in between
