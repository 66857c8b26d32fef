"""Tables of the zero ledger (``docs/ledger.md``).

Append-only: head, batch, arc, opening. Derived, rebuilt and compared by
``tuntas verify``: course, tally, spell. People and villages are plain integers here:
the ledger lies below the rooms that own them.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db import models

from tuntas.audit.fields import NumberField
from tuntas.ledger.cells import LEFT_RUNS


class Head(models.Model):
    """The one row that is locked before anything is read for writing; its days never change.

    Where the ledger stands is what its last batch says.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    known_on = models.DateField()  # the day on which it was laid: nothing was known before
    opening_on = models.DateField()
    tallied = models.BigIntegerField(default=0)  # the last batch whose arcs the tallies hold

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_one_head")]


class Clock(models.Model):
    """Business day of a demo store; absent in a real office, where the calendar rules."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    today = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_one_clock")]


class Batch(models.Model):
    """One act or one chunk of an import: everything that became known together."""

    seq = NumberField(primary_key=True)
    known_on = models.DateField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=32)
    source = models.CharField(max_length=120)
    facts_digest = models.CharField(max_length=64)
    arcs = models.TextField(default="")  # of a batch of few (arcs.py); of more: ArcRow


class Fact(models.Model):
    """What a room was told about a person; append-only, voided by another fact.

    Where facts are short their key is (person, id): those of a person lie side by side, and an
    act that tells one more writes no second index (``laying.py``).

    ``payload`` is canonical JSON text: the batch digest covers it to the byte.
    """

    id = models.BigIntegerField()  # seq and place in the batch (facts.py): of one fact only
    person_id: int
    kind = models.CharField(max_length=24)
    effective_on = models.DateField()
    payload = models.TextField()
    seq = models.BigIntegerField()  # also in the id
    voids_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True


class Course(models.Model):
    """The whole track set of a person as known now, and the batch that changed it last.

    What was known earlier follows from the facts and is in the arcs.
    """

    person_id = NumberField(primary_key=True)
    seq = models.BigIntegerField()
    tracks = models.TextField()


class ArcRow(models.Model):
    """A signed move between two village cells, of a batch of many; those of few stand in it."""

    id = NumberField(primary_key=True)
    person_id = models.BigIntegerField()
    effective_on = models.DateField()
    from_village = models.IntegerField()
    from_cell = models.SmallIntegerField()
    to_village = models.IntegerField()
    to_cell = models.SmallIntegerField()
    cause = models.CharField(max_length=24)
    sign = models.SmallIntegerField()
    seq = models.BigIntegerField()  # also in the id, which is its index

    class Meta:
        db_table = "ledger_arc"
        constraints = [
            models.CheckConstraint(condition=models.Q(sign__in=(-1, 1)), name="ledger_arc_sign"),
        ]


class Tally(models.Model):
    """Sum of the signs of equal arcs that became known on one day, up to batch `Head.tallied`.

    Who reads the sums adds the arcs since: a single act leaves its own to a later batch.
    """

    pk = models.CompositePrimaryKey(
        "effective_on",
        "known_on",
        "from_village",
        "from_cell",
        "to_village",
        "to_cell",
        "cause",
    )
    effective_on = models.DateField()
    known_on = models.DateField()
    from_village = models.IntegerField()
    from_cell = models.SmallIntegerField()
    to_village = models.IntegerField()
    to_cell = models.SmallIntegerField()
    cause = models.CharField(max_length=24)
    n = models.IntegerField()


class SpellRow(models.Model):
    """Who is where, from when until before when, as known now."""

    pk = models.CompositePrimaryKey("person_id", "from_on")
    person_id = models.BigIntegerField()
    from_on = models.DateField()
    to_on = models.DateField()
    village = models.IntegerField()
    cell = models.SmallIntegerField()
    # Obliged and not recorded; the database keeps it true to the cell.
    unrecorded = models.GeneratedField(
        expression=models.ExpressionWrapper(
            # Not `IN`: SQLite makes a table of its list in every statement, 10 µs each.
            reduce(or_, [models.Q(cell__range=run) for run in LEFT_RUNS]),
            output_field=models.BooleanField(),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        db_table = "ledger_spell"
        # Of all who are somewhere only the unrecorded are asked for by place and by name;
        # whoever is recorded leaves the index, and the next act pays no page for it.
        indexes = [
            models.Index(
                fields=["village", "cell"],
                condition=models.Q(unrecorded=True),
                name="ledger_spell_unrecorded",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_on__gt=models.F("from_on")),
                name="ledger_spell_lasts",
            ),
        ]


class Opening(models.Model):
    """People known only as official totals; a negative row takes one out who became known."""

    id = NumberField(primary_key=True)
    village = models.IntegerField()
    cell = models.SmallIntegerField()
    n = models.IntegerField()
    source = models.CharField(max_length=200)
    known_on = models.DateField()
    seq = models.BigIntegerField(db_index=True)
