"""What `tuckaway doctor` has to say about a part of an installation."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a finding stands."""

    WELL = "well"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mend` is what to do about it, where something is to be done."""

    verdict: Verdict
    part: str
    finding: str
    mend: str = ""
