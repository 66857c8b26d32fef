"""Everything this room does."""

from tuntas.missions.actions.places import (
    VenueSaid,
    agree_day,
    answer_problem,
    install_shipped,
    note_problem,
    save_leave_day,
    save_venue,
    set_budget,
    set_parameter,
)
from tuntas.missions.actions.resources import (
    SKILLS,
    AssetSaid,
    break_asset,
    join_team,
    leave_team,
    mend_asset,
    save_asset,
    save_team,
)

__all__ = [
    "SKILLS",
    "AssetSaid",
    "VenueSaid",
    "agree_day",
    "answer_problem",
    "break_asset",
    "install_shipped",
    "join_team",
    "leave_team",
    "mend_asset",
    "note_problem",
    "save_asset",
    "save_leave_day",
    "save_team",
    "save_venue",
    "set_budget",
    "set_parameter",
]
