"""Texts written for the claims check, in the manners of press, letters, tables and messages.

Every sentence here is our own; the figures are those of public reports collected for this project
(true, mistaken or misprinted as they were) or invented. ``must`` lists findings that have to be
there as ``(kind, relation, counts, computed)``. Whatever contradicts and is not in ``must`` is a
wrong accusation and fails the test.
"""

from __future__ import annotations

from dataclasses import dataclass

Expected = tuple[str, str, tuple[int, ...], str | None]


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    must: tuple[Expected, ...] = ()


def right(counts: tuple[int, ...], computed: str, relation: str = "share") -> Expected:
    return ("agrees", relation, counts, computed)


def wrong(counts: tuple[int, ...], computed: str, relation: str = "share") -> Expected:
    return ("contradicts", relation, counts, computed)


CASES = [
    # -- one sentence, three figures ------------------------------------------------------------
    Case(
        "part_of_whole_right",
        "Sebanyak 88.491 dari 90.060 wajib KTP atau 98,26 persen sudah direkam.",
        (right((88491, 90060), "98.26"),),
    ),
    Case(
        "part_of_whole_wrong",
        "Petugas mencatat 88.491 dari 90.060 wajib KTP-el (98,18%) telah merekam.",
        (wrong((88491, 90060), "98.26"),),
    ),
    Case(
        "point_decimals_and_comma_thousands",
        "Of the list, 88,491 dari 90,060 wajib KTP atau 98.26 persen sudah merekam.",
        (right((88491, 90060), "98.26"),),
    ),
    Case(
        "truncated_print_is_no_mistake",
        "Dari 90.060 wajib KTP, yang sudah merekam 88.491 jiwa atau 98,25 persen.",
        (right((88491, 90060), "98.26"),),
    ),
    Case(
        "kotawaringin_barat_above_hundred",
        "Hasil perekaman sampai Juli 175.087 jiwa dari 172.806 wajib KTP, atau 101,32 persen.",
        (right((175087, 172806), "101.32"),),
    ),
    Case(
        "kaltim_october",
        "Realisasi perekaman KTP-el se-provinsi 2.534.506 jiwa dari target 2.582.019 jiwa "
        "(99,46 persen).",
        (wrong((2534506, 2582019), "98.16"),),
    ),
    Case(
        "kutai_timur_beside_the_province",
        "Di tingkat provinsi, perekaman mencapai 2.534.506 dari 2.582.019 wajib KTP atau 98,16 "
        "persen. Paling rendah Kutai Timur, yang baru merekam 244.164 dari 293.413 wajib KTP atau "
        "84,45 persen.",
        (right((2534506, 2582019), "98.16"), wrong((244164, 293413), "83.22")),
    ),
    Case(
        "kaltim_child_cards",
        "Untuk KIA, dari 1.117.270 anak baru 287.533 yang memilikinya atau 37,90 persen.",
        (wrong((287533, 1117270), "25.74"),),
    ),
    Case(
        "kaltim_november_both_documents",
        "Perekaman KTP-el tercatat 2.692.573 dari 2.582.065 wajib KTP (104,38%), sedangkan akta "
        "kelahiran 1.210.194 dari 1.178.643 anak (104,05%).",
        (
            wrong((2692573, 2582065), "104.28"),
            wrong((1210194, 1178643), "102.68"),
        ),
    ),
    Case(
        "kaltim_march",
        "Per Maret 2022 sebanyak 2.665.111 jiwa dari 2.651.549 wajib KTP sudah terekam, setara "
        "100,55 persen.",
        (wrong((2665111, 2651549), "100.51"),),
    ),
    Case(
        "lebong",
        "Dari 83.183 wajib KTP di Kabupaten Lebong, 98,14 persen sudah merekam. Tersisa 1.546 "
        "jiwa atau 0,86% yang belum melakukan perekaman.",
        (wrong((1546, 83183), "1.86"),),
    ),
    Case(
        "lebong_part_first",
        "Sebanyak 1.546 warga dari 83.183 wajib KTP belum melakukan perekaman atau 0,86%.",
        (wrong((1546, 83183), "1.86"),),
    ),
    Case(
        "percent_first_then_count",
        "Capaian perekaman KTP-el 98,26 persen atau 88.491 jiwa dari 90.060 wajib KTP.",
        (right((88491, 90060), "98.26"),),
    ),
    Case(
        "percent_of_total_then_count_in_next_sentence",
        "Realisasi perekaman sudah 96 persen dari total 85.267 wajib e- KTP. Dari 85.267 wajib "
        "e-KTP itu, yang sudah merekam 81.339 orang atau 96 persen. Sedangkan yang belum merekam "
        "3.717 wajib e-KTP.",
        (wrong((81339, 85267), "95.39"), wrong((85267, 81339, 3717), "3928", "difference")),
    ),
    # -- three counts ---------------------------------------------------------------------------
    Case(
        "kota_gorontalo_dynamic_denominator",
        "Wajib KTP Kota Gorontalo semula 148.540 jiwa. Setelah data warga meninggal dan pindah "
        "diverifikasi, wajib KTP dinamis menjadi 145.824 jiwa. Yang sudah merekam 144.812 jiwa "
        "atau 99,31 persen, sehingga yang belum merekam 1.021 jiwa.",
        (right((144812, 145824), "99.31"), wrong((145824, 144812, 1021), "1012", "difference")),
    ),
    Case(
        "kota_gorontalo_in_one_breath",
        "Dari 145.824 wajib KTP dinamis, perekaman sudah 144.812 jiwa (99,31 persen) dan yang "
        "belum 1.021 jiwa.",
        (right((144812, 145824), "99.31"), wrong((145824, 144812, 1021), "1012", "difference")),
    ),
    Case(
        "lampung_barat",
        "Wajib KTP-el di Lampung Barat 225.664 jiwa. Yang telah melakukan perekaman 205.335 jiwa "
        "atau 90,09 persen, sedangkan yang belum melakukan perekaman 20.496 jiwa atau 9,01 persen. "
        "Adapun KTP-el yang sudah dicetak 214.923 keping.",
        (
            wrong((205335, 225664), "90.99"),
            wrong((20496, 225664), "9.08"),
            wrong((225664, 205335, 20496), "20329", "difference"),
        ),
    ),
    Case(
        "province_of_gorontalo",
        "Wajib KTP se-Provinsi Gorontalo 888.725 jiwa, yang sudah merekam 872.718 jiwa atau 98,20 "
        "persen dan yang belum merekam 16.007 jiwa. Sebanyak 12.726 orang sudah direkam tetapi "
        "KTP-nya belum dicetak. Rincian yang belum merekam: Kota Gorontalo 5.920 jiwa, Kabupaten "
        "Gorontalo 5.095 jiwa, Boalemo 1.673 jiwa, Bone Bolango 1.339 jiwa, Pohuwato 1.080 jiwa "
        "dan Gorontalo Utara 900 jiwa.",
        (
            right((872718, 888725), "98.20"),
            right((888725, 872718, 16007), "16007", "difference"),
            right((5920, 5095, 1673, 1339, 1080, 900, 16007), "16007", "sum"),
        ),
    ),
    Case(
        "province_list_in_lines",
        "Belum merekam se-provinsi: 16.007 jiwa, dengan rincian:\n"
        "1. Kota Gorontalo 5.920\n2. Kabupaten Gorontalo 5.095\n3. Boalemo 1.673\n"
        "4. Bone Bolango 1.339\n5. Pohuwato 1.080\n6. Gorontalo Utara 900\n",
        (right((5920, 5095, 1673, 1339, 1080, 900, 16007), "16007", "sum"),),
    ),
    Case(
        "rest_announced_by_sisanya",
        "Jumlah wajib KTP 90.060 jiwa. Yang sudah merekam 88.491 jiwa. Sisanya 1.569 jiwa belum "
        "datang ke kantor.",
        (right((90060, 88491, 1569), "1569", "difference"),),
    ),
    Case(
        "dapodik",
        "Dari 5.240 siswa dalam daftar Dapodik, 4.332 siswa sudah merekam atau 82,67 persen. "
        "Tersisa 908 siswa.",
        (right((4332, 5240), "82.67"), right((5240, 4332, 908), "908", "difference")),
    ),
    Case(
        "abroad_are_subtracted",
        "Penduduk yang wajib memiliki KTP-el 189.630.855 jiwa, sementara 4.381.144 jiwa berada di "
        "luar negeri. Yang telah merekam 175.949.127 jiwa atau 94,98 persen, tersisa 9.300.584 "
        "jiwa atau 5,02 persen yang belum merekam.",
        (),
    ),
    Case(
        "badung_line",
        "Badung: penduduk 488.325; wajib KTP 370.244; sudah rekam 368.705; belum rekam 1.539; "
        "sudah cetak 367.458; belum cetak 1.247.",
        (
            right((370244, 368705, 1539), "1539", "difference"),
            right((368705, 367458, 1247), "1247", "difference"),
        ),
    ),
    Case(
        "whatsapp_lines",
        "LAPORAN HARIAN\nWajib KTP : 90.060\nSudah rekam : 88.491 (98,26%)\nBelum rekam : 1.569 "
        "(1,74%)\nTerima kasih",
        (
            right((88491, 90060), "98.26"),
            right((1569, 90060), "1.74"),
            right((90060, 88491, 1569), "1569", "difference"),
        ),
    ),
    Case(
        "whatsapp_lines_wrong",
        "*Update 20/06/2023*\n- Wajib KTP-el = 92.310\n- Terekam = 91.756\n- Belum rekam = 545\n",
        (wrong((92310, 91756, 545), "554", "difference"),),
    ),
    Case(
        "elliptic_sudah_belum",
        "Wajib KTP di kecamatan itu 8.120 jiwa: 8.001 sudah, 119 belum.",
        (right((8120, 8001, 119), "119", "difference"),),
    ),
    Case(
        "jakarta_timur_cards",
        "Wajib KTP 2.103.803 jiwa. Warga yang sudah dicetak KTP-nya 1.970.407 jiwa dan yang belum "
        "dicetak 133.396 jiwa.",
        (right((2103803, 1970407, 133396), "133396", "difference"),),
    ),
    # -- sums -----------------------------------------------------------------------------------
    Case(
        "men_and_women",
        "Wajib KTP 90.060 jiwa, terdiri dari 45.512 laki-laki dan 44.548 perempuan.",
        (right((45512, 44548, 90060), "90060", "sum"),),
    ),
    Case(
        "men_and_women_wrong",
        "Jumlah wajib KTP 90.060 jiwa, terdiri atas laki-laki 45.512 jiwa dan perempuan 44.458 "
        "jiwa.",
        (wrong((45512, 44458, 90060), "89970", "sum"),),
    ),
    Case(
        "cirebon_destroyed_cards",
        "Dinas memusnahkan 10.090 keping kartu, dengan rincian perubahan elemen 1.552 keping, "
        "tanpa chip 96 keping, rusak fisik 2.752 keping, kedatangan 1.525 keping dan KIA 165 "
        "keping.",
        (wrong((1552, 96, 2752, 1525, 165, 10090), "6090", "sum"),),
    ),
    Case(
        "rejang_lebong",
        "Perekaman di Rejang Lebong tercatat 168.467 jiwa, dengan rincian tercetak 164.169 jiwa, "
        "PRR 4.609 jiwa dan bermasalah 2.678 jiwa.",
        (wrong((164169, 4609, 2678, 168467), "171456", "sum"),),
    ),
    Case(
        "ngawi_school",
        "Sebanyak 156 siswa melakukan perekaman, terdiri dari 68 siswa yang KTP-nya langsung "
        "dicetak dan 88 siswa yang belum berusia 17 tahun.",
        (right((68, 88, 156), "156", "sum"),),
    ),
    Case(
        "ngawi_school_rest",
        "Dari 156 siswa yang direkam, 68 orang langsung dicetak KTP-nya, sisanya 88 orang masih "
        "di bawah 17 tahun.",
        (right((156, 68, 88), "88", "difference"),),
    ),
    Case(
        "ngawi_sites",
        "Dalam sehari 1.483 orang terekam di 17 titik, dengan rincian:\nNgrambe 101\nJogorogo 92\n"
        "Kendal 78\nGeneng 88\nKwadungan 65\nKarangjati 97\nPadas 84\nNgawi 120\nParon 110\n"
        "Kedunggalar 95\nWidodaren 90\nMantingan 81\nPangkur 60\nBringin 74\nPitu 59\n"
        "Karanganyar 76\nGerih 100\n",
        (
            wrong(
                (101, 92, 78, 88, 65, 97, 84, 120, 110, 95, 90, 81, 60, 74, 59, 76, 100, 1483),
                "1470",
                "sum",
            ),
        ),
    ),
    Case(
        "total_last",
        "Yang belum merekam di Anggrek 120 jiwa, Kwandang 310 jiwa dan Tomilito 124 jiwa sehingga "
        "totalnya 554 jiwa.",
        (right((120, 310, 124, 554), "554", "sum"),),
    ),
    Case(
        "voters_by_sex",
        "KPU menetapkan DPT 92.601 pemilih, terdiri dari 46.210 pemilih laki-laki dan 46.391 "
        "pemilih perempuan yang tersebar di 412 TPS.",
        (right((46210, 46391, 92601), "92601", "sum"),),
    ),
    # -- denominators nobody states -------------------------------------------------------------
    Case(
        "implied_denominator",
        "Perekaman sudah 99,30 persen atau tinggal 650 jiwa yang belum merekam.",
        (("implies", "denominator", (650,), None),),
    ),
    Case(
        "pace_in_one_sentence",
        "Yang belum merekam turun dari 862 jiwa pada 14 Juni 2023 menjadi 650 jiwa pada 19 Juni "
        "2023.",
        (("implies", "pace", (862, 650), "42.4"),),
    ),
    Case(
        "pace_over_three_days",
        "Pada 14 Juni 2023 warga yang belum merekam 862 jiwa. Pada 19 Juni tinggal 650 jiwa yang "
        "belum merekam. Lalu pada 20 Juni tersisa 554 jiwa yang belum merekam.",
        (
            ("implies", "pace", (862, 650), "42.4"),
            ("implies", "pace", (650, 554), "96"),
        ),
    ),
    Case(
        "denpasar_two_denominators",
        "Aktivasi IKD baru 19.740 jiwa atau 12,89 persen dari target 153.148 jiwa. Target itu 30 "
        "persen dari 510.493 warga yang sudah merekam.",
        (right((19740, 153148), "12.89"),),
    ),
    Case(
        "denpasar_wrong_denominator",
        "Dari 510.493 warga yang sudah merekam KTP, 19.740 jiwa sudah mengaktifkan IKD atau 12,89 "
        "persen.",
        (wrong((19740, 510493), "3.87"),),
    ),
    Case(
        "millions",
        "Hingga 24 Desember 2018 perekaman mencapai 97,58 persen atau 186,87 juta jiwa dari 191,51 "
        "juta wajib KTP.",
        (right((186870000, 191510000), "97.58"),),
    ),
    Case(
        "millions_wrong",
        "Dari 2,6 juta wajib KTP, 2,5 juta jiwa sudah merekam atau 89,4 persen.",
        (wrong((2500000, 2600000), "96.15"),),
    ),
    # -- nothing to accuse ----------------------------------------------------------------------
    Case(
        "tulang_bawang_barat_no_counts",
        "Perekaman KTP-el di Tulang Bawang Barat sudah 104 persen karena dalam tahun berjalan ada "
        "warga yang genap 17 tahun dan pendatang.",
    ),
    Case(
        "persons_and_cards",
        "Wajib KTP 225.664 jiwa, yang sudah merekam 205.335 jiwa. Kartu yang tercetak 214.923 "
        "keping, blangko tersisa 1.200 keping.",
    ),
    Case(
        "two_years",
        "Per 31 Desember 2020 perekaman mencapai 99,50 persen. Per 30 September 2021 wajib KTP "
        "90.060 jiwa dan yang sudah merekam 88.491 jiwa.",
    ),
    Case(
        "target_is_no_claim",
        "Target nasional 99,4 persen. Wajib KTP 90.060 jiwa dan yang sudah merekam 88.491 jiwa.",
    ),
    Case(
        "rise_is_no_share",
        "Wajib KTP 90.060 jiwa, sudah merekam 88.491 jiwa. Angka itu naik 1,2 persen dibanding "
        "bulan lalu.",
    ),
    Case(
        "money_and_laws",
        "Anggaran DAK Rp 2,1 miliar terserap 45 persen. Sesuai UU 24 Tahun 2013 pasal 63, 90.060 "
        "jiwa wajib KTP dilayani pukul 08.00 WITA di 11 kecamatan dan 123 desa, hubungi "
        "0812-3456-7890.",
    ),
    Case(
        "regencies_stay_apart",
        "Wajib KTP Kabupaten Boalemo 101.200 jiwa. Di Kabupaten Pohuwato yang sudah merekam 98.000 "
        "jiwa dan yang belum merekam 1.080 jiwa.",
    ),
    Case(
        "voters_are_not_residents",
        "Wajib KTP 90.060 jiwa dan yang sudah merekam 88.491 jiwa. KPU mencatat 6.000 pemilih "
        "belum merekam KTP-el.",
    ),
    Case(
        "a_day_s_work_is_no_stock",
        "Wajib KTP 92.310 jiwa. Tim merekam 96 orang per hari dan yang belum merekam tinggal 554 "
        "jiwa.",
    ),
    Case(
        "examples_are_no_breakdown",
        "Masih 554 jiwa belum merekam, terbanyak di dua kecamatan, yakni Anggrek 120 jiwa dan "
        "Kwandang 80 jiwa.",
    ),
    Case(
        "among_them",
        "Masih 554 jiwa belum merekam, di antaranya 120 warga Anggrek dan 80 warga Kwandang.",
    ),
    Case(
        "reason_names_a_part",
        "Dari 90.060 wajib KTP, 88.491 jiwa sudah merekam dan 300 jiwa belum merekam karena sakit.",
    ),
    Case(
        "last_year_s_rest",
        "Tahun lalu yang belum merekam 3.100 jiwa. Kini dari 90.060 wajib KTP sudah 88.491 jiwa "
        "yang merekam.",
    ),
    Case(
        "mukomuko_moving_target",
        "Akhir 2021 Mukomuko menuntaskan 130.336 wajib KTP. Setahun kemudian wajib KTP menjadi "
        "133.821 jiwa dan 3.486 jiwa belum merekam.",
    ),
    Case(
        "hedged_numbers",
        "Sekitar 39 ribu warga belum merekam dari wajib KTP 2,069 juta orang. Sudah 2.029.974 yang "
        "melakukan perekaman. Yang belum di bawah dua persen.",
    ),
    Case(
        "ages_and_ranges",
        "Usia 16-17 tahun yang direkam 1.200 orang, 40 sampai 50 persen di antaranya di sekolah "
        "pada 14-19 Juni 2023.",
    ),
    Case(
        "nik_and_serials",
        "NIK 9905014107990001 atas nama warga contoh, nomor 470/123/2021, tidak dihitung. Wajib "
        "KTP 90.060 jiwa.",
    ),
    Case(
        "district_beside_regency",
        "Wajib KTP kabupaten ini 90.060 jiwa, sudah merekam 88.491 jiwa. Di Kecamatan Anggrek yang "
        "belum merekam 120 jiwa.",
    ),
    Case("empty", ""),
    Case("no_figures", "Layanan perekaman dibuka setiap hari kerja di kantor kecamatan."),
]
