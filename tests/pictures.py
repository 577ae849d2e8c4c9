"""Pictures to send: small, real JPEGs, each of its own colour."""

import io

from PIL import Image


def picture(colour: str = "teal", *, size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG of one colour."""
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, "JPEG")
    return content.getvalue()
