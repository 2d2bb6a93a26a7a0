from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("stop_payment", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "create sequence stop_payment_order_no", "drop sequence stop_payment_order_no"
        ),
    ]
