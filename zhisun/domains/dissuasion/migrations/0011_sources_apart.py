"""12381, 96110, the App and the province told apart; what came before stays undivided."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def undivided(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nobody can tell afterwards which of them an old warning came from."""
    del schema_editor
    signals = apps.get_model("dissuasion", "Signal").objects
    signals.filter(source="province").update(source="undivided")


def one_source(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Back to one source; two that number alike cannot both be it, and stop this."""
    del schema_editor
    signals = apps.get_model("dissuasion", "Signal").objects
    signals.filter(source__in=["undivided", "12381", "96110", "app"]).update(source="province")


class Migration(migrations.Migration):
    dependencies = [("dissuasion", "0010_who_concluded")]

    operations = [
        migrations.AlterField(
            model_name="signal",
            name="source",
            field=models.CharField(
                choices=[
                    ("own", "本地碰撞"),
                    ("12381", "12381 短信预警"),
                    ("96110", "96110 预警专线"),
                    ("app", "国家反诈中心应用"),
                    ("province", "省厅下发"),
                    ("undivided", "上级下发 (未分)"),
                    ("bank", "银行举报"),
                    ("citizen", "群众举报"),
                ],
                max_length=10,
                verbose_name="来源",
            ),
        ),
        migrations.AddField(
            model_name="joinedtruth",
            name="lost_at",
            field=models.DateTimeField(null=True, verbose_name="首次被骗时间"),
        ),
        migrations.RunPython(undivided, one_source),
    ]
