from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0004_currency")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="former_name",
            field=models.CharField(blank=True, default="", max_length=160, verbose_name="former name"),
        ),
    ]
