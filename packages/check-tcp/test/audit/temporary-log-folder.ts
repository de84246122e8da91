import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { LogFolder } from '../../src/audit/files/log-folder.js'

/** An empty folder, open to be written, that is closed and removed when the test that runs has ended. */
export function temporaryLogFolder(): LogFolder {
  const folder = LogFolder.open(mkdtempSync(join(tmpdir(), 'check-tcp-')), 'write')
  onTestFinished(() => {
    folder.close()
    rmSync(folder.path, { recursive: true, force: true })
  })
  return folder
}
