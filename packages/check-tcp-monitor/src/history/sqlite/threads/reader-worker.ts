import { parentPort, workerData } from 'node:worker_threads'
import { databaseFile } from '../database/history-files.js'
import { readerMethods } from '../reader/reader-methods.js'
import { answerCalls } from './worker-calls.js'

/** What a reading thread is told when it starts. */
export interface ReaderData {
  readonly directory: string
}

// Given by `ThreadedStore`.
if (parentPort) {
  answerCalls(parentPort, readerMethods(databaseFile((workerData as ReaderData).directory)))
}
