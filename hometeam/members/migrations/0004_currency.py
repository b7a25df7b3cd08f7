from django.db import migrations, models


def guess(apps, schema_editor):
    """The money of each community's country, until its organiser says otherwise."""
    from hometeam.foundation import clock, money

    today = clock.today("UTC")
    for community in apps.get_model("members", "Community").objects.exclude(country=""):
        community.currency = money.currency_of(community.country, today)
        community.save(update_fields=["currency"])


class Migration(migrations.Migration):
    dependencies = [("members", "0003_introductions_a_month")]

    operations = [
        migrations.AddField(
            model_name="community",
            name="currency",
            field=models.CharField(default="USD", max_length=3, verbose_name="currency"),
        ),
        migrations.RunPython(guess, migrations.RunPython.noop),
    ]
