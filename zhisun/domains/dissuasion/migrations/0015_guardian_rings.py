from django.db import migrations, models


class Migration(migrations.Migration):
    """A guardian or school not told in time rings."""

    dependencies = [("dissuasion", "0014_bank_reports")]

    operations = [
        migrations.AlterField(
            model_name="dispatchalarm",
            name="bell",
            field=models.CharField(
                choices=[
                    ("sign", "超时未签收"),
                    ("contact", "超时未联系到本人"),
                    ("meet", "超时未见面"),
                    ("look_back", "回访到期"),
                    ("inform", "监护人或学校还没告知"),
                    ("unreachable", "高危人员联系不上"),
                    ("reopened", "回访期内又有新信号"),
                    ("lead_gone", "预警依据的线索已撤下"),
                    ("lead_demoted", "预警依据的线索已降级"),
                    ("own_hold", "保护措施要人处理"),
                    ("quality", "抽检不合格"),
                    ("taken_back", "银行撤回了上报"),
                ],
                max_length=12,
                verbose_name="提醒",
            ),
        ),
    ]
