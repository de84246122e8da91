"""What a log says of the entries that it has removed, and whether their time had come."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Iterable, Optional

from signed_notes import Checkpoint, Refused, to_number

RFC_3339 = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(\.\d+)?(?:[Zz]|([+-]\d\d:\d\d))", re.ASCII
)


@dataclass(frozen=True)
class Forgotten:
    """Of the entries before `first_kept` only the hashes are left, since they were older than `days` at `time`."""

    first_kept: int
    days: int
    time: datetime


def forgotten_of(checkpoint: Checkpoint) -> Optional[Forgotten]:
    """The line `forgotten <first kept entry> <days> <time> <who>` of a checkpoint."""
    lines = [line for line in checkpoint.extensions if line.startswith("forgotten ")]
    if not lines:
        return None
    if len(lines) > 1:
        raise Refused("the checkpoint says twice what was forgotten")
    words = lines[0].split(" ", 4)
    if len(words) != 5:
        raise Refused("the line forgotten of the checkpoint is malformed")
    _, first_kept, days, time, who = words
    try:
        json.loads(who)
    except ValueError:
        raise Refused("the line forgotten of the checkpoint does not say who") from None
    return Forgotten(to_number(first_kept), to_number(days), to_time(time))


def is_said(forgotten: Forgotten, lines: Iterable[bytes]) -> bool:
    """Does the newest entry `{"kind":"retention",…}` tell of the same removal?"""
    said = [line for line in lines if line.startswith(b'{"kind":"retention",')]
    try:
        entry = json.loads(said[-1])
        return forgotten == Forgotten(entry["kept_from"], entry["days"], to_time(entry["time"]))
    except (IndexError, ValueError, KeyError, TypeError, Refused):
        return False


def too_young(entry: Optional[bytes], forgotten: Forgotten) -> bool:
    """Was the first entry that was kept, and so perhaps one before it, not old enough to go?"""
    if entry is None:
        return True
    try:
        time = to_time(json.loads(entry)["time"])
    except (ValueError, KeyError, TypeError, Refused):
        return True
    try:
        return time > forgotten.time - timedelta(days=forgotten.days)
    except OverflowError:
        return True


def to_time(text: str) -> datetime:
    match = RFC_3339.fullmatch(text)
    if not match:
        raise Refused(f"{text} is not a time of RFC 3339")
    date, clock, fraction, offset = match.groups()
    microseconds = ((fraction or ".") + "000000")[1:7]
    try:
        return datetime.fromisoformat(f"{date}T{clock}.{microseconds}{offset or '+00:00'}")
    except ValueError:
        raise Refused(f"{text} is not a time of RFC 3339") from None
