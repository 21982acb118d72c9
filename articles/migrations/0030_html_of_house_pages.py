from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0029_fill_editions_of_house_pages")]

    operations = [migrations.RemoveField("housepage", "html")]
