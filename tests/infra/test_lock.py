"""The script that pins versions; what uv resolves is uv's business and is not asked for here."""

import re

import pytest

from infra import lock
from infra.lock import LockError, Pins

PYPROJECT = """\
[project]
name = "example"

[tool.uv]
# Written by a script.
constraint-dependencies = [
  "anyio==4.0.0",
  "numpy==2.4.6 ; python_full_version < '3.12'",
]
compile-bytecode = true
"""
PINS = ("anyio==4.1.0", "colorama==0.4.6 ; sys_platform == 'win32'")
REQUIREMENTS = """\
# A header.
anyio==4.1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:cc
"""
RIGHT = Pins(PINS, REQUIREMENTS)


def test_constraints_are_replaced_and_the_rest_of_the_file_stays_as_it_was() -> None:
    text = lock.with_constraints(PYPROJECT, PINS)
    assert lock.constraints_in(text) == list(PINS)
    assert lock.with_constraints(text, lock.constraints_in(PYPROJECT)) == PYPROJECT


def test_constraints_can_be_emptied_and_filled_again() -> None:
    assert lock.with_constraints(lock.with_constraints(PYPROJECT, ()), PINS) == lock.with_constraints(PYPROJECT, PINS)


def test_a_project_without_the_list_is_refused_instead_of_guessed_at() -> None:
    with pytest.raises(LockError, match="constraint-dependencies"):
        lock.with_constraints('[project]\nname = "example"\n', PINS)


@pytest.mark.parametrize(
    ("packages", "staying"),
    [((), []), (("anyio",), ["numpy"]), (("anyio", "numpy"), []), (("other",), ["anyio", "numpy"])],
)
def test_only_packages_that_were_named_are_released_for_an_upgrade(
    packages: tuple[str, ...], staying: list[str]
) -> None:
    released = lock.released(lock.constraints_in(PYPROJECT), packages)
    assert [constraint.partition("==")[0] for constraint in released] == staying


def test_right_pins_have_no_faults_in_whatever_order() -> None:
    assert not list(Pins(PINS[::-1], REQUIREMENTS).faults(RIGHT))


def test_hashes_that_a_publisher_added_later_are_no_fault() -> None:
    assert not list(Pins(PINS, REQUIREMENTS.replace("sha256:bb", "sha256:dd")).faults(RIGHT))


@pytest.mark.parametrize(
    ("pins", "fault"),
    [
        (Pins(PINS[:1], REQUIREMENTS), "constraint-dependencies .*colorama"),
        (Pins((*PINS, "stray==1.0"), REQUIREMENTS), "constraint-dependencies .*stray"),
        (Pins(PINS, REQUIREMENTS.replace("4.1.0", "4.0.0")), "requirements.lock is stale"),
        (Pins(PINS, REQUIREMENTS.replace("'win32'", "'linux'")), "requirements.lock is stale"),
        (Pins(PINS, REQUIREMENTS.replace("    --hash=sha256:cc\n", "\n")), "requirements.lock is stale"),
        (Pins(PINS, ""), "requirements.lock is stale"),
        (Pins(PINS, f"--index-url https://example.org/simple\n{REQUIREMENTS}"), "an address"),
    ],
)
def test_each_way_of_being_stale_is_named_with_what_to_run(pins: Pins, fault: str) -> None:
    assert re.search(f"{fault}.*run `python infra/lock.py`", "".join(pins.faults(RIGHT)))
