"""An S3-compatible service with one bucket: checks signatures and checksums as the real ones do, and can fail."""

import asyncio
import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape, unescape

from aiohttp import web

from tests.fakes.s3_parts import PartsRefused, Uploads, tag_of

REGION: Final = "eu-central-1"
LOGIN: Final = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
BUCKET: Final = "tuckaway-files"
XML: Final = "application/xml"
MOST_KEYS: Final = 1_000
SKEW: Final = timedelta(minutes=15)


@dataclass
class FakeS3:
    """Holds objects. `failing` counts the requests that are answered 503 next; `full`: nothing more is taken."""

    objects: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    failing: int = 0
    full: bool = False
    cut: bool = False
    uploads: Uploads = field(default_factory=Uploads)

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=2**30)
        application.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        bucket, _, key = unquote(request.rel_url.raw_path).lstrip("/").partition("/")
        self.asked.append((request.method, key))
        if refused := _refusal(request, body):
            return _error(403, refused)
        if self.failing:
            self.failing -= 1
            return _error(503, "SlowDown")
        if bucket != BUCKET:
            return _error(404, "NoSuchBucket")
        if not key:
            return self._delete_all(request, body) if request.method == "POST" else self._list(request)
        if {"uploads", "uploadId"} & request.query.keys():
            return self._in_parts(request, key, body)
        answers = {"PUT": self._put, "GET": self._get, "DELETE": self._delete}
        return await answers[request.method](request, key, body)

    def _in_parts(self, request: web.Request, key: str, body: bytes) -> web.Response:
        if self.full and request.method != "DELETE":
            return _error(507, "XMinioStorageFull")
        try:
            return self._with_parts(request, key, body)
        except PartsRefused as error:
            return _error(404 if str(error) == "NoSuchUpload" else 400, str(error))

    def _with_parts(self, request: web.Request, key: str, body: bytes) -> web.Response:
        upload = request.query.get("uploadId", "")
        if request.method == "DELETE":
            self.uploads.give_up(upload)
            return web.Response(status=204)
        if request.method == "PUT":
            return web.Response(headers={"etag": self.uploads.take(upload, int(request.query["partNumber"]), body)})
        if "uploads" in request.query:
            told = f"<UploadId>{self.uploads.begin(key)}</UploadId>"
            return web.Response(text=f"<InitiateMultipartUploadResult>{told}</InitiateMultipartUploadResult>")
        self.objects[key] = self.uploads.complete(upload, body.decode())
        told = f"<ETag>{escape(tag_of(self.objects[key]))}</ETag>"
        return web.Response(text=f"<CompleteMultipartUploadResult>{told}</CompleteMultipartUploadResult>")

    async def _put(self, _: web.Request, key: str, body: bytes) -> web.StreamResponse:
        if self.full:
            return _error(507, "XMinioStorageFull")
        self.objects[key] = body
        return web.Response(headers={"etag": tag_of(body)})

    async def _get(self, request: web.Request, key: str, _: bytes) -> web.StreamResponse:
        content = self.objects.get(key)
        if content is None:
            return _error(404, "NoSuchKey")
        headers = {"etag": tag_of(content), "last-modified": "Sun, 01 Mar 2026 09:00:00 GMT"}
        span = request.http_range
        if span.start is None:
            return web.Response(body=content, headers=headers)
        if span.start >= len(content):
            return _error(416, "InvalidRange")
        end = min(span.stop or len(content), len(content))
        headers["content-range"] = f"bytes {span.start}-{end - 1}/{len(content)}"
        if self.cut:
            return await self._broken_off(request, content[span.start : end], headers)
        return web.Response(status=206, body=content[span.start : end], headers=headers)

    async def _broken_off(self, request: web.Request, body: bytes, headers: dict[str, str]) -> web.StreamResponse:
        response = web.StreamResponse(status=206, headers={**headers, "content-length": str(len(body))})
        await response.prepare(request)
        await response.write(body[: len(body) // 2])
        await asyncio.sleep(0.05)
        if request.transport:
            request.transport.abort()
        return response

    async def _delete(self, _: web.Request, key: str, __: bytes) -> web.StreamResponse:
        self.objects.pop(key, None)
        return web.Response(status=204)

    def _delete_all(self, request: web.Request, body: bytes) -> web.Response:
        """DeleteObjects, which wants its body's checksum and at most a thousand keys."""
        keys = [unescape(key) for key in re.findall(r"<Key>(.*?)</Key>", body.decode())]
        digest = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        if request.headers.get("content-md5") != digest:
            return _error(400, "InvalidDigest")
        if len(keys) > MOST_KEYS:
            return _error(400, "MalformedXML")
        for key in keys:
            self.objects.pop(key, None)
        rows = "".join(f"<Deleted><Key>{escape(key)}</Key></Deleted>" for key in keys)
        return web.Response(text=f"<DeleteResult>{rows}</DeleteResult>", content_type=XML)

    def _list(self, request: web.Request) -> web.Response:
        prefix = request.query.get("prefix", "")
        found = [(key, value) for key, value in sorted(self.objects.items()) if key.startswith(prefix)]
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>2026-03-01T09:00:00.000Z</LastModified>"
            f"<Size>{len(value)}</Size></Contents>"
            for key, value in found
        )
        listed = f"<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>{len(found)}</KeyCount>{rows}"
        return web.Response(text=f"{listed}</ListBucketResult>", content_type=XML)


def _error(status: int, code: str) -> web.Response:
    return web.Response(
        status=status, text=f"<Error><Code>{code}</Code><Message>{code}</Message></Error>", content_type=XML
    )


def _refusal(request: web.Request, body: bytes) -> str | None:
    """Why a request is turned away: AWS Signature Version 4, checked as its documentation says."""
    algorithm, _, rest = request.headers.get("authorization", "").partition(" ")
    parts = dict(each.strip().partition("=")[::2] for each in rest.split(","))
    if algorithm != "AWS4-HMAC-SHA256" or not {"Credential", "SignedHeaders", "Signature"} <= parts.keys():
        return "AccessDenied"
    key, day, region, service, _ = parts["Credential"].split("/")
    stamp = request.headers.get("x-amz-date", "")
    if key != LOGIN[0]:
        return "InvalidAccessKeyId"
    if (region, service) != (REGION, "s3"):
        return "AuthorizationHeaderMalformed"
    if abs(datetime.now(UTC) - datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)) > SKEW:
        return "RequestTimeTooSkewed"
    said = request.headers.get("x-amz-content-sha256", "")
    if said != "UNSIGNED-PAYLOAD" and said != hashlib.sha256(body).hexdigest():
        return "XAmzContentSHA256Mismatch"
    expected = _signature(request, parts["SignedHeaders"], stamp, day, said)
    return None if hmac.compare_digest(expected, parts["Signature"]) else "SignatureDoesNotMatch"


def _signature(request: web.Request, signed: str, stamp: str, day: str, payload: str) -> str:
    headers = "".join(f"{name}:{' '.join(request.headers[name].split())}\n" for name in signed.split(";"))
    query = "&".join(
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in sorted(request.query.items())
    )
    canonical = f"{request.method}\n{request.rel_url.raw_path}\n{query}\n{headers}\n{signed}\n{payload}"
    scope = f"{day}/{REGION}/s3/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{LOGIN[1]}".encode()
    for part in (day, REGION, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
