"""Lets a signed-in browser or app say that it may be told things when nobody looks at it, and take that back."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from bot.messages import PersonId
from bot.push.devices import Devices
from bot.push.port import DeviceKind, Target
from memory import people
from webhooks import wire
from webhooks.account import SignedIn, Trusted


@dataclass(frozen=True)
class PushDoor:
    """What the web server must know of push. `key`: what browsers sign up with, where they can."""

    devices: Devices
    key: str | None


router = APIRouter(prefix="/api/v1")


@router.get("/push-key")
async def push_key(_: SignedIn, request: Request) -> wire.PushKey:
    """What a browser signs up with at its push service."""
    return wire.PushKey(key=_door(request).key)


@router.post("/devices", status_code=201)
async def register(device: wire.NewDevice, session: Trusted, request: Request) -> wire.Registered:
    """Note that this device may be told things. The same device again is the same one."""
    known = await people.get(session.person, request.app.state.vault)
    identifier = await _door(request).devices.register(
        known.person, _target(device), session=session.id, label=device.label
    )
    return wire.Registered(id=identifier)


@router.delete("/devices/{device}", status_code=204)
async def remove(device: str, session: Trusted, request: Request) -> Response:
    """Tell this device nothing any more. One that is gone already is gone all the same."""
    await _door(request).devices.remove(PersonId(session.person), device[:200])
    return Response(status_code=204)


def _door(request: Request) -> PushDoor:
    door: PushDoor = request.app.state.push
    return door


def _target(device: wire.NewDevice) -> Target:
    return Target(kind=DeviceKind(device.kind), value=device.value, p256dh=device.p256dh, auth=device.auth)
