"""Pictures that people send: checked by content, made small, stripped of where they were taken."""

import io
import random
import struct
import time
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from linli.core import files, scope
from linli.core.errors import Invalid, NotFound
from linli.core.models import File
from tests.world import World

GPS, ORIENTATION, MAKE, DESCRIPTION = 0x8825, 0x0112, 0x010F, 0x010E


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    buffer = io.BytesIO()
    image = Image.new(mode, size, color=0)
    image.paste(1 if mode in {"1", "P"} else 200, (0, 0, size[0] // 2, size[1])) if len(mode) == 1 else None
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def stored(file: File) -> Image.Image:
    return Image.open(io.BytesIO(files.served(file).content))


def test_where_and_with_what_it_was_taken_is_dropped_and_it_stands_upright(world: World) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[MAKE] = "Phone of Wang"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (31.0, 13.0, 49.0)
    content = picture(exif=exif)
    assert b"Phone of Wang" in content
    file = files.store_picture(content, at=world.at)
    kept = files.served(file).content
    assert b"Phone of Wang" not in kept
    assert b"Exif" not in kept
    assert dict(stored(file).getexif()) == {}
    assert (file.width, file.height) == stored(file).size == (20, 40)


def test_a_large_photo_is_made_small_and_keeps_its_shape(world: World) -> None:
    file = files.store_picture(picture(size=(4000, 3000)), at=world.at)
    assert (file.width, file.height, file.media_type) == (1600, 1200, "image/jpeg")
    assert stored(file).format == "JPEG"


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("WEBP", "RGB"), ("GIF", "P"), ("JPEG", "CMYK"), ("JPEG", "L")],
)
def test_every_kind_a_phone_makes_becomes_a_jpeg(world: World, kind: str, mode: str) -> None:
    file = files.store_picture(picture(kind, mode=mode), at=world.at)
    assert stored(file).format == "JPEG"
    assert stored(file).mode == "RGB"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"%PDF-1.7\n",
        b"PK\x03\x04" + b"\0" * 100,
        b"\xff\xd8\xff\xe0" + b"not a jpeg at all",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        picture()[:-200],
        picture("TIFF"),
        picture("BMP"),
        picture("ICO"),
        picture("PPM"),
    ],
    ids=lambda content: content[:12].hex() if isinstance(content, bytes) else None,
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(world: World, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        files.store_picture(content, at=world.at)
    assert refused.value.field == "photos"
    assert refused.value.status == 422
    assert not File.objects.exists()


def test_a_bomb_is_refused_before_it_is_unpacked(world: World) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    for side in (8_000, 30_000, 2_000_000):
        header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        rows = zlib.compress(b"\0" * (1 + 3 * 8_000) * 800, 9)
        bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
        started = time.perf_counter()
        with pytest.raises(Invalid):
            files.store_picture(bomb, at=world.at)
        assert time.perf_counter() - started < 0.5


def test_twenty_megabytes_are_the_most(world: World) -> None:
    content = picture()
    padded = content[:2] + b"\xff\xfe\xff\xff" + b"x" * 65533 + content[2:]
    assert files.store_picture(padded, at=world.at).size < len(padded)
    with pytest.raises(Invalid, match="20 MB"):
        files.store_picture(content + b"\0" * (20 * 1024 * 1024 + 1 - len(content)), at=world.at)
    assert files.store_picture(content + b"\0" * (20 * 1024 * 1024 - len(content)), at=world.at).width == 40


def test_the_same_picture_is_kept_once_per_company(world: World) -> None:
    content = picture()
    first, again = files.store_picture(content, at=world.at), files.store_picture(content, at=world.at)
    assert first == again
    with scope.company(world.other_company):
        theirs = files.store_picture(content, at=world.at)
    assert theirs != first
    assert theirs.sha256 == first.sha256
    folders = {path.parent.parent.name for path in Path(settings.FILES_DIR).rglob(first.sha256)}
    assert {str(world.company.pk), str(world.other_company.pk)} <= folders


def test_a_picture_is_served_to_be_looked_at_and_kept_by_the_browser_alone(world: World) -> None:
    response = files.served(files.store_picture(picture(), at=world.at))
    assert response["Content-Type"] == "image/jpeg"
    assert "private" in response["Cache-Control"]


def test_a_picture_of_another_company_or_lost_from_the_disk_is_not_found(world: World) -> None:
    with scope.company(world.other_company):
        theirs = files.store_picture(picture(size=(33, 33)), at=world.at)
    with pytest.raises(NotFound):
        files.served(theirs)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_damaged_pictures_are_refused_never_a_crash(world: World, kind: str) -> None:
    draw = random.Random(kind)
    whole = picture(kind, size=(64, 64), mode="P" if kind == "GIF" else "RGB")
    for _try in range(150):
        content = bytearray(whole)
        for _damage in range(draw.randint(1, 12)):
            content[draw.randrange(len(content))] = draw.randrange(256)
        cut = draw.randint(len(content) // 2, len(content))
        try:
            files.store_picture(bytes(content[:cut]), at=world.at)
        except Invalid:
            continue


@pytest.mark.parametrize("kind", [0, 26, 84, 255])
def test_a_picture_whose_exif_says_nonsense_is_kept_upright(world: World, kind: int) -> None:
    """Phones write odd notes beside the turn of the picture: they cost nobody their report."""
    notes = Image.Exif()
    notes[DESCRIPTION], notes[ORIENTATION] = "hello", 6
    content = bytearray(picture(exif=notes))
    content[content.index(b"Exif") + 17] = kind  # the type of the description
    kept = files.store_picture(bytes(content), at=world.at)
    assert (kept.width, kept.height) == (20, 40)
