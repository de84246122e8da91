import { backupDatabase } from '../database/backup-database.js'
import type { Database } from '../database/open-database.js'
import { openForCopying, openForReading } from '../database/open-history.js'
import { HistoryReader, type Reads } from './history-reader.js'
import { answerRole } from './remote-role.js'

interface Opened {
  readonly database: Database
  readonly reader: HistoryReader
}

/** What a reading thread answers: long questions, which so keep nobody from writing. */
export function readerMethods(path: string) {
  let opened: Opened | undefined
  let backingUp: Promise<unknown> = Promise.resolve()

  function reader(): HistoryReader {
    if (!opened) {
      const database = openForReading(path)
      opened = { database, reader: new HistoryReader(database) }
    }
    return opened.reader
  }

  function letGo(): void {
    opened?.database.close()
    opened = undefined
  }

  async function backup(to: string): Promise<void> {
    // A connection of its own, since one that is being copied from answers nothing else.
    const source = openForCopying(path)
    try {
      await backupDatabase(source, to)
    } finally {
      source.close()
    }
  }

  return {
    read: (name: keyof Reads, args: readonly unknown[]) => answerRole<Reads>(reader(), name, args),
    backup: (to: string) => {
      const mine = backingUp.then(() => backup(to))
      backingUp = mine.catch(() => {})
      return mine
    },
    /** Lets go of the file; the next question opens the one that is there then. */
    release: async () => {
      await backingUp
      letGo()
    },
    close: async () => {
      await backingUp
      letGo()
    },
  }
}

export type ReaderMethods = ReturnType<typeof readerMethods>
