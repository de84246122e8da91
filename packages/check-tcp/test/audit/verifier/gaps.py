"""How many checks the log does not have, which it says in a file of its own."""

import re
from pathlib import Path

from signed_notes import Refused, VerifierKey, from_base64

SIZE = 4096
GAPS = re.compile(rb'(\{[^\n]*?),"seal":"([^"]*)"\}(.*)', re.DOTALL)


def gaps_finding(folder: Path, key: VerifierKey) -> list[str]:
    """What is wrong with the file `gaps`: one line, filled up with spaces, with a seal of the key."""
    try:
        data = (folder / "gaps").read_bytes()
    except FileNotFoundError:
        return ["gaps is missing"]
    gaps = GAPS.match(data)
    if not gaps:
        return ["gaps has no seal"]
    line, base64, filling = gaps.groups()
    signed = f"check-tcp audit gaps v1\n{key.name}\n".encode() + line + b"}\n"
    try:
        if not key.verifies(from_base64(base64.decode("latin-1")), signed):
            return ["the seal of gaps does not verify"]
    except Refused as problem:
        return [f"the seal of gaps: {problem}"]
    is_filled = len(data) == SIZE and filling.strip(b" ") == b"\n" and filling.endswith(b"\n")
    return [] if is_filled else ["gaps is not filled up with spaces"]
