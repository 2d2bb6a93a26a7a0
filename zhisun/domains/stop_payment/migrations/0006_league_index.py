from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stop_payment", "0005_limits_and_releases")]

    operations = [
        migrations.RemoveIndex(model_name="order", name="order_percentiles"),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("sent_at__isnull", False)),
                fields=["sent_at"],
                include=(
                    *("area", "institution_code", "institution_name", "kind", "state"),
                    *("acknowledged_at", "answered_at", "due_at"),
                ),
                name="order_league",
            ),
        ),
    ]
