"""The hand-over: scan, prove, give. Built for a scanner and a keyboard: two keys after the scan."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tuntas.accounts.access import principal_of, require
from tuntas.accounts.principals import Principal
from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.positions import Finger
from tuntas.cards import actions, queries, wording
from tuntas.cards.actions import ByFinger, ByGuardian, ByPhoto
from tuntas.cards.errors import NothingToVerify, ProofMissing, ScanUnknown
from tuntas.cards.models import Card
from tuntas.cards.views import showing
from tuntas.centre import premises, verifying
from tuntas.centre import wording as centre_wording
from tuntas.devices.errors import DeviceError
from tuntas.enrolment import judging, scanners
from tuntas.enrolment.errors import NothingToScan
from tuntas.ledger import clock
from tuntas.residents import left_file
from tuntas.residents.access import Person
from tuntas.residents.forms import ExportForm
from tuntas.web import numerals
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

REFUSED = (*showing.REFUSALS, BiometricError, DeviceError, NothingToScan)
CARD: Final = "TUNTAS-KARTU:"
LARGEST: Final = 8_000_000
"""Of an image of a finger, bytes."""
AGES: Final = (0, 7, 14, 30)


@require("hand_over", "see_person")
@never_cache
def scan(request: HttpRequest) -> HttpResponse:
    """One field for the scanner: a receipt, a serial, a chip's number; and who waits longest."""
    principal, on = principal_of(request), clock.today()
    code = request.GET.get("kode", "").strip()
    if code:
        try:
            return redirect("cards:give", ref=_scanned(principal, code).ref)
        except ScanUnknown as unknown:
            messages.error(request, _state_of(principal, code) or sentence(unknown))
            return redirect("cards:hand_over")
    area = principal.village_ids("hand_over")
    waiting = queries.uncollected(on, villages=area)[:10]
    showing.look(principal, "uncollected", [row.card.person for row in waiting])
    return render(
        request,
        "cards/scan.html",
        {"waiting": waiting, "today": Card.objects.filter(hand_over__on=on).count()},
    )


@require("hand_over", "see_person")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, ref: str) -> HttpResponse:
    """One card and its holder: prove who takes it, and it is handed over."""
    principal = principal_of(request)
    card = showing.card_for(principal, ref, "hand_over")
    if request.method == "POST":
        if _give(request, principal, card):
            return redirect("cards:hand_over")
        return redirect("cards:give", ref=ref)
    if card.state != Card.State.READY:
        messages.error(request, str(card.get_state_display()).capitalize())
        return redirect("cards:hand_over")
    showing.look(principal, "give", [card.person], _("menyerahkan kartu"))
    kept = _fingers(card)
    exchange = card.request is not None and card.request.old_taken_on is None
    return render(
        request,
        "cards/give.html",
        {
            "card": card,
            "person": card.person,
            "where": showing.where(card.person.village_id),
            "cause": wording.cause(card.cause),
            "fingers": [(int(one), centre_wording.FINGERS[int(one)]) for one in kept],
            "exchange": exchange,
            "whatsapp": wording.whatsapp(wilayah.office().name),
            "text": wording.message(wilayah.office().name),
        },
    )


@require("hand_over", "see_names")
def uncollected(request: HttpRequest) -> HttpResponse:
    """Cards that nobody collected, by village and age."""
    principal, on = principal_of(request), clock.today()
    return _uncollected(request, principal, on, ExportForm())


@require("hand_over", "export_names")
@require_POST
def uncollected_export(request: HttpRequest) -> HttpResponse:
    """The list as a file, with purpose and watermark; refused without a purpose."""
    principal, on = principal_of(request), clock.today()
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _uncollected(request, principal, on, form, status=400)
    rows = _chosen(request, principal, on)
    purpose = form.cleaned_data["keperluan"]
    try:
        showing.look(principal, "export_uncollected", [row.card.person for row in rows], purpose)
    except showing.REFUSALS as refused:
        form.add_error("keperluan", sentence(refused))
        return _uncollected(request, principal, on, form, status=400)
    return _file(rows, form.cleaned_data["bentuk"], _watermark(principal, purpose, len(rows)))


@require("hand_over")
@require_POST
def undo(request: HttpRequest, ref: str) -> HttpResponse:
    """A card that waited will not be handed over."""
    principal = principal_of(request)
    card = showing.card_for(principal, ref, "hand_over")
    showing.attempt(
        request,
        lambda: actions.undo_card(
            actor=principal,
            ref=card.ref,
            outcome=actions.Outcome.DAMAGED,
            on=clock.today(),
            now=timezone.now(),
        ),
        _("Kartu masuk register kartu tidak berlaku; orangnya kembali ke antrean."),
    )
    return redirect("cards:uncollected")


def _scanned(principal: Principal, code: str) -> Card:
    """The card that waits for whoever shows this code. Raises ScanUnknown."""
    card = queries.by_serial(code.upper().removeprefix(CARD))
    if card is None:
        card = Card.objects.filter(chip__iexact=code, state=Card.State.READY).first()
    if card is None:
        person = queries.person_of_receipt(code)
        card = queries.ready_for(person.id) if person else None
    if card is None or not principal.covers(card.person.village_id, "hand_over"):
        raise ScanUnknown
    return card


def _state_of(principal: Principal, code: str) -> str:
    """What to tell whoever holds a receipt whose card does not lie here."""
    person = queries.person_of_receipt(code)
    if person is None or not principal.covers(person.village_id, "hand_over"):
        return ""
    on_its_way = Card.objects.filter(person=person, state__in=queries.ON_ITS_WAY).first()
    if on_its_way is not None:
        return _("Kartunya belum siap: %(state)s.") % {"state": on_its_way.get_state_display()}
    who = queries.place_of(person.id, clock.today())
    if who is None:
        return _("Belum ada kartu yang siap: perekamannya belum dipastikan tunggal.")
    if who.holds:
        return _("Kartunya ditahan: %(why)s.") % {"why": wording.hold(*who.holds[0])}
    return _("Kartunya belum dicetak; orangnya ada dalam antrean.")


def _give(request: HttpRequest, principal: Principal, card: Card) -> bool:
    said = request.POST
    try:
        actions.hand_over_card(
            actor=principal,
            ref=card.ref,
            proof=_proof(request, card.person),
            place=said.get("tempat", "office"),
            where=said.get("lokasi", ""),
            old_card_taken=said.get("lama") == "ya",
            old_serial=said.get("seri_lama", ""),
            on=clock.today(),
            now=timezone.now(),
        )
    except REFUSED as refused:
        messages.error(request, sentence(refused))
        return False
    messages.success(request, _("Kartu %(serial)s sudah diserahkan.") % {"serial": card.serial})
    return True


def _proof(request: HttpRequest, person: Person) -> ByFinger | ByPhoto | ByGuardian:
    """What the officer chose; a finger is taken by the device now, or comes as an image."""
    said = request.POST
    match said.get("bukti"):
        case "foto":
            return ByPhoto()
        case "wali":
            return ByGuardian(said.get("hubungan", ""), said.get("dokumen", ""))
        case "jari":
            number = said.get("jari", "")
            if not number.isdecimal() or int(number) not in centre_wording.FINGERS:
                raise NothingToVerify
            return _finger(request, person, Finger(int(number)))
    raise ProofMissing


def _finger(request: HttpRequest, person: Person, finger: Finger) -> ByFinger:
    kind = f"finger.{finger.value}"
    upload = request.FILES.get("gambar")
    if upload:
        record = upload.read(LARGEST + 1)
    else:
        device = scanners.choose(kind, "")
        shots, _after = scanners.capture(device, kind, {}, after="", sitter=person.id)
        record = shots[0].record
    judged = judging.judge(kind, record)
    if judged.template is None:
        raise NothingToVerify
    return ByFinger(finger, judged.template, premises.workshop())


def _fingers(card: Card) -> tuple[Finger, ...]:
    try:
        return verifying.fingers_kept(premises.workshop(), card.person.ref.hex)
    except BiometricError:
        return ()  # the gallery is being written, or there is none: the photo proves


# --- cards not collected -------------------------------------------------------------------


def _uncollected(
    request: HttpRequest, principal: Principal, on: Any, form: ExportForm, status: int = 200
) -> HttpResponse:
    rows = _chosen(request, principal, on)
    showing.look(principal, "uncollected", [row.card.person for row in rows])
    villages: dict[int, int] = {}
    for row in rows:
        village = row.card.person.village_id
        villages[village] = villages.get(village, 0) + 1
    return render(
        request,
        "cards/uncollected.html",
        {
            "rows": [(row, showing.where(row.card.person.village_id)) for row in rows[:200]],
            "total": len(rows),
            "by_village": sorted(
                ((wilayah.full_name(id_), n) for id_, n in villages.items()), key=lambda v: -v[1]
            )[:20],
            "villages": [
                one for one in wilayah.villages() if principal.covers(one.id, "hand_over")
            ],
            "chosen": request.GET.get("desa", ""),
            "age": _age(request),
            "ages": AGES,
            "form": form,
            "may_export": principal.can("export_names"),
            "whatsapp": wording.whatsapp(wilayah.office().name),
        },
        status=status,
    )


def _chosen(request: HttpRequest, principal: Principal, on: Any) -> list[queries.Uncollected]:
    area = principal.village_ids("hand_over")
    village = wilayah.region_by_code(request.GET.get("desa", "") or "-")
    if village is not None and (area is None or village.id in area):
        area = frozenset({village.id})
    return queries.uncollected(on, villages=area, at_least_days=_age(request))


def _age(request: HttpRequest) -> int:
    said = request.GET.get("hari", "0")
    return int(said) if said.isdecimal() and int(said) in AGES else 0


def _file(rows: list[queries.Uncollected], kind: str, mark: left_file.Watermark) -> HttpResponse:
    headers = [_("Nama"), _("Desa"), _("Dusun"), _("RT/RW"), _("Dicetak"), _("Hari menunggu")]
    cells = [
        [
            row.card.person.name,
            wilayah.full_name(row.card.person.village_id),
            row.card.person.dusun,
            f"{row.card.person.rt}/{row.card.person.rw}".strip("/"),
            row.card.printed_on.isoformat() if row.card.printed_on else "",
            str(row.age_days),
        ]
        for row in rows
    ]
    if kind == "csv":
        body, content_type = left_file.separated(cells, headers, mark), "text/csv; charset=utf-8"
    else:
        body = left_file.workbook(cells, headers, mark, name=_("Belum diambil"))
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(body, content_type=content_type)
    name = f"kartu-belum-diambil-{clock.today():%Y%m%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _watermark(principal: Principal, purpose: str, n: int) -> left_file.Watermark:
    language = numerals.supported(get_language())
    day = numerals.long_date(clock.today(), language)
    taken = _("Diambil oleh %(who)s pada %(when)s; %(n)s orang.") % {
        "who": principal.name,
        "when": f"{day} {numerals.clock_time(timezone.localtime(), language)}",
        "n": numerals.whole(n, language),
    }
    return left_file.Watermark(
        title=_("Kartu belum diambil, %(office)s") % {"office": wilayah.office().name},
        lines=(
            taken,
            _("Keperluan: %(purpose)s") % {"purpose": purpose},
            _("Data pribadi: hanya untuk keperluan di atas, musnahkan sesudahnya (UU 27/2022)."),
        ),
    )
