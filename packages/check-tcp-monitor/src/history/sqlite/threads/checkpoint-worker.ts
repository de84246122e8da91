import { existsSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { databaseFile } from '../database/history-files.js'
import { type Database, openDatabase } from '../database/open-database.js'
import { answerCalls } from './worker-calls.js'

/** What a checkpointing thread is told when it starts. */
export interface CheckpointData {
  readonly directory: string
}

/**
 * The thread that copies pages from the log into the database, as far as it can without anybody waiting for it. What is
 * left for the writer is little, so that no commit waits for hundreds of milliseconds while thousands of pages are
 * written here and there and synced.
 */
function methodsOf({ directory }: CheckpointData) {
  let database: Database | undefined

  function checkpoint(): void {
    const file = databaseFile(directory)
    // Opening would make an empty file where the history was removed, and that would pass for another history.
    if (!database && !existsSync(file)) return
    try {
      database ??= openDatabase(file)
      database.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } catch {
      // A full disk, for one: the writer meets the same and tells of it; the next call tries again.
    }
  }

  return {
    checkpoint,
    close: () => database?.close(),
  }
}

export type CheckpointMethods = ReturnType<typeof methodsOf>

// Given by `ThreadedStore`.
if (parentPort) answerCalls(parentPort, methodsOf(workerData as CheckpointData))
