"""The language of a page: Indonesian, until the reader chooses English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from tuntas.web.numerals import supported


class ChosenLanguage:
    """Activates the language in the reader's cookie, else the office's own.

    Django's ``LocaleMiddleware`` would ask the browser, and office browsers are often installed
    in English by whoever set up the machine: that is nobody's choice.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def chosen(cookie: str | None) -> str:
    """A language the office offers, whatever the cookie says."""
    offered = {code for code, _ in settings.LANGUAGES}
    return cookie if cookie and cookie in offered else str(settings.LANGUAGE_CODE)


class Bilingual(Protocol):
    """A refusal or an explanation that carries its sentence in both languages."""

    @property
    def id(self) -> str: ...

    @property
    def en(self) -> str: ...


def sentence(said: Bilingual) -> str:
    """The sentence in the language of this request."""
    return said.en if supported(translation.get_language()) == "en" else said.id
