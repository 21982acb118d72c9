"""What the throttle counts is called a log-in attempt. Its table keeps its name, and no row changes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0006_plain_words")]

    operations = [
        migrations.AlterModelTable("knock", "newsroom_knock"),
        migrations.RenameModel("Knock", "LoginAttempt"),
    ]
