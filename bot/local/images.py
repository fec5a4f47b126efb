"""What a file says of itself as a picture."""

import struct

PNG = b"\x89PNG\r\n\x1a\n"
IMAGES = (b"\xff\xd8\xff", PNG, b"GIF8", b"RIFF", b"BM")
USUAL = (320, 240)
HEAD = 24  # bytes of a PNG until after its size


def is_image(content: bytes) -> bool:
    """Whether it begins as one of the kinds that Telegram takes."""
    return content.startswith(IMAGES)


def size_of(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG; of other kinds, some."""
    return measured(content) or USUAL


def measured(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG; of other kinds, None."""
    if not content.startswith(PNG) or len(content) < HEAD:
        return None
    width, height = struct.unpack(">II", content[16:HEAD])
    return width, height
