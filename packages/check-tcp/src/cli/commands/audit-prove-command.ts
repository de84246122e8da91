import {
  type ConsistencyProof,
  type InclusionProof,
  proveEntry,
  proveGrowth,
} from '../../audit/prove-log.js'
import { jsonText } from '../../core/text/json-text.js'
import { EXIT } from '../exit/exit-codes.js'
import { UsageError } from '../exit/usage-error.js'
import { type AuditDirectoryFlags, auditDirectory } from '../flags/audit-directory.js'
import { wholeNumber } from '../flags/number-flags.js'
import type { Terminal } from '../terminal/terminal.js'
import { readCheckpointFile } from './audit-verify-command.js'

export interface AuditProveFlags extends AuditDirectoryFlags {
  readonly since?: string
  readonly output?: 'text' | 'json'
}

/** `check-tcp audit prove`: that an entry is in the log, or that the log has only grown since a checkpoint. */
export async function proveAudit(
  entry: string | undefined,
  flags: AuditProveFlags,
  terminal: Terminal,
): Promise<number> {
  if ((entry === undefined) === (flags.since === undefined)) {
    throw new UsageError('audit prove takes the number of an entry, or --since CHECKPOINT')
  }
  const directory = await auditDirectory(flags, terminal)
  const isJson = flags.output === 'json'
  if (flags.since !== undefined) {
    const proof = await proveGrowth(directory, readCheckpointFile(flags.since))
    await terminal.out(isJson ? `${jsonText(growthJson(proof), 2)}\n` : growthText(proof))
    return EXIT.ok
  }
  const index = wholeNumber('ENTRY', entry ?? '', 0, Number.MAX_SAFE_INTEGER)
  const proof = await proveEntry(directory, index)
  await terminal.out(isJson ? `${jsonText(entryJson(proof), 2)}\n` : entryText(proof))
  return EXIT.ok
}

/** C2SP tlog-proof: what other tools for transparency logs read. */
function entryText({ index, path, note }: InclusionProof): string {
  return ['c2sp.org/tlog-proof@v1', `index ${index}`, ...base64(path), '', note].join('\n')
}

function growthText({ from, path, note }: ConsistencyProof): string {
  return [`from ${from.size} ${from.root.toString('base64')}`, ...base64(path), '', note].join('\n')
}

function entryJson({ index, entry, leaf, path, checkpoint, note }: InclusionProof) {
  return {
    index,
    ...(entry === undefined ? {} : { entry }),
    leaf_hash: leaf.toString('base64'),
    size: checkpoint.size,
    root: checkpoint.root.toString('base64'),
    path: base64(path),
    checkpoint: note,
  }
}

function growthJson({ from, path, checkpoint, note }: ConsistencyProof) {
  return {
    from: from.size,
    from_root: from.root.toString('base64'),
    size: checkpoint.size,
    root: checkpoint.root.toString('base64'),
    path: base64(path),
    checkpoint: note,
  }
}

function base64(hashes: readonly Buffer[]): readonly string[] {
  return hashes.map((hash) => hash.toString('base64'))
}
