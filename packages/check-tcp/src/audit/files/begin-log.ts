import { basename, dirname, join, resolve } from 'node:path'
import { makeDirectory } from '../../core/make-directory.js'
import { AuditLogError } from '../audit-log-error.js'
import type { AuditOptions } from '../audit-options.js'
import { CompactRange } from '../merkle/compact-range.js'
import { type Checkpoint, keepOf, openCheckpoint, signCheckpoint } from '../notes/checkpoint.js'
import { makeKey, readKey } from '../notes/log-key.js'
import { formatVerifierKey, type SignerKey } from '../notes/signed-note.js'
import { createGaps } from './gaps-file.js'
import { FILES, readLayout } from './layout.js'
import { LogFolder } from './log-folder.js'
import { checkParents } from './safe-to-use.js'
import { WHAT_TO_DO } from './what-to-do.js'

/** What a log that can be written has been found to be. */
export interface Begun {
  readonly key: SignerKey
  readonly checkpoint: Checkpoint
}

/**
 * Opens the folder of a log, and makes it where it is not there.
 *
 * @throws {AuditLogError} for a folder that is not to be trusted, or what the file system says
 */
export function openLogFolder(
  { directory }: AuditOptions,
  { mayCreate }: { readonly mayCreate: boolean },
): LogFolder {
  if (mayCreate) {
    checkParents(resolve(directory))
    makeDirectory(directory, 0o700)
  }
  return LogFolder.open(directory, 'write')
}

/** The key of a log; `undefined` where there is none yet. */
export function keyOfLog(folder: LogFolder, options: AuditOptions): Promise<SignerKey | undefined> {
  return withKeyFolder(folder, options, readKey)
}

/**
 * Opens a log, or begins one where the folder has none. The caller has the writer's lock.
 *
 * @throws {AuditLogError} where something of it is gone that only a tamperer or a broken disk takes
 */
export async function beginLog(
  folder: LogFolder,
  options: AuditOptions,
  { mayCreate }: { readonly mayCreate: boolean },
): Promise<Begun> {
  if (folder.has(FILES.oldTail)) {
    throw new AuditLogError(
      `the audit log in ${folder.path} is of an older version (it has ${FILES.oldTail}), whose entries have no seals: move the folder away; a new log begins in its place`,
    )
  }
  folder.removeDrafts()
  const note = folder.read(FILES.checkpoint)?.toString('utf8')
  const key = await keyOfLog(folder, options)
  if (note === undefined) {
    if (!mayCreate || readLayout(folder).length > 0) throw lost(folder, 'checkpoint')
    return createLog(folder, options, key)
  }
  if (!key) throw lost(folder, `key ${options.key ?? join(folder.path, FILES.key)}`)
  const checkpoint = openCheckpoint(note, key.verifier)
  if (!checkpoint) {
    throw new AuditLogError(
      `${join(folder.path, FILES.checkpoint)} is damaged, or not signed by the key of the log. ${WHAT_TO_DO}`,
    )
  }
  await checkVerifierKey(folder, key)
  return { key, checkpoint }
}

/** The checkpoint comes last: without it, and without entries, everything is begun again. */
async function createLog(
  folder: LogFolder,
  options: AuditOptions,
  known: SignerKey | undefined,
): Promise<Begun> {
  const key = known ?? (await withKeyFolder(folder, options, makeKey))
  await folder.replace(FILES.verifierKey, `${formatVerifierKey(key.verifier)}\n`)
  await createGaps(folder, key)
  const range = new CompactRange()
  const checkpoint: Checkpoint = {
    origin: key.verifier.name,
    range,
    size: range.size,
    root: range.root(),
    tail: { first: 0, offset: 0 },
    keep: keepOf(options.retentionDays),
    forgotten: undefined,
  }
  await folder.replace(FILES.checkpoint, signCheckpoint(checkpoint, key))
  await folder.sync()
  return { key, checkpoint }
}

/** Who reads the log goes by this file, where they have no key from outside. */
async function checkVerifierKey(folder: LogFolder, { verifier }: SignerKey): Promise<void> {
  const wanted = formatVerifierKey(verifier)
  const found = folder.read(FILES.verifierKey)?.toString('utf8')
  if (found === undefined) await folder.replace(FILES.verifierKey, `${wanted}\n`)
  else if (found.trim() !== wanted) {
    throw new AuditLogError(
      `${join(folder.path, FILES.verifierKey)} does not match the log's key: somebody replaced it. The right one is ${wanted}`,
    )
  }
}

async function withKeyFolder<T>(
  folder: LogFolder,
  { key }: AuditOptions,
  use: (folder: LogFolder, name: string) => T,
): Promise<Awaited<T>> {
  if (key === undefined) return await use(folder, FILES.key)
  const keyFolder = LogFolder.open(dirname(resolve(key)), 'key')
  try {
    return await use(keyFolder, basename(key))
  } finally {
    keyFolder.close()
  }
}

function lost(folder: LogFolder, what: string): AuditLogError {
  return new AuditLogError(`the audit log in ${folder.path} has lost its ${what}. ${WHAT_TO_DO}`)
}
