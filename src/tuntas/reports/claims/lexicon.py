"""The words of the grammar: one row for each kind of token, tried from top to bottom.

In a pattern a blank stands for any white space and ``{name}`` for one of ``PARTS``. Everything is
read without regard to case unless a pattern says otherwise. To teach the check a new way of saying
something, add it to its row and a text to ``tests/reports/claims_corpus.py``.
"""

from __future__ import annotations

import re
from enum import StrEnum

from tuntas.reports.claims.dates import DATE_PATTERN, EARLIER_PATTERN, WEEKDAYS
from tuntas.reports.claims.quantities import NUMBER_WORDS


class T(StrEnum):
    """Kinds of token."""

    # Figures and times.
    PERCENT = "percent"
    COUNT = "count"
    DATE = "date"
    EARLIER = "earlier"
    WEEKDAY = "weekday"
    # Numbers that count nobody: money, ages, laws, hours, telephone numbers, list numbers.
    IGNORED = "ignored"
    RATE = "rate"
    # What a figure measures.
    OBLIGED = "obliged"
    RECORDED = "recorded"
    RECORDING = "recording"
    UNRECORDED = "unrecorded"
    DONE = "done"
    NOT_YET = "not_yet"
    PRINTED = "printed"
    UNPRINTED = "unprinted"
    HELD = "held"
    UNHELD = "unheld"
    UNIQUE = "unique"
    REST = "rest"
    OTHERS = "others"
    TARGET = "target"
    RECORDING_TARGET = "recording_target"
    # Whom and what it counts.
    PERSON = "person"
    CARD = "card"
    HOUSEHOLD = "household"
    PLACE_UNIT = "place_unit"
    THING = "thing"
    GROUP = "group"
    OTHER_TOPIC = "other_topic"
    EKTP = "ektp"
    MALE = "male"
    FEMALE = "female"
    EXCLUDED = "excluded"
    REASON = "reason"
    # Where.
    PLACE = "place"
    HERE = "here"
    # How figures hang together.
    OF = "of"
    OR = "or"
    AND = "and"
    BUT = "but"
    MINUS = "minus"
    TOTAL = "total"
    LIST = "list"
    PARTLY = "partly"
    CHANGE = "change"
    BECOMES = "becomes"
    BOUND = "bound"
    ABOUT = "about"
    LINK = "link"
    COMMA = "comma"
    COLON = "colon"
    OPEN = "open"
    CLOSE = "close"
    WORD = "word"
    MARK = "mark"


_NOT_A_NAME = (
    "Wajib|KTP|E-KTP|Sudah|Belum|Rekam|Perekaman|Disdukcapil|Dinas|Capai|Masih|Telah|Dalam|Jumlah|"
    "Total|Persen|Capaian|Tahun|Sisa|Cetak|Penduduk|Target|Realisasi|Senin|Selasa|Rabu|Kamis|"
    "Jumat|Sabtu|Minggu|Ahad|Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|"
    "Oktober|November|Desember|Provinsi|Kabupaten|Kota|Kecamatan|Desa|Kelurahan|Laki|Perempuan|"
    "Tinggal|Baru|Hingga|Per|Yang|Dari|Dan|Dukcapil|KPU|Bawaslu|DPT"
)

PARTS = {
    "ektp": r"(?:e ?[-–]? ?ktp(?: ?-? ?el\b)?|ktp ?[-–]? ?(?:elektronik|el|e)\b|ktp"
    r"|kartu tanda penduduk(?: \(?ktp\)?)?(?: ?-? ?elektronik| ?-? ?el\b)?"
    r"(?: \((?:e-?ktp|ktp ?-?el|ktp-?e)\))?)",
    "rekam": r"(?:(?:(?:me|ter|te|di|pe)?rekam(?:an|kan)?(?:nya)?)\b(?: data)?)",
    "helper": r"(?:juga|pernah|sempat|ikut|melakukan|lakukan|menjalani|mengikuti|selesai|bisa|"
    r"dapat|terdata|dilakukan|melaksanakan|ba|berhasil|mau|sama sekali|proses|hasil|untuk|datang|"
    r"tuntas|resmi|kami|kita|mereka|rampung|di)",
    "cetak": r"(?:(?:di|ter|me|men|pen)?cetak(?:an)?\b)",
    "num": r"(?:[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"
    r"|[0-9]{1,3}(?:\. [0-9]{3})(?:\.[0-9]{3})+(?![0-9])"
    r"|[0-9]{1,3}(?:[\u00a0\u202f\u2009][0-9]{3})+(?![0-9])"
    r"|[0-9]+[.,][0-9]+|[0-9]+)",
    "per": r"(?:%|persen\b|prosen\b|percent\b|pct\b)",
    "words": r"(?:(?:" + "|".join(NUMBER_WORDS) + r")\b ?){1,16}",
    "people": r"(?:jiwa|orang|penduduk|warga(?! binaan)|wajib|pemilih|masyarakat|laki|perempuan)",
    "to": r"(?:-|–|—|sampai(?: dengan)?|hingga|s/d|s\.d\.?)",
    "name": r"(?-i:(?!(?:" + _NOT_A_NAME + r")\b)[A-Z][\w'’]*(?:-[A-Z][\w'’]*)?)",
    "start": r"(?<![\w.,/-])",
}

_ROWS: list[tuple[T, str]] = [
    # Numbers that count nobody.
    (T.IGNORED, r"https?://\S+|www\.\S+|\S+@\S+\.\w+|#\w+"),
    (
        T.IGNORED,
        r"\b(?:uu|undang-undang|pp|perpres|permendagri|kepmendagri|perda|perbup|perwali|pergub|"
        r"inpres|keppres|pkpu|pasal|ayat|nomor|no|sk|se|surat edaran|formulir|butir|halaman|hlm)\b"
        r"\.?(?: (?:ri|nomor|no\.?|mendagri|dirjen|bupati|gubernur|menteri))*[ :.]{0,2}\(?"
        r"(?:f-)?[0-9][0-9./-]*(?:/[\w.-]+)*\)?(?: tahun [0-9]{4})?",
    ),
    (T.IGNORED, r"(?:\+62|\b0)[0-9][0-9 -]{7,}[0-9]\b"),
    (T.IGNORED, r"(?<![0-9.,])[0-9]{9,}\b|\b[0-9]{2}\.[0-9]{4}\.[0-9]{6,}\b"),
    (
        T.IGNORED,
        r"\b(?:pukul|jam|pkl)\.? [0-9]{1,2}(?:[.:][0-9]{2})?(?: ?{to} ?[0-9]{1,2}[.:][0-9]{2})?"
        r"(?: (?:wita|wib|wit)\b)?|{start}[0-9]{1,2}[.:][0-9]{2}(?: ?{to} ?[0-9]{1,2}[.:][0-9]{2})?"
        r" ?(?:wita|wib|wit)\b",
    ),
    (
        T.IGNORED,
        r"\b(?:rp|idr|usd)\.? ?[0-9][0-9.,]*(?: ?(?:ribu|juta|miliar|milyar|triliun|rb|jt|m)\b)?"
        r"(?:,-)?|{start}[0-9][0-9.,]* (?:ribu |juta |miliar |milyar |triliun )?rupiah\b"
        r"|{start}[0-9][0-9.,]* (?:miliar|milyar|triliun)\b",
    ),
    (T.DATE, DATE_PATTERN),
    (T.EARLIER, rf"\b(?:{EARLIER_PATTERN})\b"),
    (T.WEEKDAY, r"\b(?:" + "|".join(WEEKDAYS) + r")\b"),
    (
        T.GROUP,
        r"\b(?:usia|umur|berusia|berumur|genap|menginjak)(?: (?:di bawah|kurang dari|sekitar))* "
        r"(?:16|15)\b(?: ?{to} ?[0-9]{1,2})?(?: (?:tahun|thn|th)\b)?|\b(?:di bawah|belum(?: genap|"
        r" berusia| berumur| cukup| masuk)*(?: usia| umur)?|kurang dari)(?: usia| umur)? 17"
        r"(?: tahun\b)?",
    ),
    (
        T.IGNORED,
        r"\b(?:usia|umur|berusia|berumur|genap|menginjak|kelas|angkatan)(?: (?:di atas|minimal|"
        r"antara|lebih dari|sudah|genap|wajib))* [0-9]{1,3}(?: ?{to} ?[0-9]{1,3})?"
        r"(?: (?:tahun|thn|th)\b)?|{start}[0-9]{1,3}(?: ?{to} ?[0-9]{1,3})? (?:tahun|thn)\b",
    ),
    (T.RATE, r"(?:\bper|\bsetiap|\btiap|/) ?(?:hari|harinya|bulan|minggu|pekan|jam)(?:nya)?\b"
             r"|\b(?:sehari|harian|dalam satu hari|rata-rata|sekali jalan)\b"),
    (
        T.IGNORED,
        r"{start}{num}(?: ?{to} ?[0-9]+)? (?:hari|bulan|minggu|pekan|jam|menit|detik|malam|kali|"
        r"km|kilometer|meter|hektare|hektar|ha|cm|mm|mbps|mb|gb|kb|kg|liter|poin|persen poin|"
        r"angkatan|gelombang|tahap|putaran|periode)\b",
    ),
    (
        T.IGNORED,
        r"\bke ?- ?[0-9]+\b|\bh ?[-+] ?[0-9]+\b|\b(?:rt|rw|tps|dapil|blok|nomor urut|peringkat|"
        r"urutan|juara|rangking|ranking|zona|km|gang|gg|jalan|jl|sma|smp|sd|sman|smkn|smk|smpn|"
        r"sdn|man|mts|mtsn|covid|bab|versi|tipe|ring|lantai|dusun|lingkungan|eselon|golongan)\b"
        r"\.? ?-?[0-9]{1,3}\b(?![.,][0-9])(?:/[0-9]+)?",
    ),
    (T.IGNORED, r"(?m:^)[ \t]*\(?(?:[0-9]{1,3}|(?-i:[a-z]))[.)](?=[ \t])"),
    (T.IGNORED, r"\b(?!dp4\b)[a-z]+-?[0-9][\w-]*"),
    # Figures. A number repeated in words behind itself says nothing new.
    (T.LINK, r"\(\s*{words}(?:koma {words})?(?:jiwa|orang|persen)?\s*\)"),
    (T.IGNORED, r"{start}{num}(?: ?{per})? ?{to} ?{num} ?(?:{per}|(?=(?:ribu |juta )?{people}))"),
    (
        T.PERCENT,
        r"{start}(?:[0-9]{1,3}, [0-9]{2}|[0-9]{1,7}(?:[.,][0-9]{1,7})?|[0-9]{1,3} koma [0-9]{1,4}|"
        r"{words}(?:koma {words})?) ?{per}(?! poin)",
    ),
    (T.COUNT, r"(?<=[0-9]/)[0-9]{1,3}(?:[.,][0-9]{3})+(?![0-9])"),
    (T.COUNT, r"{start}[0-9]{1,3}(?: [0-9]{3})+(?= {people})"),
    (T.COUNT, r"{start}(?:[0-9]{1,3} (?:juta|jt) )?[0-9]{1,3} (?:ribu|rb) [0-9]{1,3}"
              r"(?![0-9.,]*[0-9])(?! ?(?:{per}|ribu|rb|juta|jt|tahun|hari|bulan))\b"),
    (T.COUNT, r"{start}{num} (?:ribu|juta|rb|jt)(?:-?an)?\b"),
    (T.COUNT, r"{start}{num}(?: ?-? ?an\b)?(?![\w/]*[a-z])"),
    (T.COUNT, r"\b(?:sebelas|{words}(?=(?:{people}|siswa|keping)\b))"),
    # What a figure measures. The negations come first, because they contain the others.
    (
        T.UNRECORDED,
        r"\b(?:belum|blm|tidak|tak)(?: {helper})*(?: perekaman| {rekam})(?: {ektp})?"
        r"|\bnon-?rekam\b|\bunregistered\b",
    ),
    (
        T.UNPRINTED,
        r"\b(?:belum|blm|menunggu|antre|siap|tinggal)(?: (?:juga|bisa|dapat|sempat|di|proses|"
        r"dilakukan|mendapatkan|mendapat|giliran))* {cetak}(?: (?:fisik|{ektp}))*"
        r"|\bprr\b|\bprint ready(?: record)?\b",
    ),
    (
        T.UNHELD,
        r"\b(?:belum|tidak)(?: (?:juga|bisa))* (?:memiliki|mengantongi|memegang|menerima|"
        r"mendapat(?:kan)?|mempunyai|punya|ber)(?: (?:fisik|kartu|cetakan))* ?{ektp}",
    ),
    (
        T.OBLIGED,
        r"\b(?:ber)?wajib(?: (?:untuk|melakukan|memiliki|mempunyai|punya|kepemilikan|mengantongi|"
        r"memegang|ber))* ?(?:{rekam} )?{ektp}|\bwajib(?: (?:untuk|melakukan))* {rekam}(?: {ektp})?"
        r"|\bwajib(?= ?[:=]? ?[0-9])"
        r"|\b(?:wajib identitas|penduduk dewasa|potensi (?:wajib )?{ektp})",
    ),
    (T.RECORDING_TARGET, r"\b(?:target|sasaran)(?: (?:wajib|jumlah))* (?:{rekam})(?: {ektp})?"),
    (
        T.UNIQUE,
        r"\b(?:sudah |telah |yang )*(?:melalui |lolos |menunggu |proses )*(?:penunggalan|"
        r"(?:ber)?status tunggal|data tunggal|dinyatakan tunggal)",
    ),
    (
        T.RECORDED,
        r"\b(?:sudah|telah|sdh|berhasil|selesai|usai|pernah|tuntas)(?: {helper})*"
        r"(?: perekaman| {rekam})(?: {ektp})?|\bterekam\b|\bdirekam\b"
        r"|\b(?:me)?lakukan perekaman(?: {ektp})?|\bmerekam(?: {ektp})?\b",
    ),
    (
        T.IGNORED,
        r"\b(?:petugas|operator|alat|jadwal|tim|lokasi|tempat|perangkat|sarana|mesin|mobil|tenaga|"
        r"menggelar|membuka) {rekam}(?: {ektp})?",
    ),
    (T.RECORDING, r"\b{rekam}(?: {ektp})?"),
    (
        T.PRINTED,
        r"\b(?:(?:sudah|telah|berhasil|selesai|langsung)(?: (?:di|dilakukan|mendapatkan|mendapat|"
        r"bisa|kami|kita))* )?{cetak}(?: (?:fisik|{ektp}))*",
    ),
    (
        T.HELD,
        r"\b(?:sudah|telah|yang)(?: (?:juga))* (?:memiliki|mengantongi|memegang|menerima|"
        r"mendapat(?:kan)?|mempunyai|punya|ber)(?: (?:fisik|kartu|cetakan))* ?{ektp}",
    ),
    (T.CARD, r"\b(?:keping|lembar|blangko|blanko|kartu(?! tanda| keluarga| identitas)|suket)\b"),
    (T.WORD, r"\btahun anggaran\b"),
    (
        T.OTHER_TOPIC,
        r"\b(?:kia|kartu identitas anak|akta(?:\w*| kelahiran| kematian| nikah)|akte(?: kelahiran)?"
        r"|ikd|identitas kependudukan digital|kartu keluarga|vaksin\w*|imunisasi|coklit|"
        r"anggaran|dak|serapan|belanja|pendapatan|bansos|bantuan|stunting|kemiskinan|miskin|"
        r"inflasi|"
        r"pengangguran|pbb|pajak|survei|responden|indeks|partisipasi|suara|kepuasan)\b",
    ),
    (
        T.GROUP,
        r"\b(?:pemilih pemula|pemula|dpt|dps|dp4|dpshp|dptb|daftar pemilih(?: tetap)?|pemilih|"
        r"siswa|siswi|pelajar|mahasiswa|santri|dapodik|disabilitas|difabel|lansia|odgj|"
        r"warga binaan|napi|narapidana|tahanan|anak|balita|bayi|remaja|asn|pns|guru|petugas|"
        r"pegawai|operator|honorer|tki|pekerja migran|wna|orang asing)\b",
    ),
    (T.EKTP, r"\b{ektp}\b"),
    # Times of the year, people, places and things that are counted.
    (T.MALE, r"\b(?:laki ?- ?laki|lelaki|pria)\b|(?-i:\(L\))|(?-i:\bL\b(?= ?[:=]))"),
    (T.FEMALE, r"\b(?:perempuan|wanita)\b|(?-i:\(P\))|(?-i:\bP\b(?= ?[:=]))"),
    (T.PERSON, r"\b(?:jiwa|orang|penduduk|warga|masyarakat|pemohon|peserta|nama|"
               r"individu)(?:nya)?\b"),
    (T.HOUSEHOLD, r"\b(?:kk|kepala keluarga|keluarga|rumah tangga)\b"),
    (T.HERE, r"\b(?:kabupaten|kota|daerah|wilayah|provinsi|negeri|kecamatan|desa)(?:nya)? "
             r"(?:ini|itu|tersebut|setempat|kami)\b|\b(?:se-?(?:indonesia|kabupaten|kota|"
             r"provinsi|gorut)|secara nasional|nasional)\b"),
    (
        T.PLACE,
        r"\b(?:kabupaten(?! ?/)|kab\.?|kota(?! ?/)|kecamatan|kec\.?|desa|kelurahan|kel\.|provinsi|"
        r"prov\.?|distrik|pulau|gampong|nagari|kampung) {name}(?: {name}){0,4}",
    ),
    (
        T.PLACE_UNIT,
        r"\b(?:desa|kelurahan|kecamatan|kabupaten|kota|provinsi|tps|dusun|rt|rw|lokasi|titik|"
        r"sekolah|pulau|daerah|distrik|wilayah|lingkungan|puskesmas|kantor)\b",
    ),
    (T.THING, r"\b(?:unit|alat|set|buah|dokumen|berkas|printer|tim|kendaraan|kursi|kasus|"
              r"permohonan)\b"),
    # How figures hang together.
    (T.LIST, r"\b(?:terdiri(?: dari| atas)?|(?:dengan )?(?:rincian|perincian)(?:nya)?|dirinci|"
             r"masing ?-? ?masing|yakni|yaitu|berturut-turut)\b"),
    (T.PARTLY, r"\b(?:di ?antara(?:nya| mereka)|antara lain|termasuk|khususnya|terutama|seperti|"
               r"misalnya|contohnya|meliputi|mencakup|salah satunya)\b"),
    (T.BOUND, r"\b(?:lebih dari|kurang dari|di atas|di bawah|sedikitnya|setidaknya|minimal|"
              r"maksimal|paling (?:sedikit|banyak|tidak|lambat)|tak sampai|tidak sampai|melebihi|"
              r"lebih|mendekati|selain dari|berkisar|kisaran|(?-i:antara))\b|[<>≥≤]"),
    (T.ABOUT, r"\b(?:sekitar|kurang lebih|lebih kurang|kira-kira|hampir|nyaris|kisaran)\b|±|\+/-"),
    (T.MINUS, r"\b(?:setelah )?(?:dikurangi|dikurang|minus)\b"),
    (T.BECOMES, r"\b(?:menjadi|jadi)\b"),
    (T.CHANGE, r"\b(?:naik|meningkat|bertambah|turun|berkurang|menurun|kenaikan|penurunan|"
               r"peningkatan|penambahan|tambahan|selisih|pertumbuhan|tumbuh|melonjak)\b"),
    (T.TARGET, r"\b(?:(?:di|men)?target(?:kan|nya|i)?|sasaran|harus|diharapkan|optimis\w*|"
               r"minimal)\b"),
    (T.REST, r"\b(?:sisa(?:nya)?|tersisa|menyisakan|bersisa|selebihnya|tinggal(?! di\b)|"
             r"kekurangan(?:nya)?|kurang(?= {num}))\b"),
    (T.OTHERS, r"\b(?:lainnya|lain)\b"),
    (T.LINK, r"\b(?:sudah|telah)(?: (?:mencapai|menyentuh|terealisasi|ada|sebanyak|di angka|"
             r"berada))+"),
    (T.NOT_YET, r"\b(?:belum|blm)\b"),
    (T.DONE, r"\b(?:sudah|telah|sdh)\b"),
    (T.EXCLUDED, r"\b(?:(?:di )?luar negeri|meninggal(?: dunia)?|pindah|ganda|wafat|nonaktif)\b"),
    (T.REASON, r"\b(?:karena|akibat|lantaran|disebabkan|sebab)\b"),
    (T.TOTAL, r"\b(?:total(?:nya)?|keseluruhan(?:nya)?|seluruhnya|semuanya|secara keseluruhan|"
              r"jumlah(?:nya)?)\b"),
    (T.OF, r"\b(?:dari|dr|terhadap)\b|(?<=[0-9]) ?/ ?(?=[0-9])"),
    (T.OR, r"\b(?:atau|setara|alias|ekuivalen|persentase(?:nya)?|prosentase(?:nya)?|sama dengan|"
           r"jika dipersentasekan)\b|="),
    (T.AND, r"\b(?:dan|serta|ditambah|plus)\b|[&+]"),
    (T.BUT, r"\b(?:sedangkan|sementara|adapun|namun|tetapi|tapi|sebaliknya|padahal)\b|;|\|"),
    (T.LINK, r"\b(?:sebanyak|sebesar|mencapai|capai|sejumlah|berjumlah|ada|adalah|terdapat|baru|"
             r"hanya|tercatat|masih|sebanyak-banyaknya|menyentuh|terealisasi|realisasi(?:nya)?|"
             r"capaian(?:nya)?|cakupan|progres|merupakan|yang|dengan|di angka|angka(?:nya)?|"
             r"pada angka|mereka|"
             r"saat ini|kini|hingga kini|itu|tadi|tersebut|sekitaran|diperkirakan|dari sisi|"
             r"ini|sudah mencapai|"
             r"telah mencapai|jatuh di|sampai)\b"),
    (T.COMMA, r",|–|—|•"),
    (T.COLON, r":"),
    (T.OPEN, r"[(\[]"),
    (T.CLOSE, r"[)\]]"),
    (T.WORD, r"[^\W\d_]+(?:[-'’][^\W\d_]+)*"),
    (T.MARK, r"[^\w\s]|[\w]"),
]  # fmt: skip


def _expand(pattern: str) -> str:
    for _ in range(2):
        for name, part in PARTS.items():
            pattern = pattern.replace("{" + name + "}", part)
    return pattern.replace(" ", r"\s+").replace(r"\s+?", r"\s*")


ROWS: list[tuple[T, str]] = [(kind, _expand(pattern)) for kind, pattern in _ROWS]
GRAMMAR = re.compile("|".join(f"({pattern})" for _, pattern in ROWS if pattern), re.IGNORECASE)
