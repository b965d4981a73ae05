"""Files made for the tests: good ones, and those that somebody made up."""

import io
import struct
import zipfile
import zlib

from PIL import Image, TiffImagePlugin
from pillow_heif import register_heif_opener

PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
OGG = b"OggS\0\2" + b"\0" * 20 + b"\1\x13OpusHead\1\1" + b"\x55" * 900
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + b"\x33" * 400
MP3 = b"\xff\xfb\x90\x64" + b"\x11" * 600
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\x44" * 300
EXE = b"MZ\x90\0\3\0\0\0" + b"\0" * 400
ELF = b"\x7fELF\2\1\1" + b"\0" * 400
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
GPS_LATITUDE = 38.7


def photo(
    width: int = 1200, height: int = 800, *, kind: str = "JPEG", orientation: int = 1, gps: bool = False, **more: object
) -> bytes:
    """A picture, red on its left half and blue on its right one. `more` is what only that kind knows."""
    register_heif_opener()
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[0x0112] = orientation
    if gps:
        exif.get_ifd(0x8825)[2] = (TiffImagePlugin.IFDRational(GPS_LATITUDE),) * 3
        exif[0x010F] = "Somebody's camera"
    buffer = io.BytesIO()
    image.save(buffer, kind, exif=exif.tobytes(), **more)
    return buffer.getvalue()


def saying(heif: bytes, width: int, height: int) -> bytes:
    """A HEIF of one picture that says that it is of another size."""
    at = heif.index(b"ispe") + 8
    return heif[:at] + struct.pack(">II", width, height) + heif[at + 8 :]


def png_of(width: int, height: int) -> bytes:
    """A tiny file that says it has so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 10_000)), (b"IEND", b"")]
    packed = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def archive(parts: dict[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A zip of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content, zipfile.ZIP_STORED if name in stored else None)
    return buffer.getvalue()


def docx(**more: bytes) -> bytes:
    """A word processor's paper."""
    body = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document>hello</w:document>"}
    return archive({**body, **more})


def odt() -> bytes:
    parts = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office:document/>"}
    return archive(parts, stored=("mimetype",))


def zip_bomb() -> bytes:
    """A paper of some kilobytes that unpacks to 100 MB."""
    return docx(**{"word/media/image1.bin": b"\0" * 100_000_000})
