"""Everything that changes officers, accounts, roles, passwords and second factors."""

from tuntas.accounts.actions.add import (
    add_account,
    correct_officer,
    dismiss_officer,
    switch_account,
)
from tuntas.accounts.actions.grant import grant_role, revoke_grant
from tuntas.accounts.actions.links import (
    claim_first_administrator,
    issue_first_administrator_link,
    issue_password_link,
    set_password_by_link,
)
from tuntas.accounts.actions.passwords import change_password, give_temporary_password
from tuntas.accounts.actions.second_factor import (
    check_second_factor,
    confirm_second_factor,
    new_recovery_codes,
    reset_second_factor,
)
from tuntas.accounts.actions.sign_in import note_sign_in, note_sign_out

__all__ = [
    "add_account",
    "change_password",
    "check_second_factor",
    "claim_first_administrator",
    "confirm_second_factor",
    "correct_officer",
    "dismiss_officer",
    "give_temporary_password",
    "grant_role",
    "issue_first_administrator_link",
    "issue_password_link",
    "new_recovery_codes",
    "note_sign_in",
    "note_sign_out",
    "reset_second_factor",
    "revoke_grant",
    "set_password_by_link",
    "switch_account",
]
