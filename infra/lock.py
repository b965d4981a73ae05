"""Pins every version, without naming where any is downloaded from: `python infra/lock.py [--upgrade | --check]`.

`uv.lock` names the address of every file, so it stays out of the repository. What is committed instead are the versions
themselves: as `constraint-dependencies` in pyproject.toml, which every `uv sync` and `uv run` obeys, and with hashes in
requirements.lock, for images.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

ROOT: Final = Path(__file__).parent.parent
COMMAND: Final = "python infra/lock.py"

LIST: Final = re.compile(r"^constraint-dependencies = \[\n(?:  .*\n)*\]\n", re.MULTILINE)
PIN: Final = re.compile(r"[a-z0-9-]+==")

HEADER: Final = f"""\
# Every version that an image installs, with the hashes of its files; written by `{COMMAND}`.
# Install with `pip install --require-hashes -r requirements.lock`.
"""

EXPORT: Final = ("export", "--frozen", "--no-emit-project", "--no-header", "--no-annotate", "--quiet")
EVERYTHING: Final = (*EXPORT, "--all-extras", "--all-groups", "--no-hashes")
FOR_IMAGES: Final = (*EXPORT, "--all-extras", "--no-default-groups")


class LockError(Exception):
    """The versions can't be pinned; `str()` says what to do."""


@dataclass(frozen=True)
class Pins:
    """One version for each package on each platform.

    Attributes:
        constraints: `name==version ; marker`, of everything that a developer's machine may install.
        requirements: the text of requirements.lock.
    """

    constraints: tuple[str, ...]
    requirements: str

    @classmethod
    def committed(cls, root: Path) -> Self:
        """As they are in the repository; those that were never written are empty."""
        requirements = root / "requirements.lock"
        text = requirements.read_text("utf-8") if requirements.exists() else ""
        return cls(tuple(constraints_in((root / "pyproject.toml").read_text("utf-8"))), text)

    @classmethod
    def resolved(cls, root: Path, pyproject: str) -> Self:
        """As uv resolves them for `pyproject`, in a folder that goes away: a lock file lying about has no say.

        Raises:
            LockError: what is asked for can't be had together.
        """
        with tempfile.TemporaryDirectory(prefix="tuckaway-lock-") as name:
            folder = Path(name)
            (folder / "pyproject.toml").write_text(pyproject, "utf-8")
            shutil.copy(root / "README.md", folder)
            uv(folder, "lock", "--quiet")
            return cls(tuple(uv(folder, *EVERYTHING).splitlines()), HEADER + uv(folder, *FOR_IMAGES))

    def faults(self, right: "Pins") -> Iterator[str]:
        """A sentence for each way in which these are not `right`."""
        if off := sorted(set(self.constraints) ^ set(right.constraints)):
            yield f"constraint-dependencies of pyproject.toml are stale ({', '.join(off)}): run `{COMMAND}`"
        if set(versions_in(self.requirements)) != set(versions_in(right.requirements)):
            yield f"requirements.lock is stale: run `{COMMAND}`"
        if "://" in "".join((self.requirements, *self.constraints)):
            yield f"an address got into the pins, which name none: run `{COMMAND}`"


def uv(folder: Path, *arguments: str) -> str:
    """What uv prints when run in `folder`. Raises LockError when it fails, with its own words."""
    program = shutil.which("uv")
    if program is None:
        raise LockError("uv is not installed: run `pip install uv`")
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sentence = f"`uv {arguments[0]}` failed; when versions exclude each other, run `{COMMAND} --upgrade PACKAGE`"
        raise LockError(f"{done.stderr.strip()}\n{sentence}")
    return done.stdout


def constraints_in(pyproject: str) -> list[str]:
    """The constraints that the text of pyproject.toml lists."""
    found: list[str] = tomllib.loads(pyproject)["tool"]["uv"].get("constraint-dependencies", [])
    return found


def versions_in(requirements: str) -> list[str]:
    """What requirements.lock pins, without the hashes: publishers add files to versions that are out already.

    A pin without any hash is left out, so that it counts as missing.
    """
    entries = requirements.replace("\\\n", " ").splitlines()
    return [
        entry.partition(" --hash=")[0].strip() for entry in entries if PIN.match(entry) and "--hash=sha256:" in entry
    ]


def with_constraints(pyproject: str, constraints: Sequence[str]) -> str:
    """The text of pyproject.toml with these constraints instead of its own.

    Raises:
        LockError: it has no such list to put them in.
    """
    lines = "".join(f'  "{constraint}",\n' for constraint in constraints)
    text, count = LIST.subn(lambda _: f"constraint-dependencies = [\n{lines}]\n", pyproject)
    if count != 1:
        raise LockError("pyproject.toml has no `constraint-dependencies = [` … `]` list, one entry a line, to write to")
    return text


def released(constraints: Sequence[str], packages: Collection[str]) -> list[str]:
    """The constraints that stay when `packages` may move on; none when no package is named."""
    return [each for each in constraints if packages and each.partition("==")[0] not in packages]


def write(root: Path, pins: Pins) -> None:
    """Put the pins into the repository; pyproject.toml is read again, since resolving takes its time."""
    pyproject = root / "pyproject.toml"
    pyproject.write_text(with_constraints(pyproject.read_text("utf-8"), pins.constraints), "utf-8")
    (root / "requirements.lock").write_text(pins.requirements, "utf-8")


def check(root: Path) -> list[str]:
    """What is wrong with the pins in the repository, as sentences; newer versions being out is not."""
    committed = Pins.committed(root)
    return list(committed.faults(Pins.resolved(root, (root / "pyproject.toml").read_text("utf-8"))))


def lock(root: Path, upgrade: Collection[str] | None) -> None:
    """Pin what pyproject.toml asks for. `upgrade`: packages to take the newest of, all when empty, none when None."""
    pyproject = (root / "pyproject.toml").read_text("utf-8")
    if upgrade is not None:
        pyproject = with_constraints(pyproject, released(constraints_in(pyproject), upgrade))
    write(root, Pins.resolved(root, pyproject))


def main(arguments: Sequence[str]) -> int:
    """Run the command; 0 when all is well."""
    parser = argparse.ArgumentParser(prog=COMMAND, description="Pins every version.")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--upgrade", nargs="*", metavar="PACKAGE", help="take the newest of these, or of everything")
    mode.add_argument("--check", action="store_true", help="only say whether the pins are complete and fit together")
    options = parser.parse_args(arguments)
    faults: list[str] = []
    try:
        if options.check:
            faults = check(ROOT)
        else:
            lock(ROOT, options.upgrade)
    except LockError as error:
        faults = [str(error)]
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
