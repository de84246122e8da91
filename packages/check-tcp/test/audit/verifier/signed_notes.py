"""Signed notes, checkpoints and proofs, as c2sp.org/signed-note, tlog-checkpoint and tlog-proof have them."""

import re
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from merkle_tree import consistency_holds, inclusion_holds, leaf_hash

ED25519 = b"\x01"
NUMBER = re.compile("0|[1-9][0-9]{0,15}")


class Refused(Exception):
    """What is no note, key, checkpoint or proof, or is not signed by the key. The text says what is wrong."""


@dataclass(frozen=True)
class VerifierKey:
    name: str
    id: bytes
    public: bytes

    def verifies(self, signature: bytes, signed: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, signed)
            return True
        except InvalidSignature:
            return False


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...]


def parse_key(text: str) -> VerifierKey:
    """Reads `<name>+<8 hex digits>+<base64>`; one newline may follow."""
    parts = text.removesuffix("\n").split("+", 2)
    if len(parts) != 3 or not is_key_name(parts[0]):
        raise Refused("this is not a verifier key")
    name, key_id, typed = parts[0], parts[1], from_base64(parts[2])
    if len(typed) != 33 or typed[:1] != ED25519:
        raise Refused("this is not the verifier key of an Ed25519 key")
    expected = sha256(name.encode() + b"\n" + typed).digest()[:4]
    if key_id != expected.hex():
        raise Refused("the key ID of the verifier key does not belong to it")
    return VerifierKey(name, expected, typed[1:])


def open_note(note: bytes, key: VerifierKey) -> str:
    """The text of a note, its last newline included. Signatures by other keys are passed over."""
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("the note is not UTF-8") from None
    if any(character < " " and character != "\n" for character in whole):
        raise Refused("the note has a control character")
    text, blank_line, signatures = whole.rpartition("\n\n")
    if not blank_line or not signatures:
        raise Refused("the note has no signatures")
    verified = False
    for line in signatures.removesuffix("\n").split("\n"):
        dash, name, base64 = (line.split(" ") + ["", ""])[:3]
        if dash != "\u2014" or not is_key_name(name) or line.count(" ") != 2:
            raise Refused("a signature line of the note is malformed")
        signature = from_base64(base64)
        if len(signature) < 5:
            raise Refused("a signature of the note is too short")
        if (name, signature[:4]) != (key.name, key.id):
            continue
        if not key.verifies(signature[4:], f"{text}\n".encode()):
            raise Refused(f"the signature by {key.name} does not verify")
        verified = True
    if not verified:
        raise Refused(f"the note is not signed by {key.name}")
    if not whole.endswith("\n"):
        raise Refused("the note does not end with a line feed")
    return f"{text}\n"


def open_checkpoint(note: bytes, key: VerifierKey) -> Checkpoint:
    lines = open_note(note, key)[:-1].split("\n")
    if len(lines) < 3 or "" in lines:
        raise Refused("the checkpoint has not three lines or more that are not empty")
    origin, size, root, *extensions = lines
    if origin != key.name:
        raise Refused(f"the checkpoint is of {origin}, not of {key.name}")
    return Checkpoint(origin, to_number(size), to_hash(root), tuple(extensions))


def proof_holds(proof: bytes, entry: bytes, key: VerifierKey) -> bool:
    """Does a `c2sp.org/tlog-proof@v1` prove that the entry is in the log whose key this is?"""
    lines, checkpoint = split_proof(proof, key)
    if lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise Refused("this is not a tlog-proof")
    if lines and lines[0].startswith("extra "):
        from_base64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise Refused("the proof has no index")
    index = to_number(lines.pop(0).removeprefix("index "))
    path = [to_hash(line) for line in lines]
    return inclusion_holds(leaf_hash(entry), index, checkpoint.size, path, checkpoint.root)


def growth_proof_holds(proof: bytes, since: bytes, key: VerifierKey) -> bool:
    """Does `from <size> <root>`, a consistency proof and a checkpoint prove growth since the kept checkpoint?"""
    lines, checkpoint = split_proof(proof, key)
    kept = open_checkpoint(since, key)
    if lines.pop(0) != f"from {kept.size} {b64encode(kept.root).decode()}":
        raise Refused("the proof is not from the kept checkpoint on")
    path = [to_hash(line) for line in lines]
    return consistency_holds(kept.size, kept.root, checkpoint.size, checkpoint.root, path)


def split_proof(proof: bytes, key: VerifierKey) -> tuple[list[str], Checkpoint]:
    head, _, note = proof.partition(b"\n\n")
    return head.decode("utf-8", "replace").split("\n"), open_checkpoint(note, key)


def is_key_name(name: str) -> bool:
    return name != "" and "+" not in name and not any(map(str.isspace, name))


def to_number(text: str) -> int:
    if not NUMBER.fullmatch(text):
        raise Refused(f"{text} is not a number")
    return int(text)


def to_hash(text: str) -> bytes:
    hash_value = from_base64(text)
    if len(hash_value) != 32:
        raise Refused(f"{text} is not a SHA-256 hash")
    return hash_value


def from_base64(text: str) -> bytes:
    """Only the one spelling that an encoder writes (RFC 4648 section 3.5), so that no byte can change unnoticed."""
    try:
        value = b64decode(text.encode("ascii"), validate=True)
    except (Base64Error, UnicodeEncodeError):
        raise Refused(f"{text} is not base64") from None
    if b64encode(value).decode() != text:
        raise Refused(f"{text} is not base64 as an encoder writes it")
    return value
