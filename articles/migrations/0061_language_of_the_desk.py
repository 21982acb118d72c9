from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0060_search_newest_on_sqlite'),
    ]

    operations = [
        migrations.AddField(
            model_name='preference',
            name='language',
            field=models.CharField(blank=True, choices=[('az', 'Azərbaycanca'), ('en', 'English'), ('ru', 'Русский')], help_text='Of the desk, and of the e-mails we send you. Stories keep the language they are written in.', max_length=10, verbose_name='Language'),
        ),
    ]
