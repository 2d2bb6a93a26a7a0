from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0004_large_files"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="hit", name="hit_once"),
        migrations.AddConstraint(
            model_name="hit",
            constraint=models.UniqueConstraint(
                fields=("event_id", "indicator", "subject", "event_time"), name="hit_once"
            ),
        ),
    ]
