import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Change, TAMPERED, UNTOUCHED, writeLog } from './audit/changed-logs.js'
import { HandMadeLog } from './audit/hand-made-log.js'
import { IndependentVerifier, verifierLeftOut } from './audit/independent-verifier.js'
import { temporaryFolder } from './cli/temporary-folder.js'

describe.skipIf(verifierLeftOut !== '')(`the verifier in Python${verifierLeftOut}`, () => {
  let verifier: IndependentVerifier
  beforeAll(() => {
    verifier = new IndependentVerifier()
  })
  afterAll(() => verifier[Symbol.asyncDispose]())

  async function findings(change: Change): Promise<readonly string[]> {
    await using folder = await temporaryFolder()
    const log = new HandMadeLog(join(folder.path, 'log'))
    const since = writeLog(log)
    change(log)
    const { directory, key } = log
    return await verifier.findings({ directory, key, since })
  }

  it.each(Object.entries(UNTOUCHED))('takes a log where %s', async (_what, change) => {
    expect(await findings(change)).toEqual([])
  })

  it.each(Object.entries(TAMPERED))('finds where %s', async (_what, [found, change]) => {
    expect(await findings(change)).toContainEqual(expect.stringContaining(found))
  })
})
