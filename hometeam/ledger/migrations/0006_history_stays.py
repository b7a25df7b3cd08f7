import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_acts_of_another_room"), ("members", "0005_former_name")]

    operations = [
        migrations.RemoveField(model_name="act", name="source"),
        migrations.AlterField(
            model_name="act",
            name="giver",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="acts_given", to="members.member"
            ),
        ),
        migrations.AlterField(
            model_name="act",
            name="receiver",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="acts_received", to="members.member"
            ),
        ),
    ]
