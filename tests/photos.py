"""Photos as phones send them."""

import io

from PIL import Image


def photo(colour: str = "teal", size: tuple[int, int] = (64, 48)) -> bytes:
    """A small photo of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()


JPEG = photo()
