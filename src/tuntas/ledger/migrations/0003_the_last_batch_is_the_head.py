"""Where the ledger stands is read from its last batch; the head is only laid and locked."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_rows_in_the_order_of_their_key")]

    operations = [migrations.RemoveField("head", "seq")]
