from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0026_notices_of_reviews'),
        ('reviews', '0004_addresses_of_reviews'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='review',
            index=models.Index(condition=models.Q(('correction__isnull', False)), fields=['article', 'correction'], name='review_thanked'),
        ),
    ]
