import { execFile } from 'node:child_process'
import { join } from 'node:path'

const COMMAND = join(import.meta.dirname, '../../../check-tcp/bin/check-tcp.cjs')

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs `check-tcp monitor` with these words, as people do, and waits for its end. */
export function runMonitorCommand(...words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, 'monitor', ...words], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}
