import type { CompactRange } from '../merkle/compact-range.js'
import { leafHash } from '../merkle/tree-hash.js'
import { isSignedLine, type SealedLine, signLine } from './signed-line.js'
import type { SignerKey, VerifierKey } from './signed-note.js'

/** No name of a log begins so: it has no space. What is signed as a seal is nothing else. */
const LABEL = 'check-tcp audit seal v1'

/**
 * The lines of a batch as they are written, the last of them sealed: its seal vouches for all entries before it too.
 *
 * @param range the tree of all entries before the batch; those of the batch are appended
 */
export function sealBatch(
  lines: readonly string[],
  range: CompactRange,
  key: SignerKey,
): readonly string[] {
  const before = lines.slice(0, -1)
  for (const line of before) range.append(leafHash(line))
  const sealed = lines
    .slice(-1)
    .map((line) => signLine(line, headOf(key.verifier.name, range), key))
  for (const line of sealed) range.append(leafHash(line))
  return [...before, ...sealed]
}

/** @param before the tree of the entries before the line */
export function isSealOf(line: SealedLine, before: CompactRange, key: VerifierKey): boolean {
  return isSignedLine(line, headOf(key.name, before), key)
}

function headOf(name: string, before: CompactRange): string {
  return `${LABEL}\n${name}\n${before.size}\n${before.root().toString('base64')}\n`
}
