import { parentPort, workerData } from 'node:worker_threads'
import type { Batch } from '../../../core/store/commits.js'
import type { HistoryRecord } from '../../../core/store/history-record.js'
import type { OutboxUpdate } from '../../../core/store/outbox.js'
import type { SpoolLimits } from '../../../core/store/spool-role.js'
import type { Retention } from '../../../core/store/store-admin.js'
import { StoreError } from '../../../core/store/store-error.js'
import { databaseBytes } from '../database/database-bytes.js'
import { databaseFile } from '../database/history-files.js'
import { copyBeside, markOf, placeOf, putInPlace } from '../database/history-place.js'
import { makeHistoryDirectory, type OpenWriter, openWriter } from '../writer/open-writer.js'
import { runPurge } from '../writer/run-purge.js'
import { answerCalls, toFailure } from './worker-calls.js'

/** What a writing thread is told when it starts. */
export interface WriterData {
  readonly directory: string
  /** What a spool holds. */
  readonly spool?: SpoolLimits | undefined
}

/** The checkpointing thread copies long before; this is for when it cannot keep up. */
const CHECKPOINT_PAGES = 8_000

/** The thread that writes: commits, rollups and the purge, one after the other. */
function methodsOf({ directory, spool }: WriterData) {
  let opened: OpenWriter | undefined
  let isClosing = false
  let purging: Promise<unknown> = Promise.resolve()
  let mark: string | undefined
  /** Why nothing is to be written now. */
  let refusal: string | undefined
  let isCopied = false
  const file = databaseFile(directory)

  function open(): OpenWriter {
    if (!opened) {
      opened = openWriter(directory, { checkpointPages: CHECKPOINT_PAGES, spool })
      mark = markOf(file)
    }
    return opened
  }

  function refuse(): void {
    if (refusal !== undefined) throw new StoreError('STORE_UNWRITABLE', refusal)
  }

  return {
    open: () => {
      open()
    },
    writeGroup: (batches: readonly Batch[]) => {
      refuse()
      const { writer } = open()
      const written = writer.writeGroup(batches).map((failure) => failure && toFailure(failure))
      return { written, logPages: writer.logPages }
    },
    updateOutbox: (update: OutboxUpdate) => {
      // What is marked after the copy was made would be lost with the file before.
      if (isCopied) refuse()
      return open().writer.updateOutbox(update)
    },
    deleteDeadLetters: (seqs: readonly number[]) => {
      if (isCopied) refuse()
      return open().writer.deleteDeadLetters(seqs)
    },
    place: () => {
      open()
      return placeOf(file, mark)
    },
    refuse: (problem: string | undefined) => {
      refusal = problem
    },
    copyAnew: () => {
      makeHistoryDirectory(directory)
      copyBeside(open().writer.database, file)
      isCopied = true
    },
    takeAnew: () => {
      opened?.close()
      opened = undefined
      putInPlace(file)
      open()
      isCopied = false
      refusal = undefined
    },
    importRecords: (records: readonly HistoryRecord[]) => open().writer.importRecords(records),
    purge: (now: number, retention: Retention) => {
      const mine = purging.then(() => runPurge(open().writer, now, retention, () => isClosing))
      purging = mine.catch(() => {})
      return mine
    },
    facts: () => {
      const { writer } = open()
      return { ...writer.facts, bytes: databaseBytes(writer.database, directory) }
    },
    close: async () => {
      isClosing = true
      await purging
      // A thread that ends with an open database may take the process with it.
      opened?.close()
      opened = undefined
    },
  }
}

export type WriterMethods = ReturnType<typeof methodsOf>

// Given by `ThreadedStore`.
if (parentPort) answerCalls(parentPort, methodsOf(workerData as WriterData))
