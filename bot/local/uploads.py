"""Files that come in with a request, or are named by their id."""

from typing import Any

from bot.local.errors import ApiError, bad_request
from bot.local.images import is_image, size_of
from bot.local.model import File, Upload
from bot.local.world import World

LARGEST_UPLOAD = 50_000_000
LARGEST_PHOTO = 10_485_760
LONGEST_SIDES, LONGEST_SHAPE = 10_000, 20  # pixels of width and height together; times the one in the other


def file_of(world: World, value: Any, what: str) -> File:
    """An upload becomes a new file; a string is the id of one already here. `what`: document or photo."""
    if isinstance(value, Upload):
        _check(value, what)
        return world.store(value.file_name, value.content, value.mime_type, f"{what}s")
    if value in world.files:
        return world.files[value]
    if not value:
        raise bad_request(f"there is no {what} in the request")
    raise bad_request("wrong remote file identifier specified: Wrong string length")


def _check(upload: Upload, what: str) -> None:
    size = len(upload.content)
    if not size:
        raise bad_request("file must be non-empty")
    if size > LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if what == "photo" and size > LARGEST_PHOTO:
        limit = f"the maximum size is {LARGEST_PHOTO} bytes"
        raise bad_request(f"file of size {size} bytes is too big for a photo; {limit}")
    if what == "photo":
        _check_photo(upload.content)


def _check_photo(content: bytes) -> None:
    if not is_image(content):
        raise bad_request("IMAGE_PROCESS_FAILED")
    short, long = sorted(size_of(content))
    if short + long > LONGEST_SIDES or long > LONGEST_SHAPE * short:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
