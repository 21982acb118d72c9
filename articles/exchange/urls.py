"""Stories in the formats of other newsrooms, each at the address of its story."""

from articles.exchange import dialects

app_name = "exchange"
urlpatterns = dialects.routes()
