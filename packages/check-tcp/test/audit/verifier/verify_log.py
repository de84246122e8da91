#!/usr/bin/env python3
"""Verifies audit logs of check-tcp and what they prove, from the specifications alone.

verify_log.py verify FOLDER --key KEY [--since CHECKPOINT]   is the log the one that the kept checkpoint vouches for?
verify_log.py proof PROOF --entry ENTRY --key KEY            is the entry in the log? (check-tcp audit prove N)
verify_log.py growth PROOF --since CHECKPOINT --key KEY      has the log only grown? (check-tcp audit prove --since)
verify_log.py serve                                          answers requests on standard input, one JSON text a line

All but KEY are files; KEY is a file, or the text of a verifier key. The exit code is 0 where all is well, 1 where not,
and 2 where it cannot be asked. Needs Python 3.9 and the module cryptography (Debian's python3-cryptography).
"""

import argparse
import json
import sys
from base64 import b64decode, b64encode
from pathlib import Path

sys.dont_write_bytecode = True

from log_folder import findings_of  # noqa: E402
from merkle_tree import GrowingTree, consistency_holds, inclusion_holds, leaf_hash, root_of  # noqa: E402
from signed_notes import Refused, growth_proof_holds, open_note, parse_key, proof_holds  # noqa: E402


def answer(request: dict) -> dict:
    """Answers one request of `serve`. Hashes and the entries of `root` are base64, all else is text."""
    ask = request["ask"]
    if ask == "root":
        leaves = [leaf_hash(entry) for entry in buffers(request["entries"])]
        tree = GrowingTree()
        for leaf in leaves:
            tree.append(leaf)
        if tree.root() != root_of(leaves):
            raise AssertionError("two ways to the root differ")
        return {"root": b64encode(tree.root()).decode()}
    if ask == "inclusion":
        leaf, root = buffers([request["leaf"], request["root"]])
        path = buffers(request["path"])
        return {"holds": inclusion_holds(leaf, request["index"], request["size"], path, root)}
    if ask == "consistency":
        first_root, root = buffers([request["fromRoot"], request["root"]])
        path = buffers(request["path"])
        return {"holds": consistency_holds(request["from"], first_root, request["size"], root, path)}
    key = parse_key(request["key"])
    if ask == "note":
        return {"text": open_note(request["note"].encode(), key)}
    if ask == "proof":
        return {"holds": proof_holds(request["proof"].encode(), request["entry"].encode(), key)}
    if ask == "growth":
        return {"holds": growth_proof_holds(request["proof"].encode(), request["since"].encode(), key)}
    if ask == "verify":
        since = request.get("since")
        return {"findings": findings_of(Path(request["folder"]), key, since and since.encode())}
    raise Refused(f"nobody can be asked for {ask}")


def buffers(texts: list[str]) -> list[bytes]:
    return [b64decode(text) for text in texts]


def serve() -> None:
    for line in sys.stdin.buffer:
        try:
            told = answer(json.loads(line))
        except (Refused, OSError, UnicodeError) as problem:
            told = {"refused": str(problem)}
        print(json.dumps(told), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("ask", choices=["verify", "proof", "growth", "serve"])
    parser.add_argument("path", nargs="?", type=Path)
    for flag in ("--since", "--entry"):
        parser.add_argument(flag, type=Path)
    parser.add_argument("--key")
    given = parser.parse_args()
    if given.ask == "serve":
        serve()
        return 0
    needs = {"verify": [], "proof": ["entry"], "growth": ["since"]}[given.ask]
    missing = [name for name in ["path", "key", *needs] if getattr(given, name) is None]
    if missing:
        parser.error(f"{given.ask} needs {' and '.join(missing)}")
    try:
        key = parse_key(Path(given.key).read_text() if Path(given.key).is_file() else given.key)
        since = given.since and given.since.read_bytes()
        if given.ask == "verify":
            findings = findings_of(given.path, key, since)
            print("\n".join(findings) or "nobody has tampered with the log")
            return 1 if findings else 0
        proof = given.path.read_bytes()
        if given.ask == "proof":
            holds = proof_holds(proof, given.entry.read_bytes().removesuffix(b"\n"), key)
        else:
            holds = growth_proof_holds(proof, since, key)
    except (Refused, OSError) as problem:
        print(f"verify_log.py: {problem}", file=sys.stderr)
        return 2
    print("the proof holds" if holds else "the proof does not hold")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
