from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("money_trails", "0002_append_only")]
    operations = [
        migrations.RemoveConstraint(model_name="transfer", name="transfer_once_per_serial"),
    ]
