import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SqliteStore } from '../../../../test/support/sqlite-store.js'
import { StoreError } from '../../../core/store/store-error.js'
import { openReadOnly } from '../reader/read-only-store.js'

let base: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'check-tcp-reasons-'))
  chmodSync(base, 0o755)
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

async function failureOf(directory: string): Promise<string> {
  try {
    await SqliteStore.open({ directory }).close()
  } catch (error) {
    if (error instanceof StoreError) return `${error.code}: ${error.message}`
    throw error
  }
  return 'none'
}

const canBeNobody = process.getuid?.() === 0
const NOBODY = 65_534

/** Works as a user who may write nowhere. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  // The driver is loaded before, since that user may not be able to read it.
  await SqliteStore.open({ directory: ':memory:' }).close()
  process.seteuid?.(NOBODY)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}

describe('a history that cannot be opened', () => {
  it('says that a part of its path is a file', async () => {
    const file = join(base, 'file')
    writeFileSync(file, '')
    expect(await failureOf(join(file, 'history'))).toBe(
      `STORE_UNWRITABLE: cannot make the directory ${file}/history: ${file} is not a directory; put that right, or name another folder under \`directory\` of the config`,
    )
  })

  it('says where there is none to be read', async () => {
    const directory = join(base, 'none')
    await expect(openReadOnly(directory).outbox.deadLetters(1)).rejects.toThrow(
      `there is no history at ${directory}/history.db`,
    )
  })

  it.runIf(canBeNobody)('says which user may not make its folder, and what to do', async () => {
    const words = await asNobody(() => failureOf(join(base, 'a', 'history')))
    expect(words).toBe(
      `STORE_UNWRITABLE: cannot make the directory ${base}/a/history: user nobody may not write to ${base} (permission denied); put that right, or name another folder under \`directory\` of the config`,
    )
  })

  it.runIf(canBeNobody)('says which user may not lock its folder', async () => {
    const directory = join(base, 'locked')
    mkdirSync(directory, { mode: 0o755 })
    expect(await asNobody(() => failureOf(directory))).toMatch(
      /^STORE_UNWRITABLE: cannot open .*lock\.db: permission denied \(EACCES\): user nobody may not write to .*locked, which belongs to root/,
    )
  })
})
