from __future__ import annotations

from django.urls import URLPattern, path

from tuntas.cards.views import board, handing, printing, queue, requests, stock, stock_day

app_name = "cards"
urlpatterns: list[URLPattern] = [
    path("kartu/", queue.queue, name="queue"),
    path("kartu/tahan/<str:ref>/", queue.hold, name="hold"),
    path("kartu/lepas/<int:hold_id>/", queue.lift, name="lift"),
    path("kartu/kekurangan/", queue.shortage, name="shortage"),
    path("kartu/kekurangan/tindakan/", queue.declare, name="declare"),
    path("kartu/cetak/", printing.printing, name="printing"),
    path("kartu/cetak/<slug:code>/", printing.start, name="print"),
    path("kartu/tandai/<slug:code>/", printing.mark, name="mark"),
    path("kartu/printer/", printing.add, name="add_printer"),
    path("kartu/printer/<slug:code>/", printing.rest, name="printer"),
    path("kartu/periksa/<str:ref>/", printing.look, name="look"),
    path("kartu/muka/<str:ref>.pdf", printing.pdf, name="card_pdf"),
    path("kartu/permohonan/", requests.cases, name="cases"),
    path("kartu/permohonan/<str:ref>/", requests.case, name="case"),
    path("orang/<str:ref>/permohonan-kartu/", requests.ask, name="ask"),
    path("orang/<str:ref>/surat-pengganti/", requests.substitute, name="substitute"),
    path("kartu/suket/", requests.register, name="substitutes"),
    path("kartu/serah/", handing.scan, name="hand_over"),
    path("kartu/serah/<str:ref>/", handing.give, name="give"),
    path("kartu/serah/<str:ref>/batal/", handing.undo, name="undo"),
    path("kartu/belum-diambil/", handing.uncollected, name="uncollected"),
    path("kartu/belum-diambil/berkas/", handing.uncollected_export, name="uncollected_export"),
    path("blangko/", stock.today, name="stock"),
    path("blangko/kotak/", stock.boxes, name="boxes"),
    path("blangko/terima/", stock.receive, name="receive"),
    path("blangko/pindah/<slug:kind>/", stock.move, name="move"),
    path("blangko/mutasi/", stock.movements, name="movements"),
    path("blangko/mutasi/<str:ref>/", stock.movement, name="movement"),
    path("blangko/mutasi/<str:ref>/tindakan/", stock.decide, name="decide"),
    path("blangko/tutup/", stock_day.close, name="close"),
    path("blangko/tutup/<str:day>/", stock_day.closing, name="closing"),
    path("blangko/invalid/", stock_day.invalid, name="invalid"),
    path("blangko/invalid/tarik/", stock_day.withdraw, name="withdraw"),
    path("blangko/pemusnahan/", stock_day.destroy, name="destroy"),
    path("blangko/laporan/", stock_day.report, name="report"),
    path("papan-blangko/", board.board, name="board"),
    path("papan-blangko.json", board.board_json, name="board_json"),
]
