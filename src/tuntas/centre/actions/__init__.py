"""Everything that the centre writes."""

from tuntas.centre.actions.clear import clear_for_recapture
from tuntas.centre.actions.desk import give_opinion, look_at, look_at_names, open_again
from tuntas.centre.actions.exchange import export_mosip, import_mosip
from tuntas.centre.actions.keys import forget_staff, init_keys, keep_staff, rotate_keys
from tuntas.centre.actions.receive import receive, release
from tuntas.centre.actions.retain import destroy_due, destroy_templates_due, templates_due
from tuntas.centre.actions.tokens import end_token, make_token
from tuntas.centre.actions.work import work_all, work_one

__all__ = [
    "clear_for_recapture",
    "destroy_due",
    "destroy_templates_due",
    "end_token",
    "export_mosip",
    "forget_staff",
    "give_opinion",
    "import_mosip",
    "init_keys",
    "keep_staff",
    "look_at",
    "look_at_names",
    "make_token",
    "open_again",
    "receive",
    "release",
    "rotate_keys",
    "templates_due",
    "work_all",
    "work_one",
]
