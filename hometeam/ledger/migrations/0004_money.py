from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def in_the_money_of_the_place(apps, schema_editor):
    """Amounts said so far are in the money of their community."""
    outcomes, acts = apps.get_model("ledger", "Outcome"), apps.get_model("ledger", "Act")
    money = acts.objects.filter(pk=OuterRef("act")).values("community__currency")[:1]
    amounts = Q(measure="value") | Q(unit__in=("worth", "value", "money"))
    outcomes.objects.filter(amounts).update(currency=Subquery(money))


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_proof_and_outcomes"), ("members", "0004_currency")]

    operations = [
        migrations.AddField(
            model_name="outcome",
            name="currency",
            field=models.CharField(blank=True, max_length=3, verbose_name="currency"),
        ),
        migrations.AlterField(
            model_name="outcome",
            name="quantity",
            field=models.DecimalField(decimal_places=3, max_digits=15, verbose_name="how much"),
        ),
        migrations.RunPython(in_the_money_of_the_place, migrations.RunPython.noop),
    ]
