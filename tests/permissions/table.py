"""Every address of the program and what it needs. A new address gets one line here.

    Row("residents:person", needs("see_person"), kwargs=person, scoped=True)

* ``needs("a")``: all of the named abilities; ``any_of("a", "b")``: one of them;
  ``PUBLIC``; ``SIGNED_IN``.
* ``kwargs``: what the address takes, from the world (`world`).
* ``scoped=True``: the address shows a record of ``office.village``; whoever holds the
  ability in another kecamatan only gets 404.
* ``ok``: what those who may enter get, when it is not 200 or a redirect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.permissions.world import World
from tuntas.accounts.access import Door

PUBLIC, SIGNED_IN, LINK = Door("public"), Door("signed_in"), Door("link")


def needs(*abilities: str) -> Door:
    return Door("all", abilities)


def any_of(*abilities: str) -> Door:
    return Door("any", abilities)


def nothing(world: World) -> dict[str, str]:
    return {}


def account(world: World) -> dict[str, str]:
    return {"ref": world.account.ref}


def grant(world: World) -> dict[str, str]:
    return {"ref": world.account.grants.get().ref}


def token(world: World) -> dict[str, str]:
    return {"token": "x" * 43}


def slot(world: World) -> dict[str, str]:
    return {"ref": world.slot}


def no_code(world: World) -> dict[str, str]:
    return {"code": "0" * 32}


def token_and(**others: str) -> Callable[[World], dict[str, str]]:
    return lambda world: token(world) | others


def district(world: World) -> dict[str, str]:
    return {"code": world.office.own.code}


def village(world: World) -> dict[str, str]:
    return {"code": world.office.village.code}


def no_printer(world: World) -> dict[str, str]:
    return {"code": "tidak-ada"}


def hold(world: World) -> dict[str, str]:
    return {"hold_id": "1"}


def nothing_of_that_ref(world: World) -> dict[str, str]:
    return {"ref": "0" * 32}


def elderly(world: World) -> dict[str, str]:
    return {"code": "elderly"}


def issued(world: World) -> dict[str, str]:
    return {"kind": "issued"}


def first_of_may(world: World) -> dict[str, str]:
    return {"day": "2023-05-01"}


def service_point(world: World) -> dict[str, str]:
    return {"ref": world.service_point.ref}


def person_file(world: World) -> dict[str, str]:
    return {"ref": world.person.ref.hex, "digest": "0" * 64}


def plan(world: World) -> dict[str, str]:
    return {"ref": world.plan}


def mission(world: World) -> dict[str, str]:
    return {"ref": world.mission}


def mission_kit(world: World) -> dict[str, str]:
    return {"ref": world.mission, "kit": "f" * 32}


def mission_photo(world: World) -> dict[str, str]:
    return {"ref": world.mission, "digest": "f" * 64}


def point(world: World) -> dict[str, str]:
    return {"point": world.service_point.ref}


def unknown_ref(world: World) -> dict[str, str]:
    return {"ref": "f" * 32}


def two_villages(world: World) -> dict[str, str]:
    return {"origin": world.office.village.code, "destination": world.office.neighbour.code}


def proposal(world: World) -> dict[str, str]:
    return {"proposal_id": "999999"}


def no_import(world: World) -> dict[str, str]:
    return {"ref": "0" * 32}


def person(world: World) -> dict[str, str]:
    return {"ref": str(world.person.ref)}


def no_session(world: World) -> dict[str, str]:
    return {"session": "0" * 32}


def no_part(world: World) -> dict[str, str]:
    return {"session": "0" * 32, "kind": "face"}


def letter(world: World) -> dict[str, str]:
    return {"ref": world.letter}


def letter_kind(world: World) -> dict[str, str]:
    return {"kind": "assignment_letter"}


def series(world: World) -> dict[str, str]:
    return {"series": "keluar", "year": "2023"}


def camat_seat(world: World) -> dict[str, str]:
    return {"code": f"camat:{world.office.own.code}"}


def document(world: World) -> dict[str, str]:
    return {"code": "assignment_letter"}


def no_packet(world: World) -> dict[str, str]:
    return {"packet": "0" * 32}


def no_picture(world: World) -> dict[str, str]:
    return {"ref": "0" * 32, "identity": "baru", "part": "wajah"}


def no_prints(world: World) -> dict[str, str]:
    return {"ref": "0" * 32, "identity": "0" * 32, "ours": "1", "theirs": "1"}


@dataclass(frozen=True)
class Row:
    name: str
    needs: Door
    method: str = "GET"
    kwargs: Callable[[World], dict[str, str]] = nothing
    scoped: bool = False
    ok: frozenset[int] = frozenset({200, 302})
    data: dict[str, str] = field(default_factory=dict)


def _is(*statuses: int) -> frozenset[int]:
    return frozenset(statuses)


MANAGE = needs("manage_accounts")
FIGURES = needs("see_figures")

# Pages of the lowest room, which knows no principals; `accounts.middleware.OPEN_ROUTES`.
WEB = (
    Row("web:language", PUBLIC, "POST", data={"bahasa": "en"}, ok=_is(302)),
    Row("web:gallery", PUBLIC, ok=_is(404)),
)
ACCOUNTS = (
    Row("accounts:sign_in", PUBLIC),
    Row("accounts:sign_in_code", PUBLIC),
    Row("accounts:enrol", PUBLIC),
    Row("accounts:sign_in_demo", PUBLIC, "POST", ok=_is(404)),
    Row("accounts:one_time_link", PUBLIC, kwargs=token, ok=_is(410)),
    Row("accounts:sign_out", SIGNED_IN, "POST"),
    Row("accounts:own", SIGNED_IN, ok=_is(200)),
    Row("accounts:change_password", SIGNED_IN, ok=_is(200)),
    Row("accounts:recovery_codes", SIGNED_IN, "POST"),
    Row("accounts:accounts", MANAGE, ok=_is(200)),
    Row("accounts:add", MANAGE, ok=_is(200)),
    Row("accounts:account", MANAGE, kwargs=account, ok=_is(200)),
    Row("accounts:correct", MANAGE, kwargs=account, ok=_is(200)),
    Row("accounts:grant", MANAGE, "POST", kwargs=account, ok=_is(422)),
    Row("accounts:switch", MANAGE, "POST", kwargs=account, ok=_is(302)),
    Row("accounts:reset", MANAGE, "POST", kwargs=account, data={"apa": "sandi"}, ok=_is(200)),
    Row("accounts:dismiss", MANAGE, "POST", kwargs=account, ok=_is(302)),
    Row("accounts:revoke", MANAGE, "POST", kwargs=grant, ok=_is(302)),
)
AUDIT = (Row("audit:log", needs("read_audit"), ok=_is(200)),)
COVERAGE = (
    Row("coverage:home", FIGURES, ok=_is(200)),
    Row("coverage:wallboard", FIGURES, ok=_is(200)),
    Row("coverage:district", FIGURES, kwargs=district, ok=_is(200)),
    Row("coverage:village", FIGURES, kwargs=village, ok=_is(200)),
    Row("coverage:pace", FIGURES, ok=_is(200)),
    Row("coverage:becoming_due", FIGURES, ok=_is(200)),
    Row("coverage:official", FIGURES, ok=_is(200)),
    Row("coverage:add_official", needs("manage_totals"), ok=_is(200)),
    Row("coverage:totals", needs("manage_totals"), ok=_is(200)),
    Row("coverage:between", FIGURES, ok=_is(200)),
)
IMPORT = needs("import_register")
MATCH = needs("match_lists")
RESIDENTS = (
    Row("residents:left_list", any_of("see_names", "see_left_minimal"), ok=_is(200)),
    Row(
        "residents:export",
        needs("export_names"),
        "POST",
        data={"keperluan": "menyusun undangan perekaman", "bentuk": "csv"},
        ok=_is(200),
    ),
    Row("residents:person", needs("see_person"), kwargs=person, scoped=True, ok=_is(200)),
    Row("residents:search", needs("see_person"), ok=_is(200)),
    Row("residents:coming", needs("see_names"), ok=_is(200)),
    Row("residents:imports", IMPORT, ok=_is(200)),
    Row("residents:import_upload", IMPORT, ok=_is(200)),
    Row("residents:import", IMPORT, kwargs=no_import, ok=_is(404)),
    Row("residents:import_columns", IMPORT, kwargs=no_import, ok=_is(404)),
    Row("residents:import_apply", IMPORT, "POST", kwargs=no_import, ok=_is(404)),
    Row("residents:import_discard", IMPORT, "POST", kwargs=no_import, ok=_is(404)),
    Row("residents:import_progress", IMPORT, kwargs=no_import, ok=_is(404)),
    Row("residents:import_rejects", IMPORT, "POST", kwargs=no_import, ok=_is(404)),
    Row("residents:import_warnings", IMPORT, "POST", kwargs=no_import, ok=_is(404)),
    Row("residents:exits", needs("approve_exit"), ok=_is(200)),
    Row("residents:lists", MATCH, ok=_is(200)),
    Row("residents:list_upload", MATCH, ok=_is(200)),
    Row("residents:list", MATCH, kwargs=no_import, ok=_is(404)),
    Row("residents:list_columns", MATCH, kwargs=no_import, ok=_is(404)),
    Row("residents:list_progress", MATCH, kwargs=no_import, ok=_is(404)),
    Row("residents:list_discard", MATCH, "POST", kwargs=no_import, ok=_is(404)),
    Row("residents:list_purge", MATCH, "POST", kwargs=no_import, ok=_is(404)),
    Row("residents:list_rows", needs("match_lists", "see_names"), kwargs=no_import, ok=_is(404)),
    Row(
        "residents:list_return",
        needs("match_lists", "export_names"),
        "POST",
        kwargs=no_import,
        ok=_is(404),
    ),
    Row(
        "residents:list_suggestions",
        needs("match_lists", "see_names"),
        kwargs=no_import,
        ok=_is(404),
    ),
    Row(
        "residents:list_decide",
        needs("match_lists", "see_names"),
        "POST",
        kwargs=no_import,
        ok=_is(404),
    ),
    Row(
        "residents:list_reopen",
        needs("match_lists", "see_names"),
        "POST",
        kwargs=no_import,
        ok=_is(404),
    ),
)

EDIT = needs("edit_wilayah")
WILAYAH = (
    Row("wilayah:index", FIGURES, ok=_is(200)),
    Row("wilayah:region", FIGURES, kwargs=village, ok=_is(200)),
    Row("wilayah:rename", EDIT, "POST", kwargs=village, ok=_is(422)),
    Row("wilayah:service_points", FIGURES, ok=_is(200)),
    Row("wilayah:new_service_point", EDIT, ok=_is(200)),
    Row("wilayah:edit_service_point", EDIT, kwargs=service_point, scoped=True, ok=_is(200)),
    Row("wilayah:distances", FIGURES, ok=_is(200)),
    Row("wilayah:set_distance", EDIT, "POST", ok=_is(422)),
    Row("wilayah:remove_distance", EDIT, "POST", kwargs=two_villages, ok=_is(302)),
    Row("wilayah:boundaries", EDIT, ok=_is(200)),
)
ENROLMENT = (
    Row("enrolment:record", needs("record"), kwargs=person, scoped=True, ok=_is(200)),
    Row("enrolment:void", needs("record"), kwargs=person, scoped=True, ok=_is(200)),
    Row("enrolment:marks", needs("record"), ok=_is(200)),
    Row("enrolment:begin", needs("record"), kwargs=person, scoped=True, ok=_is(200)),
    Row("enrolment:sessions", needs("record"), ok=_is(200)),
    Row("enrolment:waiting", needs("cosign"), ok=_is(200)),
    # No such session; whose session opens for whom is tests/enrolment.
    *(
        Row(f"enrolment:{name}", needs("record"), method, kwargs=no_session, ok=_is(404))
        for name, method in (
            ("station", "GET"),
            ("scan", "POST"),
            ("look", "POST"),
            ("live", "GET"),
            ("mirror", "GET"),
            ("unlock", "GET"),
            ("biodata", "POST"),
            ("except", "POST"),
            ("seal", "GET"),
            ("receipt", "GET"),
            ("give_up", "POST"),
        )
    ),
    *(
        Row(f"enrolment:{name}", needs("record"), method, kwargs=no_part, ok=_is(404))
        for name, method in (
            ("part", "POST"),
            ("preview", "POST"),
            ("image", "GET"),
            ("force", "POST"),
        )
    ),
    Row("enrolment:cosign", needs("cosign"), kwargs=no_session, ok=_is(404)),
    Row("enrolment:status", needs("see_person"), ok=_is(200)),
    Row("enrolment:minutes", needs("see_person"), ok=_is(200)),
    Row("enrolment:snapshot", needs("import_register"), ok=_is(200)),
    Row("enrolment:person_status", needs("see_person"), kwargs=person, scoped=True, ok=_is(200)),
    Row("enrolment:mode", needs("authorise_mode"), ok=_is(200)),
)
JUDGE = needs("adjudicate")
CENTRE = (
    Row("centre:desk", JUDGE, ok=_is(200)),
    Row("centre:storage", JUDGE, ok=_is(200)),
    Row("centre:staff", JUDGE, ok=_is(200)),
    Row("centre:forget_staff", JUDGE, "POST", kwargs=no_import, ok=_is(302)),
    Row("centre:release", JUDGE, "POST", kwargs=no_packet, ok=_is(302)),
    # For machines: who holds a token may ask, which is tests/centre.
    Row("centre:abis", PUBLIC, "POST", ok=_is(401)),
    Row("centre:clear", JUDGE, "POST", kwargs=no_packet, ok=_is(404)),
    # No such case; who may judge which, and see which pictures, is tests/centre.
    Row("centre:case", JUDGE, kwargs=no_import, ok=_is(404)),
    Row("centre:opinion", JUDGE, "POST", kwargs=no_import, ok=_is(404)),
    Row("centre:reopen", JUDGE, "POST", kwargs=no_import, ok=_is(404)),
    Row("centre:picture", JUDGE, kwargs=no_picture, ok=_is(404)),
    Row("centre:prints", JUDGE, kwargs=no_prints, ok=_is(404)),
)
DESK = any_of("draft_letters", "sign_letters")
LETTERS = (
    Row("letters:desk", DESK, ok=_is(200)),
    Row("letters:new", needs("draft_letters"), kwargs=letter_kind, ok=_is(200)),
    Row("letters:letter", DESK, kwargs=letter, ok=_is(200, 404)),
    Row("letters:revise", needs("draft_letters"), kwargs=letter, ok=_is(200)),
    Row("letters:pdf", DESK, kwargs=letter, ok=_is(200, 404)),
    # A draft has no scan; whose camat sees which letter is tests/letters.
    Row("letters:evidence", DESK, kwargs=letter, ok=_is(404)),
    Row("letters:act", DESK, "POST", kwargs=letter, ok=_is(404)),
    Row("letters:register", any_of("draft_letters", "manage_letters"), kwargs=series),
    Row("letters:stationery", needs("manage_letters"), ok=_is(200)),
    Row("letters:check", PUBLIC, kwargs=letter, ok=_is(404)),
)
APPOINT = needs("manage_authority")
OFFICE = any_of("draft_letters", "manage_authority")
AUTHORITY = (
    Row("authority:board", OFFICE, ok=_is(200)),
    Row("authority:seat", OFFICE, kwargs=camat_seat, ok=_is(200)),
    Row("authority:record", APPOINT, "POST", kwargs=camat_seat, data={"apa": "isi"}, ok=_is(400)),
    Row("authority:document", OFFICE, kwargs=document, ok=_is(200)),
    Row("authority:change_document", APPOINT, "POST", kwargs=document, ok=_is(400)),
    Row("authority:confirm", APPOINT, "POST", ok=_is(302)),
    Row("authority:rehearsal", OFFICE, ok=_is(200)),
)
ASIDE = needs("approve_aside")
CALL = needs("manage_outreach")
SLOT_DESK = any_of("manage_outreach", "enter_outcomes")
OUTREACH = (
    Row("outreach:cohorts", needs("manage_outreach"), ok=_is(200)),
    Row("outreach:new_cohort_event", needs("manage_outreach"), "POST", ok=_is(400)),
    Row(
        "outreach:end_cohort_list",
        needs("manage_outreach"),
        "POST",
        kwargs=nothing_of_that_ref,
    ),
    Row(
        "outreach:cohort",
        needs("manage_outreach", "see_names"),
        kwargs=elderly,
        ok=_is(200),
    ),
    Row("outreach:propose", needs("propose_aside"), kwargs=person, scoped=True, ok=_is(200)),
    Row("outreach:take_back", ASIDE, kwargs=person, scoped=True, ok=_is(200)),
    Row("outreach:proposals", any_of("approve_aside", "propose_aside"), ok=_is(200)),
    Row("outreach:write_letter", needs("draft_letters", "propose_aside"), "POST", ok=_is(302)),
    Row("outreach:tasks", any_of("enter_outcomes", "manage_outreach"), ok=_is(200)),
    Row("outreach:card", needs("see_person"), kwargs=person, scoped=True, ok=_is(200)),
    # Nobody's file; whose may be seen by whom is tests/outreach.
    Row("outreach:evidence", needs("see_person"), kwargs=person_file, ok=_is(404)),
    # No such proposal; what the owner and the second person may do is tests/outreach.
    Row("outreach:decide", ASIDE, "POST", kwargs=proposal, ok=_is(404)),
    Row("outreach:slots", SLOT_DESK, ok=_is(200)),
    Row("outreach:new_slot", CALL, ok=_is(200)),
    Row("outreach:slot", SLOT_DESK, kwargs=slot, scoped=True, ok=_is(200)),
    Row("outreach:change_slot", CALL, kwargs=slot, scoped=True, ok=_is(200)),
    Row("outreach:enter_outcomes", needs("enter_outcomes"), "POST", kwargs=slot, scoped=True),
    Row("outreach:passing", needs("enter_outcomes"), "POST", kwargs=slot, scoped=True),
    Row("outreach:end_slot", CALL, "POST", kwargs=slot, scoped=True),
    Row("outreach:choose", needs("manage_outreach", "see_names"), kwargs=slot, scoped=True),
    Row("outreach:slot_messages", CALL, kwargs=slot, scoped=True, ok=_is(200)),
    Row("outreach:mark_sent", CALL, "POST", kwargs=slot, scoped=True),
    # Nobody is invited to this slot yet: what is printed and withdrawn is tests/outreach.
    Row("outreach:withdraw", CALL, "POST", kwargs=slot, ok=_is(404)),
    Row("outreach:slips", CALL, kwargs=slot, ok=_is(404)),
    Row(
        "outreach:slot_letter",
        needs("manage_outreach", "draft_letters"),
        "POST",
        kwargs=slot,
        scoped=True,
    ),
    Row("outreach:scanned", needs("record"), kwargs=no_code, ok=_is(404)),
    Row("outreach:campaigns", CALL, ok=_is(200)),
    Row("outreach:campaign_costs", CALL, kwargs=no_import, ok=_is(404)),
    Row("outreach:links", CALL, ok=_is(200)),
    Row("outreach:new_link", CALL, ok=_is(200)),
    # No such link; whose links somebody may open is tests/outreach.
    Row(
        "outreach:link_shown", needs("manage_outreach", "see_names"), kwargs=no_import, ok=_is(404)
    ),
    Row("outreach:recall_link", CALL, "POST", kwargs=no_import, ok=_is(404)),
    # A token that nobody was given; what a right one opens is tests/outreach/test_links.py.
    Row("outreach:link", LINK, kwargs=token, ok=_is(410, 429)),
    Row("outreach:link_village", LINK, kwargs=token_and(code="99.05.01.2001"), ok=_is(410, 429)),
    Row("outreach:link_person", LINK, kwargs=token_and(alias="0" * 16), ok=_is(410, 429)),
    Row("outreach:link_answer", LINK, "POST", kwargs=token, ok=_is(410, 429)),
    Row("outreach:link_bring", LINK, "POST", kwargs=token, ok=_is(410, 429)),
    Row("outreach:link_worker", LINK, kwargs=token, ok=_is(410, 429)),
)
PLAN = needs("plan_missions")
FIELD = any_of("plan_missions", "work_missions")
SHEET = needs("see_names", "work_missions")
MISSIONS = (
    Row("missions:week", FIELD, ok=_is(200)),
    Row("missions:ask", PLAN, "POST", ok=_is(302)),
    Row("missions:plan", PLAN, kwargs=plan, ok=_is(200)),
    Row("missions:progress", PLAN, kwargs=plan, ok=_is(200)),
    # The plan is not computed: it has no points and nothing to change yet.
    Row("missions:points", PLAN, kwargs=plan, ok=_is(404)),
    Row("missions:change", PLAN, "POST", kwargs=plan, ok=_is(404)),
    Row("missions:act_on_plan", PLAN, "POST", kwargs=plan, ok=_is(404)),
    Row("missions:mission", FIELD, kwargs=mission, scoped=True, ok=_is(200)),
    Row("missions:act", FIELD, "POST", kwargs=mission, scoped=True, ok=_is(404)),
    Row("missions:packing", FIELD, kwargs=mission, scoped=True, ok=_is(200)),
    Row("missions:package", FIELD, "POST", kwargs=mission_kit, scoped=True, ok=_is(302)),
    Row("missions:photo", FIELD, kwargs=mission_photo, scoped=True, ok=_is(404)),
    Row("missions:day", SHEET, kwargs=mission, scoped=True, ok=_is(200)),
    Row("missions:day_pdf", SHEET, kwargs=mission, scoped=True, ok=_is(200)),
    Row(
        "missions:enter",
        needs("see_names", "work_missions", "enter_outcomes"),
        "POST",
        kwargs=mission,
        scoped=True,
        ok=_is(404),
    ),
    Row("missions:resources", PLAN, ok=_is(200)),
    Row("missions:asset", PLAN, "POST", kwargs=unknown_ref, ok=_is(404)),
    Row("missions:venues", PLAN, ok=_is(200)),
    Row("missions:venue", PLAN, kwargs=point, ok=_is(200)),
    Row("missions:values", PLAN, ok=_is(200)),
    Row("missions:problems", FIELD, ok=_is(200)),
    Row("missions:feeds", FIELD, ok=_is(200)),
    # Nobody's token: what one opens is tests/missions.
    Row("missions:calendar", PUBLIC, kwargs=token, ok=_is(404)),
)
REPORTS = (
    Row("reports:governor", FIGURES, ok=_is(200)),
    Row("reports:governor_letter", needs("see_figures", "draft_letters"), "POST"),
    Row("reports:claims", FIGURES, ok=_is(200)),
)

STOCK_DESK = any_of("manage_stock", "witness_stock", "print_cards")
COUNTERS = any_of("manage_stock", "witness_stock")
PRINTS, HANDS = needs("print_cards", "see_names"), needs("hand_over", "see_person")
CASES = any_of("print_cards", "hand_over")
PRINTING = (
    Row("cards:queue", PRINTS, ok=_is(200)),
    Row("cards:hold", PRINTS, "POST", kwargs=person, scoped=True, ok=_is(302)),
    Row("cards:lift", PRINTS, "POST", kwargs=hold, ok=_is(404)),
    Row("cards:shortage", COUNTERS, ok=_is(200)),
    Row("cards:declare", COUNTERS, "POST", ok=_is(404)),
    Row("cards:printing", PRINTS, ok=_is(200)),
    Row("cards:print", PRINTS, "POST", kwargs=no_printer, ok=_is(302)),
    Row("cards:mark", PRINTS, "POST", kwargs=no_printer, ok=_is(404)),
    Row("cards:add_printer", needs("manage_stock"), "POST", ok=_is(302)),
    Row("cards:printer", needs("print_cards"), "POST", kwargs=no_printer, ok=_is(404)),
    # Whose card it is, and who may then open it: tests/cards/test_pages.py.
    Row("cards:look", PRINTS, "POST", kwargs=nothing_of_that_ref, ok=_is(404)),
    Row("cards:card_pdf", CASES, kwargs=nothing_of_that_ref, ok=_is(404)),
    Row("cards:cases", CASES, ok=_is(200)),
    Row("cards:case", needs("hand_over"), "POST", kwargs=nothing_of_that_ref, ok=_is(404)),
    Row("cards:ask", HANDS, kwargs=person, scoped=True, ok=_is(200)),
    Row(
        "cards:substitute",
        needs("hand_over", "draft_letters"),
        kwargs=person,
        scoped=True,
        ok=_is(200),
    ),
    Row("cards:substitutes", CASES, ok=_is(200)),
    Row("cards:hand_over", HANDS, ok=_is(200)),
    Row("cards:give", HANDS, kwargs=nothing_of_that_ref, ok=_is(404)),
    Row("cards:undo", needs("hand_over"), "POST", kwargs=nothing_of_that_ref, ok=_is(404)),
    Row("cards:uncollected", needs("hand_over", "see_names"), ok=_is(200)),
    Row(
        "cards:uncollected_export",
        needs("hand_over", "export_names"),
        "POST",
        data={"keperluan": "mengabari kepala desa", "bentuk": "csv"},
        ok=_is(200),
    ),
)
CARDS = (
    Row("cards:stock", STOCK_DESK, ok=_is(200)),
    Row("cards:boxes", STOCK_DESK, ok=_is(200)),
    Row("cards:movements", STOCK_DESK, ok=_is(200)),
    # No such movement; who may sign which is tests/pages/test_stock.
    Row("cards:movement", STOCK_DESK, kwargs=nothing_of_that_ref, ok=_is(404)),
    Row("cards:decide", COUNTERS, "POST", kwargs=nothing_of_that_ref, ok=_is(404)),
    Row("cards:receive", needs("manage_stock"), ok=_is(200)),
    Row("cards:move", needs("manage_stock"), kwargs=issued, ok=_is(200)),
    Row("cards:close", COUNTERS, ok=_is(200)),
    Row("cards:closing", COUNTERS, kwargs=first_of_may, ok=_is(404)),
    Row("cards:invalid", any_of("manage_stock", "witness_stock", "hand_over"), ok=_is(200)),
    Row("cards:withdraw", any_of("manage_stock", "hand_over"), "POST", ok=_is(302)),
    Row("cards:destroy", needs("manage_stock"), ok=_is(200)),
    Row("cards:report", needs("manage_stock"), "POST", ok=_is(404)),
    Row("cards:board", PUBLIC, ok=_is(200)),
    Row("cards:board_json", PUBLIC, ok=_is(200)),
)

TABLE: tuple[Row, ...] = (
    WEB
    + ACCOUNTS
    + AUDIT
    + AUTHORITY
    + LETTERS
    + WILAYAH
    + COVERAGE
    + RESIDENTS
    + ENROLMENT
    + CARDS
    + CENTRE
    + PRINTING
    + OUTREACH
    + MISSIONS
    + REPORTS
)
