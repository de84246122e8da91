"""Verifies the folder of an audit log: its entries against checkpoints, seals and what it says it has removed."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, Optional

from gaps import gaps_finding
from merkle_tree import GrowingTree, leaf_hash
from retention import Forgotten, forgotten_of, is_said, too_young
from seals import seal_is_bad
from signed_notes import Checkpoint, Refused, VerifierKey, open_checkpoint, parse_key, to_number

SEGMENT = re.compile(r"entries-([0-9]{16})\.ndjson|hashes-([0-9]{16})\.sha256")
OWN = "the log's own checkpoint"
OUTSIDE = "the checkpoint from outside"


@dataclass
class Segment:
    path: Path
    first: int
    of_entries: bool

    def leaves(self) -> Iterator[tuple[bytes, Optional[bytes]]]:
        """The leaf hashes, with their lines where those are there. What follows the last newline is unfinished."""
        data = self.path.read_bytes()
        if self.of_entries:
            for line in data.split(b"\n")[:-1]:
                yield leaf_hash(line), line
        else:
            for at in range(0, len(data) - 31, 32):
                yield data[at : at + 32], None

    def is_whole(self) -> bool:
        data = self.path.read_bytes()
        return data[-1:] in (b"", b"\n") if self.of_entries else len(data) % 32 == 0


@dataclass
class Reading:
    """What a walk over all segments finds out."""

    tree: GrowingTree = field(default_factory=GrowingTree)
    findings: list[str] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)
    end_of_hashes: int = 0
    first_kept: Optional[bytes] = None


def findings_of(folder: Path, key: VerifierKey, since: Optional[bytes]) -> list[str]:
    """What shows that somebody has tampered with the log; nothing where nobody has. `since` is a kept checkpoint."""
    segments = segments_of(folder)
    findings = other_key(folder, key) + gaps_finding(folder, key)
    checkpoints: dict[str, Checkpoint] = {}
    for name, note in ((OWN, own_note(folder)), (OUTSIDE, since)):
        try:
            if note is not None:
                checkpoints[name] = open_checkpoint(note, key)
            elif name == OWN:
                findings.append(f"{OWN} is missing")
        except Refused as problem:
            findings.append(f"{name}: {problem}")
    own, outside = checkpoints.get(OWN), checkpoints.get(OUTSIDE)
    if own and outside and own.size < outside.size:
        findings.append(f"{OWN} is older than {OUTSIDE}")
    forgotten = None
    try:
        forgotten = forgotten_of(own) if own else None
    except Refused as problem:
        findings.append(f"{OWN}: {problem}")
    reading = read(segments, {one.size for one in checkpoints.values()}, forgotten, key)
    findings += reading.findings
    for name, checkpoint in checkpoints.items():
        root = reading.roots.get(checkpoint.size)
        if root is None:
            findings.append(f"{name} is of {checkpoint.size} entries, of which {reading.tree.size} are there")
        elif root != checkpoint.root:
            findings.append(f"the first {checkpoint.size} entries are not those of {name}")
    if reading.end_of_hashes > (forgotten.first_kept if forgotten else 0):
        findings.append(f"entries before {reading.end_of_hashes} are gone, and nothing signed says so")
    if own and forgotten and not is_said(forgotten, lines_of(segments, own.size)):
        findings.append(f"{OWN} tells of another removal than the newest retention entry")
    if forgotten and too_young(reading.first_kept, forgotten):
        findings.append("entries were removed that were not old enough")
    if own and not ends_there(own, segments):
        findings.append(f"the entries of {OWN} do not end where it says")
    return findings


def read(
    segments: list[Segment], sizes: set[int], forgotten: Optional[Forgotten], key: VerifierKey
) -> Reading:
    """Walks over all entries, or up to the first that is missing. `sizes` are those of the checkpoints."""
    reading = Reading()
    tree, findings = reading.tree, reading.findings
    vouched_for = max(sizes, default=0)
    reading.roots[0] = tree.root()
    for segment in segments:
        if segment.first != tree.size:
            findings.append(f"{segment.path.name} should begin with entry {tree.size}")
            break
        if not segment.is_whole() and not (segment.of_entries and segment is segments[-1]):
            findings.append(f"{segment.path.name} ends in the middle")
        for leaf, line in segment.leaves():
            if line is None:
                reading.end_of_hashes = tree.size + 1
            elif tree.size >= vouched_for and seal_is_bad(line, tree, key):
                findings.append(f"the seal of entry {tree.size} does not verify")
            if forgotten and tree.size == forgotten.first_kept:
                reading.first_kept = line
            tree.append(leaf)
            if tree.size in sizes:
                reading.roots[tree.size] = tree.root()
    return reading


def segments_of(folder: Path) -> list[Segment]:
    """In the order of the entries. Where entries and their hashes are both there, the entries count."""
    found = [(path, SEGMENT.fullmatch(path.name)) for path in folder.iterdir()]
    segments = [
        Segment(path, int(match[1] or match[2]), match[1] is not None)
        for path, match in found
        if match
    ]
    with_entries = {segment.first for segment in segments if segment.of_entries}
    kept = [one for one in segments if one.of_entries or one.first not in with_entries]
    return sorted(kept, key=lambda segment: segment.first)


def lines_of(segments: list[Segment], size: int) -> Iterator[bytes]:
    for segment in segments:
        for index, (_, line) in enumerate(segment.leaves(), segment.first):
            if line is not None and index < size:
                yield line


def ends_there(checkpoint: Checkpoint, segments: list[Segment]) -> bool:
    """Does the last of its entries end where its line `tail <first entry of the segment> <bytes> …` says?"""
    tails = [line.split(" ") for line in checkpoint.extensions if line.startswith("tail ")]
    if len(tails) != 1 or len(tails[0]) < 3:
        return False
    first, end = to_number(tails[0][1]), to_number(tails[0][2])
    if checkpoint.size == 0:
        return end == 0
    segment = next((one for one in segments if one.first == first and one.of_entries), None)
    if segment is None:
        return False
    lines = segment.path.read_bytes().split(b"\n")[:-1][: checkpoint.size - first]
    return len(lines) == checkpoint.size - first and end == sum(len(line) + 1 for line in lines)


def own_note(folder: Path) -> Optional[bytes]:
    try:
        return (folder / "checkpoint").read_bytes()
    except FileNotFoundError:
        return None


def other_key(folder: Path, key: VerifierKey) -> list[str]:
    try:
        same = parse_key((folder / "verifier-key").read_bytes().decode()) == key
    except FileNotFoundError:
        return ["the file verifier-key is missing"]
    except (Refused, UnicodeDecodeError):
        same = False
    return [] if same else ["the file verifier-key is not the key of the log"]
