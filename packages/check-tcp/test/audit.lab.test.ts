import { execFileSync } from 'node:child_process'
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GapEntry } from '../src/audit/entries/entry.js'
import { openAuditLog } from '../src/audit/open-audit-log.js'
import { entryOf, readLog } from '../src/audit/read-log.js'
import { verifyLog } from '../src/audit/verify-log.js'
import { createChecker } from '../src/check/checker.js'
import { runCommand } from './cli/support/run-command.js'
import { type TemporaryFolder, temporaryFolder } from './cli/support/temporary-folder.js'
import { listening } from './support/listening.js'

const isRoot = process.getuid?.() === 0 && process.platform === 'linux'

describe.skipIf(!isRoot)(
  `the audit log on a full disk${isRoot ? '' : ' (left out: it needs root on Linux)'}`,
  () => {
    let folder: TemporaryFolder
    let disk: string
    let ballast: string
    beforeAll(async () => {
      folder = await temporaryFolder()
      disk = join(folder.path, 'disk')
      ballast = join(disk, 'ballast')
      mkdirSync(disk)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk])
    })
    afterAll(async () => {
      execFileSync('umount', [disk])
      await folder[Symbol.asyncDispose]()
    })

    /** Takes all that is left of the disk, but for some bytes. */
    function fill(leave = 0): void {
      const file = openSync(ballast, 'w')
      let size = 0
      try {
        for (;;) size += writeSync(file, Buffer.alloc(16_384))
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' })
      } finally {
        ftruncateSync(file, Math.max(0, size - leave))
        closeSync(file)
      }
    }

    it('refuses checks in strict mode, and goes on and tells of it once there is room', async () => {
      await using open = await listening()
      const directory = join(disk, 'strict')
      const audit = await openAuditLog({ directory })
      const checker = createChecker({ audit })
      const target = { host: '127.0.0.1', port: open.port }
      const failureOf = async () => (await checker.check(target)).details.failure
      expect(await failureOf()).toBeUndefined()

      fill()
      // The first files of the log have room up to the end of their page.
      const results: string[] = []
      while (!results.includes('not_audited')) results.push((await failureOf()) ?? 'success')
      const made = open.connections()
      const refused = await checker.check(target)
      expect(refused).toMatchObject({
        status: 'error',
        error: 'Audit log cannot be written',
        attempts: 0,
        details: { fault: 'local', cause: expect.stringContaining('ENOSPC') },
      })
      expect(open.connections()).toBe(made)

      rmSync(ballast)
      while ((await failureOf()) !== undefined)
        await new Promise((resolve) => setTimeout(resolve, 50))
      await checker.close()
      await audit.close()
      const { findings, entries, vouchedFor } = await verifyLog({ directory })
      expect({ findings, vouchedFor }).toEqual({ findings: [], vouchedFor: entries })
      const gaps: unknown[] = []
      for await (const batch of readLog(directory)) {
        for (const one of batch) {
          const entry = 'line' in one && one.line ? entryOf(one.line) : undefined
          if (entry?.kind === 'gap') gaps.push(entry)
        }
      }
      expect(gaps).toContainEqual(
        expect.objectContaining({ lost: 1, problem: expect.stringContaining('ENOSPC') }),
      )
    })

    it('is an error before anything is sent, or one warning and a count, as the mode says', async () => {
      await using open = await listening()
      fill()
      for (const mode of ['strict', 'relaxed']) {
        const policy = await folder.write(
          `${mode}.yaml`,
          `audit: { directory: disk/${mode}-full, mode: ${mode} }\n`,
        )
        const targets = Array(3).fill(`127.0.0.1:${open.port}`)
        const { code, stdout, stderr } = await runCommand([...targets, '--policy', policy])
        if (mode === 'strict') {
          expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
          expect(stderr).toMatch(/^check-tcp: the audit log cannot be opened: ENOSPC.*\n$/)
          expect(open.connections()).toBe(0)
        } else {
          expect(code).toBe(0)
          expect(stdout).toContain('3 checks: 3 succeeded')
          expect(stderr.match(/cannot be written, checks go on without it: ENOSPC/g)).toHaveLength(
            1,
          )
          expect(stderr).toMatch(/check-tcp: 3 checks are not in the audit log: ENOSPC/)
        }
      }
      rmSync(ballast)
    })

    it('tells at the next start what an ended process could not record, though not a byte was left', async () => {
      await using open = await listening()
      const directory = join(disk, 'ended')
      const policy = await folder.write('ended.yaml', 'audit: { directory: disk/ended }\n')
      const target = { host: '127.0.0.1', port: open.port }
      const check = () => runCommand([`127.0.0.1:${open.port}`, '--policy', policy])
      expect((await check()).code).toBe(0)

      const audit = await openAuditLog({ directory })
      const checker = createChecker({ audit })
      const failureOf = async () => (await checker.check(target)).details.failure
      expect(await failureOf()).toBeUndefined()
      fill()
      let notAudited = 0
      while (notAudited < 3) if ((await failureOf()) === 'not_audited') notAudited++
      await checker.close()
      await audit.close()
      const between = await verifyLog({ directory })
      expect(between.findings).toEqual([])
      expect(between.gap).toMatchObject({ problem: expect.stringContaining('ENOSPC') })
      expect((between.gap?.lost ?? 0) + (between.gap?.refused ?? 0)).toBe(notAudited)
      const { stdout } = await runCommand(['audit', 'verify', '--directory', directory])
      expect(stdout.replace(/\s+/g, ' ')).toContain('the next writer records it as an entry')

      // As long as there is no room, another process cannot begin, and what is noted stays.
      expect(await check()).toMatchObject({ code: 2, stdout: '' })
      rmSync(ballast)
      expect((await check()).code).toBe(0)
      expect((await check()).code).toBe(0)
      const gaps: GapEntry[] = []
      for await (const batch of readLog(directory)) {
        for (const one of batch) {
          const entry = 'line' in one && one.line ? entryOf(one.line) : undefined
          if (entry?.kind === 'gap') gaps.push(entry)
        }
      }
      expect(gaps).toHaveLength(1)
      expect((gaps[0]?.lost ?? 0) + (gaps[0]?.refused ?? 0)).toBe(notAudited)
      expect(gaps[0]).toMatchObject(between.gap ?? {})
      const after = await verifyLog({ directory })
      expect(after).toMatchObject({ findings: [], gap: undefined, vouchedFor: after.entries })
    })

    it('shows a mass check its refusals as results', async () => {
      await using open = await listening()
      const policy = await folder.write('mass.yaml', 'audit: { directory: disk/mass }\n')
      fill(60_000)
      const targets = `127.0.0.0/22:${open.port}`
      const { code, stdout, stderr } = await runCommand([
        ...[targets, '--policy', policy, '--output', 'ndjson'],
      ])
      rmSync(ballast)
      expect(code).toBe(1)
      expect(stderr).toMatch(
        /^(check-tcp: no checkpoint of the audit log could be written: .*\n)?$/,
      )
      const failures = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).details.failure)
      expect(failures).toHaveLength(1_022)
      const acknowledged = failures.filter((failure) => failure !== 'not_audited').length
      expect(acknowledged).toBeGreaterThan(0)
      expect(acknowledged).toBeLessThan(1_022)
      const directory = join(disk, 'mass')
      const log = readFileSync(join(directory, 'entries-0000000000000000.ndjson'), 'utf8')
      expect(log.split('\n').length - 1).toBeGreaterThanOrEqual(acknowledged)
      expect((await verifyLog({ directory })).findings).toEqual([])
    })
  },
)
