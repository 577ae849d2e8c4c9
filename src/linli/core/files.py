"""Pictures that people send: checked by content, re-encoded, stripped of where they were taken, stored by hash."""

import hashlib
import io
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from PIL import Image

from linli.core import scope
from linli.core.errors import Invalid, NotFound
from linli.core.models import File

LARGEST_UPLOAD = 20 * 1024 * 1024
LARGEST_PIXELS = 60_000_000
LONGEST_SIDE = 1600
ACCEPTED = ("JPEG", "PNG", "WEBP", "GIF")  # JPEG opens the MPO of some phones too

ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What puts a picture upright, by the orientation its EXIF names (Exif 2.32, 4.6.4)."""


def store_picture(content: bytes, *, at: datetime) -> File:
    """Keep a picture; the same picture is kept once per company.

    Raises `Invalid` with a sentence when it is too large, no picture, or a bomb (more pixels than a camera makes).
    The picture is turned upright, scaled to 1600 px and written anew as JPEG, which drops EXIF (place, device).
    """
    encoded, width, height = _reencoded(content)
    digest = hashlib.sha256(encoded).hexdigest()
    _write_once(_path(digest), encoded)
    file, _created = File.objects.get_or_create(
        company_id=scope.company_id(),
        sha256=digest,
        defaults={
            "media_type": "image/jpeg",
            "size": len(encoded),
            "width": width,
            "height": height,
            "stored_at": at,
        },
    )
    return file


def served(file: File) -> HttpResponse:
    """The stored file as a response, for a page that has already checked who may see it."""
    path = _path(file.sha256)
    if not path.exists():
        raise NotFound
    response = HttpResponse(path.read_bytes(), content_type=file.media_type)
    response["Cache-Control"] = "private, max-age=86400"
    response["Content-Disposition"] = "inline"
    return response


def _reencoded(content: bytes) -> tuple[bytes, int, int]:
    if len(content) > LARGEST_UPLOAD:
        raise Invalid(_("The photo is larger than 20 MB. Please take a smaller one."), field="photos")
    try:
        with Image.open(io.BytesIO(content), formats=ACCEPTED) as opened:
            is_bomb = opened.width * opened.height > LARGEST_PIXELS
            picture = opened if is_bomb else _upright(opened).convert("RGB")
    except Exception as broken:  # a damaged file makes a decoder raise whatever it likes
        raise Invalid(_("This file is not a photo we can read. Please send a JPEG or PNG."), field="photos") from broken
    if is_bomb:
        raise Invalid(_("The photo has too many pixels. Please take a smaller one."), field="photos")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture.info.clear()  # a comment would be written again
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=82)
    return buffer.getvalue(), picture.width, picture.height


def _upright(opened: Image.Image) -> Image.Image:
    """The picture turned as its EXIF says; where that says nonsense, as it lies."""
    try:
        turn = TURNS.get(opened.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001  # as above
        turn = None
    return opened if turn is None else opened.transpose(turn)


def _path(digest: str) -> Path:
    return Path(settings.FILES_DIR) / str(scope.company_id()) / digest[:2] / digest


def _write_once(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
