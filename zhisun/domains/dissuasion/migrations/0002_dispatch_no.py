from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dissuasion", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "create sequence dissuasion_dispatch_no", "drop sequence dissuasion_dispatch_no"
        ),
    ]
