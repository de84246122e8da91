"""Verifies the folder of an audit log: its entries against checkpoints, seals and what it says it has forgotten."""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, Optional

from merkle_tree import GrowingTree, leaf_hash
from retention import Forgotten, forgotten_by_entry, forgotten_of, too_young
from signed_notes import Checkpoint, Refused, VerifierKey, from_base64, open_checkpoint, parse_key

SEGMENT = re.compile(r"(entries|hashes)-([0-9]+)\.(?:ndjson|sha256)")
SEAL = re.compile(rb',"seal":"([^"]*)"\}\Z')


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
    findings: list[str] = []
    segments = segments_of(folder)
    own = checkpoint_of(folder, key, findings)
    outside = None
    if since is not None:
        try:
            outside = open_checkpoint(since, key)
        except Refused as problem:
            findings.append(f"the checkpoint from outside: {problem}")
    findings += other_key(folder, key)
    if own and outside and own.size < outside.size:
        findings.append("the log's own checkpoint is older than the one from outside")
    forgotten = None
    try:
        forgotten = forgotten_of(own) or forgotten_by_entry(lines_of(segments, own.size if own else 0))
    except Refused as problem:
        findings.append(str(problem))
    checkpoints = [checkpoint for checkpoint in (own, outside) if checkpoint]
    reading = read(segments, checkpoints, forgotten, key)
    findings += reading.findings
    for checkpoint in checkpoints:
        root = reading.roots.get(checkpoint.size)
        if root is None:
            findings.append(f"of the {checkpoint.size} entries of a checkpoint {reading.tree.size} are there")
        elif root != checkpoint.root:
            findings.append(f"the first {checkpoint.size} entries are not those of a checkpoint")
    if reading.end_of_hashes > (forgotten.first_kept if forgotten else 0):
        findings.append(f"entries before {reading.end_of_hashes} are gone, which nothing signed says")
    if forgotten and too_young(reading.first_kept, forgotten):
        findings.append("entries were removed before their time")
    return findings


def lines_of(segments: list[Segment], size: int) -> Iterator[bytes]:
    for segment in segments:
        for index, (_, line) in enumerate(segment.leaves(), segment.first):
            if line is not None and index < size:
                yield line


def read(
    segments: list[Segment],
    checkpoints: list[Checkpoint],
    forgotten: Optional[Forgotten],
    key: VerifierKey,
) -> Reading:
    reading = Reading()
    tree, findings = reading.tree, reading.findings
    sizes = {checkpoint.size for checkpoint in checkpoints}
    vouched_for = max(sizes, default=0)
    reading.roots[0] = tree.root()
    for segment in segments:
        if segment.first != tree.size:
            findings.append(f"{segment.path.name} should begin with entry {tree.size}")
            return reading
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


def seal_is_bad(line: bytes, before: GrowingTree, key: VerifierKey) -> bool:
    """Has the line a seal that is not the key's, over the line and all entries before it?"""
    seal = SEAL.search(line)
    if not seal:
        return False
    head = f"check-tcp audit seal v1\n{key.name}\n{before.size}\n{b64encode(before.root()).decode()}\n"
    signed = head.encode() + line[: seal.start()] + b"}\n"
    try:
        return not key.verifies(from_base64(seal.group(1).decode("ascii", "replace")), signed)
    except Refused:
        return True


def segments_of(folder: Path) -> list[Segment]:
    found = [(path, SEGMENT.fullmatch(path.name)) for path in folder.iterdir()]
    segments = [
        Segment(path, int(match[2]), match[1] == "entries") for path, match in found if match
    ]
    return sorted(segments, key=lambda segment: segment.first)


def checkpoint_of(folder: Path, key: VerifierKey, findings: list[str]) -> Optional[Checkpoint]:
    try:
        return open_checkpoint((folder / "checkpoint").read_bytes(), key)
    except FileNotFoundError:
        findings.append("the log's own checkpoint is missing")
    except Refused as problem:
        findings.append(f"the log's own checkpoint: {problem}")
    return None


def other_key(folder: Path, key: VerifierKey) -> list[str]:
    try:
        same = parse_key((folder / "verifier-key").read_bytes().decode()) == key
    except FileNotFoundError:
        return []
    except (Refused, UnicodeDecodeError):
        same = False
    return [] if same else ["the file verifier-key is not the key of the log"]
