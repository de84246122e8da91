import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readVerifierKey } from '../src/audit/notes/log-key.js'
import { verifyLog } from '../src/audit/verify-log.js'
import { type Change, TAMPERED, UNTOUCHED, writeLog } from './audit/changed-logs.js'
import { entriesFile, HandMadeLog } from './audit/hand-made-log.js'
import {
  IndependentVerifier,
  type KeptLog,
  runVerifier,
  verifierLeftOut,
} from './audit/verifier/independent-verifier.js'
import { temporaryFolder } from './cli/support/temporary-folder.js'

/** Changes a log and has it verified. */
async function verified(change: Change, findings: (log: KeptLog) => Promise<readonly string[]>) {
  await using folder = await temporaryFolder()
  const log = new HandMadeLog(join(folder.path, 'log'))
  const since = writeLog(log)
  change(log)
  return await findings({ directory: log.directory, key: log.key, since })
}

describe("the log's own verifier", () => {
  async function findings({ directory, key, since }: KeptLog): Promise<readonly string[]> {
    return (await verifyLog({ directory, since, key: readVerifierKey(key) })).findings
  }

  it.each(Object.entries(UNTOUCHED))('takes a log where %s', async (_what, change) => {
    expect(await verified(change, findings)).toEqual([])
  })

  it.each(Object.entries(TAMPERED))('finds where %s', async (_what, [, change]) => {
    expect(await verified(change, findings)).not.toEqual([])
  })
})

describe.skipIf(verifierLeftOut !== '')(`the verifier in Python${verifierLeftOut}`, () => {
  let verifier: IndependentVerifier
  beforeAll(() => {
    verifier = new IndependentVerifier()
  })
  afterAll(() => verifier[Symbol.asyncDispose]())

  const findings = (log: KeptLog) => verifier.findings(log)

  it.each(Object.entries(UNTOUCHED))('takes a log where %s', async (_what, change) => {
    expect(await verified(change, findings)).toEqual([])
  })

  it.each(Object.entries(TAMPERED))('finds where %s', async (_what, [found, change]) => {
    expect(await verified(change, findings)).toContainEqual(expect.stringContaining(found))
  })

  it('is a command that anybody can run', async () => {
    await using folder = await temporaryFolder()
    const log = new HandMadeLog(join(folder.path, 'log'))
    const since = await folder.write('since', writeLog(log))
    const key = await folder.write('key', `${log.key}\n`)
    const asked = ['verify', log.directory, '--key', key, '--since', since]
    expect(runVerifier(...asked)).toMatchObject({ status: 0, stderr: '' })
    log.write(entriesFile(3), '')
    const told = runVerifier(...asked)
    expect(told).toMatchObject({ status: 1, stderr: '' })
    expect(told.stdout).toContain('should begin with entry 3')
    const nowhere = runVerifier('verify', `${log.directory}-not-there`, '--key', key)
    expect(nowhere).toMatchObject({ status: 2, stdout: '' })
    expect(runVerifier('verify', log.directory, '--key', 'x')).toMatchObject({
      status: 2,
      stdout: '',
    })
    expect(runVerifier('proof', since)).toMatchObject({ status: 2, stdout: '' })
  })
})
