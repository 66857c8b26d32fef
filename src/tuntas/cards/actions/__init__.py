"""Everything that writes in the cards' room."""

from tuntas.cards.actions.blanks import (
    Outcome,
    hand_over_blank,
    settle_blank,
    take_blank,
    withdraw_card,
)
from tuntas.cards.actions.closing import close_day, count
from tuntas.cards.actions.destroying import destroy
from tuntas.cards.actions.handing import (
    ByFinger,
    ByGuardian,
    ByPhoto,
    hand_over_card,
)
from tuntas.cards.actions.marking import (
    mark_printed,
)
from tuntas.cards.actions.moving import counter, enter, receive, refuse, sign
from tuntas.cards.actions.papers import monthly_report
from tuntas.cards.actions.printers import (
    add_printer,
    end_template,
    install_template,
    rest_printer,
)
from tuntas.cards.actions.printing import (
    ask_printers,
    begin,
    check_card,
    print_next,
    resolve_doubt,
    settle,
    undo_card,
)
from tuntas.cards.actions.requesting import (
    add_documents,
    cancel_request,
    hold_print,
    lift_hold,
    request_card,
)
from tuntas.cards.actions.scarcity import (
    decide_shortage,
    end_shortage,
    propose_shortage,
)
from tuntas.cards.actions.substituting import issue_substitute

__all__ = [
    "ByFinger",
    "ByGuardian",
    "ByPhoto",
    "Outcome",
    "add_documents",
    "add_printer",
    "ask_printers",
    "begin",
    "cancel_request",
    "check_card",
    "close_day",
    "count",
    "counter",
    "decide_shortage",
    "destroy",
    "end_shortage",
    "end_template",
    "enter",
    "hand_over_blank",
    "hand_over_card",
    "hold_print",
    "install_template",
    "issue_substitute",
    "lift_hold",
    "mark_printed",
    "monthly_report",
    "print_next",
    "propose_shortage",
    "receive",
    "refuse",
    "request_card",
    "resolve_doubt",
    "rest_printer",
    "settle",
    "settle_blank",
    "sign",
    "take_blank",
    "undo_card",
    "withdraw_card",
]
