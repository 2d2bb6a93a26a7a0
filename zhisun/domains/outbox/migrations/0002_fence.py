from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [
        migrations.RunSQL("create sequence outbox_fence", "drop sequence outbox_fence"),
    ]
