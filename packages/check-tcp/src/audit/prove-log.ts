import { AuditLogError } from './audit-log-error.js'
import { FILES } from './files/layout.js'
import type { LogFolder } from './files/log-folder.js'
import { LeafHashes } from './merkle/leaf-hashes.js'
import { consistencyProof, inclusionProof, treeRoot } from './merkle/proofs.js'
import { type Checkpoint, readUnproven } from './notes/checkpoint.js'
import { openToRead, readFolder } from './read-log.js'

/** That an entry is in the log that a checkpoint vouches for. */
export interface InclusionProof {
  readonly index: number
  /** The entry itself; absent where only its hash was kept. */
  readonly entry: string | undefined
  readonly leaf: Buffer
  /** From the leaf's sibling upwards. */
  readonly path: readonly Buffer[]
  readonly checkpoint: Checkpoint
  /** The checkpoint as it was signed. */
  readonly note: string
}

/** @throws {AuditLogError} where there is no such entry, or no checkpoint that vouches for it */
export async function proveEntry(directory: string, index: number): Promise<InclusionProof> {
  const { note, checkpoint, leaves, line } = await readAll(directory, index)
  if (index >= checkpoint.size) {
    throw new AuditLogError(
      `entry ${index} is not vouched for: the newest checkpoint is of the first ${checkpoint.size} entries`,
    )
  }
  const path = inclusionProof(leaves, index, checkpoint.size)
  return { index, entry: line?.toString('utf8'), leaf: leaves.at(index), path, checkpoint, note }
}

/** That the log has only grown since an older checkpoint. */
export interface ConsistencyProof {
  readonly from: Checkpoint
  readonly path: readonly Buffer[]
  readonly checkpoint: Checkpoint
  readonly note: string
}

/** @throws {AuditLogError} where that cannot be proven */
export async function proveGrowth(directory: string, since: string): Promise<ConsistencyProof> {
  const from = readUnproven(since)
  if (!from || from.size === 0) throw new AuditLogError('that is not a checkpoint of any entries')
  const { note, checkpoint, leaves } = await readAll(directory)
  const isOld = from.size <= checkpoint.size && from.root.equals(treeRoot(leaves, 0, from.size))
  if (!isOld) {
    throw new AuditLogError(
      `the log is not one that has grown from that checkpoint of ${from.size} entries`,
    )
  }
  return { from, path: consistencyProof(leaves, from.size, checkpoint.size), checkpoint, note }
}

async function readAll(directory: string, wanted?: number) {
  const folder = openToRead(directory)
  try {
    return await readAllOf(folder, wanted)
  } finally {
    folder.close()
  }
}

async function readAllOf(folder: LogFolder, wanted: number | undefined) {
  const note = folder.read(FILES.checkpoint)?.toString('utf8')
  if (note === undefined) throw new AuditLogError(`there is no checkpoint in ${folder.path}`)
  const checkpoint = readUnproven(note)
  if (!checkpoint) throw new AuditLogError(`the checkpoint of the log in ${folder.path} is damaged`)
  const leaves = new LeafHashes()
  let line: Buffer | undefined
  for await (const batch of readFolder(folder)) {
    for (const one of batch) {
      if ('problem' in one) throw new AuditLogError(one.problem)
      if (!('leaf' in one)) continue
      if (one.index === wanted) line = one.line
      leaves.push(one.leaf)
    }
  }
  const isWhole =
    leaves.size >= checkpoint.size && checkpoint.root.equals(treeRoot(leaves, 0, checkpoint.size))
  if (!isWhole) {
    throw new AuditLogError('the entries are not those of the newest checkpoint: see audit verify')
  }
  return { note, checkpoint, leaves, line }
}
