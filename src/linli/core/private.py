"""Personal data at rest: encrypted, and found again only by a keyed hash (PIPL art. 51: encryption, de-identification)."""

import base64
import hashlib
import hmac
import unicodedata
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression


@lru_cache(maxsize=4)
def _key(purpose: str, secret: str) -> bytes:
    return hmac.new(secret.encode(), f"linli:{purpose}".encode(), hashlib.sha256).digest()


@lru_cache(maxsize=4)
def _sealed_by(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("fields", secret)))


def _fernet() -> Fernet:
    # Kept, because the desk looks through thousands of numbers at once.
    return _sealed_by(settings.SECRET_KEY)


def encrypt(text: str) -> str:
    """The encrypted form of `text`; empty stays empty."""
    return _fernet().encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """The text behind an encrypted form; raises `InvalidToken` when the key is not the one it was made with."""
    return _fernet().decrypt(token.encode()).decode() if token else ""


def blind_index(text: str) -> str:
    """A keyed hash by which an exact value can be looked up without being readable (32 hex digits, empty for empty)."""
    if not text:
        return ""
    return hmac.new(_key("index", settings.SECRET_KEY), text.encode(), hashlib.sha256).hexdigest()[:32]


def normal_phone(text: str) -> str:
    """Digits of a phone number, full-width ones made plain, mainland prefix dropped, so that one number has one form."""
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign in "0123456789")
    return digits[2:] if digits.startswith("86") and len(digits) == 13 else digits


def masked_phone(phone: str) -> str:
    """A phone number as others may see it: 138****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "*" * len(phone)


class EncryptedField(models.TextField):  # type: ignore[type-arg]  # the stubs' parameters say nothing here
    """A text column that is encrypted in the database and plain in Python."""

    def get_prep_value(self, value: object) -> str:
        return encrypt(str(value)) if value else ""

    def from_db_value(self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper) -> str:
        try:
            return decrypt(value or "")
        except InvalidToken:
            # A row written under another key must not break the page it stands on.
            return ""
