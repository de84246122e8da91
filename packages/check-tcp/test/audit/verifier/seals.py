"""The signature at the end of every write of an audit log."""

import re
from base64 import b64encode

from merkle_tree import GrowingTree
from signed_notes import Refused, VerifierKey, from_base64

SEAL = re.compile(rb',"seal":"([^"]*)"\}\Z')


def seal_is_bad(line: bytes, before: GrowingTree, key: VerifierKey) -> bool:
    """Does the line carry a seal that is not the key's, over the entries before it and the line?"""
    seal = SEAL.search(line)
    if not seal:
        return False
    root = b64encode(before.root()).decode()
    head = f"check-tcp audit seal v1\n{key.name}\n{before.size}\n{root}\n"
    signed = head.encode() + line[: seal.start()] + b"}\n"
    try:
        return not key.verifies(from_base64(seal[1].decode("latin-1")), signed)
    except Refused:
        return True
