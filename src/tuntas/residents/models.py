"""People of the register, the facts known about them, and the files these came from."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr

from tuntas.audit.fields import NumberField
from tuntas.ledger.models import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence


class Person(models.Model):
    """What the register now says about one person: the fold of their register events.

    Never the source of a figure: figures come from the ledger, which is derived
    from the events. ``tuntas verify`` folds the events again and compares.
    """

    class Status(models.TextChoices):
        HERE = "here"
        DIED = "died"
        MOVED_OUT = "moved_out"
        DEACTIVATED = "deactivated"
        MERGED = "merged"

    ref = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    nik = models.CharField(max_length=16, null=True)
    kk = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=120)
    sex = models.CharField(max_length=1, blank=True)  # L, P, or empty when unknown
    birth_place = models.CharField(max_length=80, blank=True)
    birth_on = models.DateField(null=True)
    marital = models.CharField(max_length=16, blank=True)  # vocabulary.Marital, empty = unknown
    religion = models.CharField(max_length=24, blank=True)
    occupation = models.CharField(max_length=80, blank=True)
    citizenship = models.CharField(max_length=3, blank=True)  # WNI, WNA, or empty
    permit_until = models.DateField(null=True)
    family_role = models.CharField(max_length=24, blank=True)
    address = models.CharField(max_length=160, blank=True)
    dusun = models.CharField(max_length=60, blank=True)
    rt = models.CharField(max_length=4, blank=True)
    rw = models.CharField(max_length=4, blank=True)
    village_id = models.IntegerField(db_index=True)  # last village, also after leaving
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.HERE)
    warnings = models.CharField(max_length=200, blank=True)  # space-separated codes

    objects: models.Manager[Person] = models.Manager()

    class Meta:
        # Named here: with ``unique`` and ``db_index`` PostgreSQL would get a second index each,
        # for patterns that nobody asks for, and a first import would take a second longer.
        constraints = [models.UniqueConstraint(fields=["nik"], name="residents_person_nik")]
        indexes = [
            models.Index(fields=["kk"], name="residents_person_kk"),
            # Lists that leave the office show the last four digits only; people ask by them.
            models.Index(Substr("nik", 13), name="residents_person_nik_end"),
        ]


class RegisterEvent(Fact):
    """A fact of the register; kinds in ``residents/tracks.py``.

    Long rows, nearly all of them written once, at an import: these lie in the order of their
    id, and an index finds a person's.
    """

    id = NumberField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="events")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="void", voids_id__isnull=False)
                | (~Q(kind="void") & Q(voids_id__isnull=True)),
                name="residents_void_names_its_fact",
            ),
        ]


class NameToken(models.Model):
    """A folded word that occurs in names."""

    token = models.CharField(max_length=40, unique=True)


class TokenKey(models.Model):
    """A search key (one letter deleted, or phonetic) that leads to a token."""

    key = models.CharField(max_length=44)
    token_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "token_id"], name="residents_token_key"),
        ]


class NamePosting(models.Model):
    """Person *person_id* has the word *token_id* in their name."""

    pk = models.CompositePrimaryKey("token_id", "person_id")
    token_id = models.BigIntegerField()
    person_id = models.BigIntegerField()


class RegisterImport(models.Model):
    """One file given to the office: what it is, how far its reading has come, what came of it.

    The row is the truth of the work: state, cursor and lease stand here, the queue
    only rings (``residents/tasks.py``).
    """

    class Kind(models.TextChoices):
        REGISTER = "register"  # people as they stand at the cut-off
        EVENTS = "events"  # one row an event (mutasi)
        UNRECORDED = "unrecorded"  # by name by address: the unrecorded only (BNBA)

    class State(models.TextChoices):
        RECEIVED = "received"
        REFUSED = "refused"
        CHECKING = "checking"  # the worker reads and judges it
        READY = "ready"  # read and judged: waits for a person
        QUEUED = "queued"
        APPLYING = "applying"
        DONE = "done"

    ref = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.REGISTER)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    kept = models.BooleanField(default=True)  # False once the stored file is purged
    cut_off = models.DateField()
    complete_for = models.CharField(max_length=13, blank=True)  # region code; empty = partial
    village_code = models.CharField(max_length=13, blank=True)  # for files without a desa column
    # JSON list of the only desa that whoever gave the file may speak about; empty = all.
    only = models.TextField(blank=True)
    form = models.CharField(max_length=60, blank=True)  # "CSV cp1252 ;"
    headers = models.TextField(default="[]")
    mapping = models.TextField(default="{}")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    refusal = models.CharField(max_length=40, blank=True)  # rejections.FILE_REFUSALS
    cursor = models.BigIntegerField(default=0)  # last line applied; moves with its chunk
    n_read = models.IntegerField(default=0)
    n_accepted = models.IntegerField(default=0)
    n_rejected = models.IntegerField(default=0)
    n_new = models.IntegerField(default=0)
    n_changed = models.IntegerField(default=0)
    n_same = models.IntegerField(default=0)
    n_proposed = models.IntegerField(default=0)
    n_withdrawn = models.IntegerField(default=0)
    n_warned = models.IntegerField(default=0)
    n_from_totals = models.IntegerField(default=0)  # came out of an opening total
    foreseen = models.TextField(default="{}")  # what the dry run said
    put_off = models.TextField(blank=True)  # indexes to lay again: actions/import_first.py
    lease_until = models.DateTimeField(null=True)
    requested_by = models.CharField(max_length=32)
    officer_ref = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    first_seq = models.BigIntegerField(null=True)
    last_seq = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            # The same file with the same declaration is one import, however often it is sent.
            models.UniqueConstraint(
                fields=["file_digest", "kind", "cut_off", "complete_for", "village_code", "only"],
                condition=~Q(state="refused"),
                name="residents_import_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(n_read=models.F("n_accepted") + models.F("n_rejected")),
                name="residents_import_loses_no_row",
            ),
        ]


class ImportReject(models.Model):
    """A row that was not taken over; what to do about it stands in ``rejections.py``."""

    register_import = models.ForeignKey(
        RegisterImport, on_delete=models.CASCADE, related_name="rejects"
    )
    line = models.IntegerField()
    column = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register_import", "line"], name="residents_reject_once_a_line"
            )
        ]


class ImportMapping(models.Model):
    """A mapping of columns that a person confirmed, remembered by the file's headers."""

    signature = models.CharField(max_length=64, unique=True)
    mapping = models.TextField()
    confirmed_by = models.CharField(max_length=32)
    confirmed_at = models.DateTimeField()


class ExitProposal(models.Model):
    """Somebody who should leave the register's list: takes effect only by a second person."""

    class Kind(models.TextChoices):
        DIED = "died"
        MOVED_OUT = "moved_out"
        DEACTIVATED = "deactivated"
        ABSENT = "absent"  # missing from a file that declared itself complete

    class State(models.TextChoices):
        OPEN = "open"
        APPROVED = "approved"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"  # absent from one file, listed again in a newer one

    ref = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exit_proposals")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    effective_on = models.DateField()
    source = models.ForeignKey(
        RegisterImport, on_delete=models.PROTECT, null=True, related_name="proposals"
    )
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    proposed_by = models.CharField(max_length=32)  # officer_ref: the human being
    proposed_on = models.DateField()
    decided_by = models.CharField(max_length=32, blank=True)
    decided_on = models.DateField(null=True)
    seq = models.BigIntegerField(null=True)
    withdrawn_by = models.ForeignKey(
        RegisterImport, on_delete=models.PROTECT, null=True, related_name="withdrew"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(state="open"), name="residents_one_open_exit"
            ),
            models.CheckConstraint(
                # A newer file decides nothing: it takes back what an older one said.
                condition=Q(state__in=("open", "withdrawn"))
                | ~Q(decided_by=models.F("proposed_by")),
                name="residents_exit_by_two_persons",
            ),
        ]


class PersonList(models.Model):
    """A list of people that another agency gave: a claim to compare, never the register.

    Worked like an import: state, lease and progress stand here, the queue only rings. It and
    everything read from it is forgotten on ``expires_on``; the counts stay.
    """

    class Kind(models.TextChoices):
        VOTERS = "voters"  # DP4, DPS, DPT
        SCHOOL = "school"
        BOARDING = "boarding"  # pesantren and other boarding schools
        HEALTH = "health"
        SOCIAL = "social"
        PRISON = "prison"
        VILLAGE = "village"
        OTHER = "other"

    class State(models.TextChoices):
        RECEIVED = "received"
        REFUSED = "refused"
        QUEUED = "queued"
        MATCHING = "matching"
        DONE = "done"
        PURGED = "purged"

    ref = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sender = models.CharField(max_length=120)
    institution = models.CharField(max_length=120, blank=True)  # of every row, if one
    as_of = models.DateField()  # the day of the list: voting day, the day of the school's export
    complete_for = models.CharField(max_length=13, blank=True)  # region code; empty = partial
    only = models.TextField(blank=True)  # JSON list of villages whose people it may meet
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    form = models.CharField(max_length=60, blank=True)
    headers = models.TextField(default="[]")
    mapping = models.TextField(default="{}")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    refusal = models.CharField(max_length=40, blank=True)
    step = models.CharField(max_length=10, blank=True)  # load, exact, gather, weigh, write
    n_done = models.IntegerField(default=0)
    n_rows = models.IntegerField(default=0)
    counts = models.TextField(default="{}")  # JSON: difference → number, and by standing
    lease_until = models.DateTimeField(null=True)
    requested_by = models.CharField(max_length=32)
    officer_ref = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    expires_on = models.DateField()

    class Meta:
        constraints = [
            # The same file said to be the same list is one list, however often it is sent.
            models.UniqueConstraint(
                fields=["file_digest", "kind", "as_of", "complete_for", "only"],
                condition=~Q(state__in=("refused", "purged")),
                name="residents_list_once",
            ),
        ]


class ListEntry(models.Model):
    """One row of a list, and who it is; *how* is empty while it is nobody."""

    class How(models.TextChoices):
        NIK = "nik"
        MASKED = "masked"
        DECIDED = "decided"  # by a person, out of the suggestions
        DOUBLE = "double"  # a further row of somebody matched already
        NOBODY = "nobody"  # a person said that it is none of those suggested

    person_list = models.ForeignKey(PersonList, on_delete=models.CASCADE, related_name="entries")
    line = models.IntegerField()
    name = models.CharField(max_length=120)
    pattern = models.CharField(max_length=16, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    birth_on = models.DateField(null=True)
    birth_place = models.CharField(max_length=80, blank=True)
    village_id = models.IntegerField(default=0)
    married = models.BooleanField(null=True)
    institution = models.CharField(max_length=120, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=8, choices=How.choices, blank=True)
    difference = models.CharField(max_length=14)  # matching/differences.py
    standing = models.CharField(max_length=10, blank=True)  # on the day it was matched
    decided_by = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_list", "line"], name="residents_entry_once_a_line"
            ),
            models.UniqueConstraint(
                fields=["person_list", "person"],
                condition=Q(how__in=("nik", "masked", "decided")),
                name="residents_entry_once_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["person_list", "difference"], name="residents_entry_difference")
        ]


class ListSuggestion(models.Model):
    """Somebody a row could be; a person decides."""

    entry = models.ForeignKey(ListEntry, on_delete=models.CASCADE, related_name="suggestions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    weight = models.FloatField()  # bits
    probability = models.FloatField()
    levels = models.TextField()  # JSON: comparison → level
    is_sure = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "person"], name="residents_suggested_once")
        ]


class ListAbsence(models.Model):
    """Somebody of the register whom a list that calls itself complete does not have."""

    person_list = models.ForeignKey(PersonList, on_delete=models.CASCADE, related_name="absences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_list", "person"], name="residents_absent_once")
        ]


PERSON_FIELDS: Sequence[str] = (
    "nik",
    "kk",
    "name",
    "sex",
    "birth_place",
    "birth_on",
    "marital",
    "religion",
    "occupation",
    "citizenship",
    "permit_until",
    "family_role",
    "address",
    "dusun",
    "rt",
    "rw",
)
"""Columns of a person that a register file speaks about, in the order of the table."""
