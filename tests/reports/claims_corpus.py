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
    # -- spans, rises and spelled thousands ------------------------------------------------------
    Case(
        "thousands_in_words_to_the_last_person",
        "Hingga 30 Juni 2022 wajib KTP berjumlah 118 ribu 540 jiwa. Yang sudah rekam 116.902 jiwa "
        "(98,62%), sementara yang belum 1.638 jiwa.",
        (
            right((116902, 118540), "98.62"),
            right((118540, 116902, 1638), "1638", "difference"),
        ),
    ),
    Case(
        "mean_over_a_span_right",
        "Dalam tiga hari jemput bola pihaknya merekam 174 warga, rata-rata 58 orang per hari.",
        (right((174, 3), "58", "pace"),),
    ),
    Case(
        "mean_over_a_span_wrong",
        "Selama 6 hari petugas telah merekam 308 warga, rata-rata 61 orang per hari.",
        (wrong((308, 6), "51.3", "pace"),),
    ),
    Case(
        "a_capacity_is_no_mean",
        "Dalam tiga hari telah direkam 174 warga, satu alat mampu 100 orang per hari.",
    ),
    Case(
        "a_fall_between_two_counts",
        "Dukcapil mencatat 554 pemilih belum memiliki KTP-el. Sebelumnya 862 orang. Dalam enam "
        "hari berkurang 308 orang, atau sekitar 51 orang tiap hari.",
        (
            right((862, 554, 308), "308", "difference"),
            right((308, 6), "51.3", "pace"),
        ),
    ),
    Case(
        "a_rise_of_something_else",
        "Belum merekam 554 jiwa, sebelumnya 862 jiwa. Akta kelahiran naik 300 lembar.",
    ),
    Case(
        "short_of_a_target_is_not_left",
        "Wajib KTP 92.340 jiwa. Capaian 99,4 persen, tinggal 554 jiwa lagi yang harus dikejar, "
        "sementara target 99,5 persen, kurang 92 jiwa.",
        (right((91786, 92340), "99.40"),),
    ),
    Case(
        "a_target_and_those_left_today",
        "Wajib KTP 92.340 jiwa. Target 99,5 persen, masih tersisa 554 jiwa.",
    ),
    Case(
        "the_percentage_of_another_year",
        "Dari 20.633 wajib KTP, 19.557 orang telah merekam. Sebelumnya pada 2021 capaian hanya "
        "93,81 persen.",
    ),
    Case(
        "sentences_on_their_own_lines_are_no_list",
        "Satu alat mampu melayani 95 orang per hari.\nKepemilikan KIA 60 persen dari 28.628 anak.\n"
        "Jumlah TPS 865 dengan 40.581 pemilih.",
    ),
    Case(
        "that_is_part_of_whole_wrong",
        "Capaian perekaman 97,06 persen, yakni 93.733 dari 96.173 wajib KTP.",
        (wrong((93733, 96173), "97.46"),),
    ),
    Case(
        "that_is_part_of_whole_right",
        "Capaian perekaman 97,46 persen, yakni 93.733 dari 96.173 wajib KTP. Masih ada 2.440 warga "
        "yang belum rekam.",
        (
            right((93733, 96173), "97.46"),
            right((96173, 93733, 2440), "2440", "difference"),
        ),
    ),
    Case(
        "labels_with_a_wrong_percentage",
        "Realisasi perekaman: 93.733 jiwa. Wajib KTP: 96.173 jiwa. Belum: 2.440 jiwa. "
        "Persentase: 97,06%.",
        (
            right((96173, 93733, 2440), "2440", "difference"),
            wrong((93733, 96173), "97.46"),
        ),
    ),
    Case(
        "left_over_by_that_percentage",
        "Hingga kini perekaman sudah mencapai 99,40 persen, tersisa 554 jiwa. Di Anggrek, dari "
        "14.230 wajib KTP, 14.120 sudah merekam.",
        (("implies", "denominator", (554,), None),),
    ),
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
    # -- letters, messages, lists ---------------------------------------------------------------
    Case(
        "districts_line_by_line",
        "Kecamatan Atinggola: wajib KTP 8.120, rekam 8.001, belum 119\n"
        "Kecamatan Kwandang: wajib KTP 20.000, rekam 19.500, belum 500\n"
        "Kecamatan Anggrek: wajib KTP 10.000, rekam 9.880, belum 210\n",
        (
            right((8120, 8001, 119), "119", "difference"),
            right((20000, 19500, 500), "500", "difference"),
            wrong((10000, 9880, 210), "120", "difference"),
        ),
    ),
    Case(
        "numbered_message",
        "Update Perekaman KTP-el, 20 Juni 2023 pukul 21.00 WITA\n1. Wajib KTP: 92.310 jiwa\n"
        "2. Sudah rekam: 91.756 jiwa (99,40%)\n3. Belum rekam: 554 jiwa (0,60%)\n4. PRR: 1.204\n"
        "5. Sisa blangko: 2.000 keping\n",
        (
            right((91756, 92310), "99.40"),
            right((554, 92310), "0.60"),
            right((92310, 91756, 554), "554", "difference"),
        ),
    ),
    Case(
        "table_with_total",
        "No  Kecamatan   Wajib KTP  Sudah Rekam  Belum Rekam  %\n"
        "1   Atinggola   8.120      8.001        119          98,53\n"
        "2   Kwandang    20.000     19.500       500          97,05\n"
        "3   Anggrek     10.000     9.880        210          98,80\n"
        "Jumlah          38.120     37.381       739          98,06\n",
        (
            right((8001, 8120), "98.53"),
            wrong((19500, 20000), "97.50"),
            wrong((10000, 9880, 210), "120", "difference"),
            wrong((119, 500, 210, 739), "829", "sum"),
            right((8001, 19500, 9880, 37381), "37381", "sum"),
            right((38120, 37381, 739), "739", "difference"),
        ),
    ),
    Case(
        "table_with_bars",
        "| Desa | Wajib KTP | Sudah Rekam | Belum Rekam |\n|---|---|---|---|\n"
        "| Biau | 5.000 | 4.900 | 100 |\n| Monano | 6.000 | 5.900 | 100 |\n"
        "| Total | 11.000 | 10.800 | 200 |\n",
        (
            right((5000, 4900, 100), "100", "difference"),
            right((5000, 6000, 11000), "11000", "sum"),
            right((100, 100, 200), "200", "sum"),
        ),
    ),
    Case(
        "numbers_spelled_out_behind_the_digits",
        "Realisasi 88.491 (delapan puluh delapan ribu empat ratus sembilan puluh satu) jiwa dari "
        "90.060 (sembilan puluh ribu enam puluh) jiwa wajib KTP atau 98,26%.",
        (right((88491, 90060), "98.26"),),
    ),
    Case(
        "numbers_in_words",
        "Dari sembilan puluh ribu enam puluh wajib KTP, 88.491 jiwa atau sembilan puluh delapan "
        "koma dua enam persen sudah merekam.",
        (right((88491, 90060), "98.26"),),
    ),
    Case(
        "blanks_between_thousands",
        "Wajib KTP-el: 90 060 jiwa, sudah direkam 88 491 jiwa, sisanya 1 569 jiwa.",
        (right((90060, 88491, 1569), "1569", "difference"),),
    ),
    Case(
        "wrapped_at_a_margin",
        "Kepala Dinas Kependudukan dan Pencatatan Sipil menyampaikan bahwa dari\n90.060 wajib KTP "
        "di kabupaten itu, sebanyak 88.491 jiwa atau 98,18\npersen sudah melakukan perekaman, "
        "sedangkan 1.569 jiwa belum merekam.\n",
        (wrong((88491, 90060), "98.26"), right((90060, 88491, 1569), "1569", "difference")),
    ),
    Case(
        "transposed_digits_in_prose",
        "Dari total wajib KTP sebanyak 90.060 jiwa, sebanyak 88.491 jiwa telah melakukan "
        "perekaman. Artinya, masih ada 1.659 jiwa yang belum melakukan perekaman.",
        (wrong((90060, 88491, 1659), "1569", "difference"),),
    ),
    Case(
        "percent_of_whole_then_count",
        "Perekaman 98,18 persen dari 90.060 wajib KTP atau 88.491 jiwa.",
        (wrong((88491, 90060), "98.26"),),
    ),
    Case(
        "bare_percentage_after_the_counts",
        "Sudah merekam 48.500 dari 50.000 wajib KTP. Artinya capaian 97,5 persen.",
        (wrong((48500, 50000), "97.00"),),
    ),
    Case(
        "complement_is_right",
        "Capaian perekaman hingga Agustus 97,85 persen. Dari 91.200 wajib KTP, tersisa 1.960 jiwa "
        "yang belum rekam.",
        (right((89240, 91200), "97.85"),),
    ),
    Case(
        "recorded_and_left_without_a_total",
        "Sudah rekam 90.620 jiwa (98,50 persen), belum rekam 1.380 jiwa (1,60 persen).",
        (right((90620, 92000), "98.50"), wrong((1380, 92000), "1.50")),
    ),
    Case(
        "percentages_that_miss_a_hundred",
        "Sampai akhir Mei perekaman sudah 98,90 persen, sedangkan yang belum merekam 1,20 persen.",
        (wrong((), "1.10", "sum"),),
    ),
    Case(
        "voter_list_is_the_whole_of_voters",
        "Total DPT pilkada 100.359.152 pemilih. Yang telah merekam 98.604.401 pemilih dan yang "
        "belum merekam 1.754.751 pemilih atau 1,74 persen.",
        (
            right((1754751, 100359152), "1.75"),
            right((100359152, 98604401, 1754751), "1754751", "difference"),
        ),
    ),
    Case(
        "that_number",
        "Jumlah pemilih di DPT sebanyak 88.000 orang. Dari jumlah itu, 700 pemilih belum rekam "
        "KTP-el atau 0,8 persen.",
        (right((700, 88000), "0.80"),),
    ),
    Case(
        "that_number_wrong",
        "Siswa kelas akhir berjumlah 2.400 orang. Dari jumlah tersebut, 1.360 siswa sudah direkam "
        "atau 65,67 persen.",
        (wrong((1360, 2400), "56.67"),),
    ),
    Case(
        "villages_done",
        "Dari 123 desa di 11 kecamatan, 98 desa sudah tuntas atau 79,67 persen. Sisanya 25 desa.",
        (right((98, 123), "79.67"), right((123, 98, 25), "25", "difference")),
    ),
    Case(
        "blanks_left",
        "Dari 5.000 keping blangko yang diterima, 3.200 keping sudah terpakai sehingga tersisa "
        "1.900 keping.",
        (wrong((5000, 3200, 1900), "1800", "difference"),),
    ),
    Case(
        "documents_of_many_kinds",
        "Tim memproses 245 dokumen, terdiri dari 120 KTP-el, 80 KK, 30 akta kelahiran dan 25 KIA.",
        (wrong((120, 80, 30, 25, 245), "255", "sum"),),
    ),
    Case(
        "reasons_make_up_the_rest",
        "Belum rekam 1.569 jiwa, terdiri dari pemula 900 jiwa, luar daerah 400 jiwa, meninggal 196 "
        "jiwa dan lain-lain 100 jiwa.",
        (wrong((900, 400, 196, 100, 1569), "1596", "sum"),),
    ),
    Case(
        "days_make_up_the_week",
        "Dalam tiga hari, tim merekam 308 warga, yakni 120 orang pada hari pertama, 92 orang pada "
        "hari kedua, dan 98 orang pada hari ketiga.",
        (wrong((120, 92, 98, 308), "310", "sum"),),
    ),
    Case(
        "findings_listed_then_totalled",
        "Hasil pencermatan: ganda 45, meninggal 120, pindah 210, tidak dikenal 30, jumlah 450.",
        (wrong((45, 120, 210, 30, 450), "405", "sum"),),
    ),
    Case(
        "sexes_in_the_next_sentence",
        "Jumlah penduduk 131.991 jiwa. Laki-laki 66.500 jiwa, perempuan 65.419 jiwa.",
        (wrong((66500, 65419, 131991), "131919", "sum"),),
    ),
    Case(
        "two_regencies_one_wrong",
        "Di Kabupaten Boalemo wajib KTP 101.000 jiwa. Yang sudah merekam 99.327 jiwa. Di Kabupaten "
        "Pohuwato wajib KTP 108.400 jiwa. Yang sudah merekam 107.320 jiwa (99,90 persen).",
        (wrong((107320, 108400), "99.00"),),
    ),
    Case(
        "two_years_each_with_its_own",
        "Pada tahun 2022 wajib KTP 91.500 jiwa dan terekam 90.100 jiwa (98,47 persen). Tahun 2023 "
        "wajib KTP naik menjadi 92.310 jiwa dan terekam 91.756 jiwa (99,40 persen), sehingga yang "
        "belum 554 jiwa.",
        (
            right((90100, 91500), "98.47"),
            right((91756, 92310), "99.40"),
            right((92310, 91756, 554), "554", "difference"),
        ),
    ),
    Case(
        "pace_across_the_week",
        "Pada 12 Juni 2023 masih 900 jiwa belum merekam di Gorontalo Utara. Dua hari kemudian, 14 "
        "Juni, tinggal 862 jiwa. Hingga Senin (19/6) malam tersisa 650 jiwa, dan Selasa (20/6) "
        "tinggal 554 jiwa.",
        (
            ("implies", "pace", (900, 862), "19"),
            ("implies", "pace", (862, 650), "42.4"),
            ("implies", "pace", (650, 554), "96"),
        ),
    ),
    Case(
        "six_regencies_with_what_is_left",
        "Kota Gorontalo 99,31 persen dengan sisa 1.012 jiwa belum rekam, Boalemo 98,35 persen "
        "dengan sisa 1.673 jiwa belum rekam.",
        (("implies", "denominator", (1012,), None), ("implies", "denominator", (1673,), None)),
    ),
    # -- more that must stay silent -------------------------------------------------------------
    Case(
        "two_definitions_of_obliged",
        "Wajib KTP 92.000 jiwa versi DKB dan 91.500 jiwa versi dinamis. Sudah rekam 90.620 jiwa. "
        "Belum rekam 880 jiwa.",
    ),
    Case(
        "districts_without_the_word",
        "Wajib KTP kabupaten ini 90.060 jiwa dan sudah merekam 88.491 jiwa. Warga Anggrek yang "
        "belum merekam 310 jiwa, Kwandang 420 jiwa.",
    ),
    Case(
        "a_series_of_years",
        "Capaian perekaman KTP-el: 2019 = 97,1%; 2020 = 99,5%; 2021 = 98,26%.",
    ),
    Case(
        "growth_of_the_obliged",
        "Pada 2021 jumlah wajib KTP 90.060 jiwa; pada 2022 naik 1.140 jiwa menjadi 91.200 jiwa.",
    ),
    Case(
        "printed_of_recorded",
        "Wajib KTP 91.200 jiwa. Yang sudah perekaman 89.240 atau 97,85 persen. Yang sudah cetak "
        "88.100 atau 98,72 persen.",
        (right((89240, 91200), "97.85"),),
    ),
    Case(
        "households_and_means",
        "Jumlah KK 28.400, penduduk 92.000 jiwa, rata-rata 3,2 jiwa per KK, 85 persen punya KTP.",
    ),
    Case(
        "services_of_many_kinds",
        "Pelayanan itu melayani 356 warga, rinciannya perekaman 45 orang, cetak KTP 120 keping, KK "
        "90 lembar, akta 60 lembar dan KIA 41 keping.",
    ),
    Case(
        "polling_stations_and_turnout",
        "Sebanyak 412 TPS melayani 92.601 pemilih dengan partisipasi 85,2 persen; wajib KTP 92.310 "
        "jiwa dan sudah rekam 91.756 jiwa.",
    ),
    Case(
        "hope_for_a_hundred",
        "Bupati meminta tuntas 100 persen sebelum 2024. Wajib KTP 92.310 dan sudah rekam 91.756.",
    ),
    Case(
        "ranges_of_capacity",
        "Printer mencetak 100-250 keping per hari; stok 5.000 keping cukup 20 hari pada pukul "
        "08.00-15.00 WITA.",
    ),
    # -- found while trying it on texts it had not seen -----------------------------------------
    Case(
        "sexes_then_total",
        "Pemilih laki-laki sebanyak 29.500 orang dan pemilih perempuan 30.500 orang sehingga total "
        "pemilih 60.100 orang.",
        (wrong((29500, 30500, 60100), "60000", "sum"),),
    ),
    Case(
        "sexes_of_a_part",
        "Dari 1.500 yang belum merekam, 900 laki-laki dan 700 perempuan.",
        (wrong((900, 700, 1500), "1600", "sum"),),
    ),
    Case(
        "parts_after_a_colon",
        "Sebanyak 1.500 jiwa belum merekam: 610 lansia, 500 pelajar, 290 perantau dan 200 lainnya.",
        (wrong((610, 500, 290, 200, 1500), "1600", "sum"),),
    ),
    Case(
        "number_that_fell_to",
        "Per 1 Juni 2024, warga yang belum merekam sebanyak 2.000 jiwa. Per 11 Juni 2024, "
        "jumlahnya turun menjadi 1.500 jiwa.",
        (("implies", "pace", (2000, 1500), "50"),),
    ),
    Case(
        "percentage_against_the_others",
        "Dari 75.000 wajib KTP, 98% sudah merekam, artinya 2.500 jiwa belum merekam.",
        (wrong((72500, 75000), "96.67"),),
    ),
    Case(
        "part_of_whole_then_rest",
        "Baru 45,5 persen atau 5.460 dari 12.000 siswa yang merekam; sisanya 6.450 siswa belum.",
        (right((5460, 12000), "45.50"), wrong((12000, 5460, 6450), "6540", "difference")),
    ),
    Case(
        "cards_and_persons_with_a_percentage",
        "Pencetakan 73.000 keping atau 98,33 persen dari jumlah wajib KTP 75.000 jiwa.",
    ),
    Case(
        "obliged_stand_nearer_than_residents",
        "Dari jumlah penduduk 1.181.513 orang dan penduduk wajib KTP 838.018 jiwa, sebanyak "
        "816.520 jiwa atau 97,4 persen telah melakukannya.",
    ),
    Case(
        "among_the_second_count",
        "Dari 5.000 siswa, 4.000 orang sudah cukup umur, 3.500 di antaranya sudah direkam (88,5 "
        "persen).",
    ),
    Case(
        "that_whole_points_back",
        "Wajib KTP dinamis berjumlah 145.824 jiwa. Perekaman dari wajib KTP itu sudah berjumlah "
        "144.812 jiwa atau 99,31 persen. Yang belum merekam kurang lebih 1021 orang.",
        (right((144812, 145824), "99.31"), wrong((145824, 144812, 1021), "1012", "difference")),
    ),
    Case(
        "rest_behind_its_number",
        "Dari 823.968 warga yang terdata, 766.618 orang sudah memiliki KTP. 57.350 sisanya belum.",
        (right((823968, 766618, 57350), "57350", "difference"),),
    ),
    Case(
        "potential_voters",
        "Total DP4 per 30 Juni sebanyak 6.577.037 jiwa, yang sudah perekaman 6.457.525 jiwa dan "
        "yang belum perekaman 119.512 jiwa atau 1,82 persen.",
        (
            right((119512, 6577037), "1.82"),
            right((6577037, 6457525, 119512), "119512", "difference"),
        ),
    ),
    Case(
        "slash_between_part_and_whole",
        "Capaian perekaman 97,80% (116.400/120.000).",
        (wrong((116400, 120000), "97.00"),),
    ),
    Case(
        "spread_over_districts",
        "Wajib KTP 120.000 jiwa tersebar di tiga kecamatan, yakni Timur 40.000 jiwa, Barat 45.000 "
        "jiwa, dan Utara 36.000 jiwa.",
        (wrong((40000, 45000, 36000, 120000), "121000", "sum"),),
    ),
    Case(
        "districts_then_all",
        "Kecamatan Timur 40.000 jiwa, Kecamatan Barat 45.000 jiwa, dan Kecamatan Utara 35.000 "
        "jiwa, sehingga jumlah wajib KTP seluruhnya 121.000 jiwa.",
        (wrong((40000, 45000, 35000, 121000), "120000", "sum"),),
    ),
    Case(
        "two_days_in_one_sentence",
        "Jumlah yang belum merekam pada 1 Maret 2024 sebanyak 4.200 jiwa dan pada 31 Maret 2024 "
        "sebanyak 3.600 jiwa, atau rata-rata 20 jiwa per hari.",
        (("implies", "pace", (4200, 3600), "20"),),
    ),
    Case(
        "that_district_is_not_the_regency",
        "Wajib KTP kabupaten ini 90.060 jiwa, sudah merekam 88.491 jiwa. Di kecamatan itu yang "
        "belum merekam 410 jiwa.",
    ),
    Case(
        "growth_beside_the_stock",
        "Dari 90.060 wajib KTP, 88.491 jiwa sudah merekam, naik 500 jiwa atau 0,57 persen dari "
        "tahun lalu.",
    ),
    Case(
        "shares_of_a_share",
        "Dari 1.200 responden, 784 orang (65,3 persen) puas, 300 orang (38,3 persen) di antaranya "
        "perempuan.",
        (right((784, 1200), "65.33"),),
    ),
    Case(
        "crew_and_helpers",
        "Tim beranggotakan 12 orang, terdiri dari 3 operator, 2 sopir, serta dibantu 20 relawan "
        "dan membawa 2 printer.",
    ),
]
