"""What the demo refuses, and what to do instead."""

from __future__ import annotations


class DemoError(Exception):
    """A refusal with a machine code and one sentence in each language."""

    code = ""
    id = ""
    en = ""

    def __str__(self) -> str:
        return self.code


class OutsideStory(DemoError):
    code = "PERAGAAN-01"
    id = "Kisah peragaan mulai 30 Juni 2020. Pilih hari pada atau sesudah tanggal itu."
    en = "The demo's story begins on 30 June 2020. Choose that day or a later one."


class NotADemo(DemoError):
    code = "PERAGAAN-02"
    id = "Folder data ini bukan peragaan. Pilih folder lain dengan --data."
    en = "This data folder does not hold a demo. Choose another one with --data."


class NotAllowed(DemoError):
    code = "PERAGAAN-03"
    id = "Hanya akun peragaan yang dapat memajukan hari. Masuk dengan akun peragaan."
    en = "Only a demo account can move the day forward. Sign in with a demo account."


class Unfinished(DemoError):
    code = "PERAGAAN-04"
    id = "Peragaan di folder ini tidak selesai dibuat. Hapus foldernya, lalu ulangi."
    en = "The demo in this folder was not built to its end. Delete the folder and try again."


class AlreadyLater(DemoError):
    code = "PERAGAAN-05"
    id = "Peragaan di folder ini sudah melewati hari itu. Pilih folder lain dengan --data."
    en = "The demo in this folder is past that day. Choose another folder with --data."


class OtherStory(DemoError):
    code = "PERAGAAN-06"
    id = "Peragaan ini dibuat oleh versi lain. Hapus foldernya, lalu buat lagi."
    en = "This demo was built by another version. Delete its folder and build it again."
