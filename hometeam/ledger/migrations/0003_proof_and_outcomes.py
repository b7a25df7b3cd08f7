import django.db.models.deletion
from django.db import migrations, models


def say_who_said_it(apps, _editor):
    """Figures were kept under a side's name; from now on they are kept under the side itself."""
    for outcome in apps.get_model("ledger", "Outcome").objects.select_related("act__giver", "act__receiver"):
        giver, receiver = outcome.act.giver, outcome.act.receiver
        sides = {giver.name: giver, receiver.name: receiver} if giver.name != receiver.name else {}
        if outcome.source in sides:
            outcome.said_by, outcome.source = sides[outcome.source], ""
            outcome.save(update_fields=["said_by", "source"])


def look_at_what_waits(apps, _editor):
    """Links that nobody has looked at yet are due at once."""
    waiting = apps.get_model("ledger", "Evidence").objects.filter(kind="link", seen_at__isnull=True)
    waiting.update(look_again_at=models.F("made_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_links'),
        ('members', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='outcome', name='one_outcome_per_measure_and_source'),
        migrations.RemoveIndex(model_name='evidence', name='links_to_look_at'),
        migrations.AddField(
            model_name='evidence', name='file', field=models.FileField(blank=True, upload_to='evidence/%Y/%m')
        ),
        migrations.AddField(
            model_name='evidence', name='look_again_at', field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name='evidence', name='looks', field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddField(
            model_name='evidence', name='published_on', field=models.DateField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name='evidence', name='title', field=models.CharField(blank=True, max_length=200)
        ),
        migrations.AddField(
            model_name='outcome', name='confirmed_at', field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name='outcome', name='ended_at', field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name='outcome',
            name='replaces',
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name='+',
                to='ledger.outcome',
            ),
        ),
        migrations.AddField(
            model_name='outcome',
            name='said_by',
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='members.member'
            ),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='kind',
            field=models.CharField(
                choices=[
                    ('visits', 'Visits by our own link'),
                    ('link', 'A link'),
                    ('newsletter', 'A newsletter, forwarded to us'),
                    ('photo', 'A photo'),
                    ('file', 'A PDF'),
                    ('word', 'The partner’s word'),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name='evidence', name='seen', field=models.CharField(blank=True, max_length=400)
        ),
        migrations.AlterField(
            model_name='outcome', name='source', field=models.CharField(blank=True, max_length=200)
        ),
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(
                condition=models.Q(('look_again_at__isnull', False)), fields=['look_again_at'], name='links_to_look_at'
            ),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.UniqueConstraint(
                condition=models.Q(('ended_at__isnull', True)),
                fields=('act', 'measure', 'said_by'),
                name='one_standing_outcome_per_measure_and_side',
            ),
        ),
        migrations.RunPython(say_who_said_it, migrations.RunPython.noop),
        migrations.RunPython(look_at_what_waits, migrations.RunPython.noop),
    ]
