from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("takedown", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "create sequence takedown_takedown_no", "drop sequence takedown_takedown_no"
        ),
    ]
