from django.db import migrations

from hometeam.foundation import index_words


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [migrations.RunPython(index_words.make, index_words.drop)]
