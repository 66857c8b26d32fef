from __future__ import annotations

from django.urls import URLPattern, path

from tuntas.cards.views import board, stock, stock_day

app_name = "cards"
urlpatterns: list[URLPattern] = [
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
