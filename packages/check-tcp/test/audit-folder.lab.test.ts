import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AuditLogError } from '../src/audit/audit-log-error.js'
import { openAuditLog } from '../src/audit/open-audit-log.js'
import { proveEntry } from '../src/audit/prove-log.js'
import { readLog } from '../src/audit/read-log.js'
import { verifyLog } from '../src/audit/verify-log.js'
import { recorded, sampleCheck } from './audit/sample-check.js'
import { runCommand } from './cli/support/run-command.js'
import { type TemporaryFolder, temporaryFolder } from './cli/support/temporary-folder.js'

const isRoot = process.getuid?.() === 0 && process.platform === 'linux'

/** The system's `nobody`, and another user. */
const NOBODY = 65_534
const SOMEBODY = 65_533

describe.skipIf(!isRoot)(
  `an audit log among several users${isRoot ? '' : ' (left out: it needs root on Linux)'}`,
  () => {
    let folder: TemporaryFolder
    let directory: string
    beforeEach(async () => {
      folder = await temporaryFolder()
      chmodSync(folder.path, 0o755)
      directory = join(folder.path, 'log')
    })
    afterEach(async () => {
      process.seteuid?.(0)
      await folder[Symbol.asyncDispose]()
    })

    async function write(options: { readonly key?: string } = {}): Promise<void> {
      const log = await openAuditLog({ directory, ...options })
      expect(await recorded(log, sampleCheck(1))).toBeUndefined()
      await log.close()
    }

    async function as<T>(user: number, work: () => Promise<T>): Promise<T> {
      process.seteuid?.(user)
      try {
        return await work()
      } finally {
        process.seteuid?.(0)
      }
    }

    it('is refused in a folder of somebody else, with who it is and what to do', async () => {
      mkdirSync(directory, { mode: 0o700 })
      chownSync(directory, NOBODY, NOBODY)
      await expect(write()).rejects.toThrow(
        `${directory} belongs to user ${NOBODY}, and this is user 0: every user needs a separate audit log`,
      )
      expect(readdirSync(directory)).toEqual([])
      const policy = await folder.write('policy.yaml', `audit: { directory: ${directory} }\n`)
      const { code, stderr } = await runCommand(['127.0.0.1:1', '--policy', policy])
      expect(code).toBe(2)
      expect(stderr.replace(/\s+/g, ' ')).toContain(`${directory} belongs to user ${NOBODY}`)
    })

    it('is refused for root below a folder that all may write to, unless it is sticky', async () => {
      const parent = join(folder.path, 'shared')
      directory = join(parent, 'mine', 'log')
      mkdirSync(parent)
      chmodSync(parent, 0o777)
      await expect(write()).rejects.toThrow(`every user may write to ${parent} (mode 0777)`)
      chmodSync(parent, 0o1777)
      await write()
      // Not that of its link, but where it leads to.
      chmodSync(parent, 0o777)
      symlinkSync(join(parent, 'mine'), join(folder.path, 'link'))
      directory = join(folder.path, 'link', 'log')
      await expect(write()).rejects.toThrow(`every user may write to ${parent} (mode 0777)`)
      // Nothing is made through a planted link before that is found out.
      const elsewhere = join(folder.path, 'elsewhere')
      mkdirSync(elsewhere)
      symlinkSync(elsewhere, join(parent, 'planted'))
      directory = join(parent, 'planted', 'log')
      await expect(write()).rejects.toThrow(`every user may write to ${parent} (mode 0777)`)
      expect(readdirSync(elsewhere)).toEqual([])
    })

    it('lets no planted link have a file made, changed or emptied elsewhere', async () => {
      await write()
      const names = readdirSync(directory)
      const victim = join(folder.path, 'victim')
      const absent = join(folder.path, 'absent')
      writeFileSync(victim, 'untouched')
      const planted = [
        ...names,
        ...['checkpoint.new', 'key.new', 'verifier-key.new', 'gaps.new'],
        'entries-0000000000000001.ndjson',
        'hashes-0000000000000000.sha256',
      ]
      for (const target of [victim, absent]) {
        for (const name of planted) {
          const file = join(directory, name)
          const original = existsSync(file) ? readFileSync(file) : undefined
          rmSync(file, { force: true })
          symlinkSync(target, file)
          await write().catch((error) => expect(error, name).toBeInstanceOf(AuditLogError))
          expect(readFileSync(victim, 'utf8'), name).toBe('untouched')
          expect(existsSync(absent), name).toBe(false)
          rmSync(file)
          if (original) writeFileSync(file, original, { mode: 0o600 })
        }
      }
      await write()
      expect((await verifyLog({ directory })).findings).toEqual([])
    })

    it('takes no key that somebody else made, or may read', async () => {
      await write()
      const key = readFileSync(join(directory, 'key'))
      directory = join(folder.path, 'other')
      mkdirSync(directory, { mode: 0o700 })
      const planted = join(directory, 'key')
      writeFileSync(planted, key, { mode: 0o600 })
      chownSync(planted, NOBODY, NOBODY)
      await expect(write()).rejects.toThrow(`${planted} belongs to user ${NOBODY}`)
      chownSync(planted, 0, 0)
      chmodSync(planted, 0o644)
      await expect(write()).rejects.toThrow(`others may use the private key ${planted} (mode 0644)`)
      chmodSync(planted, 0o600)
      await write()
    })

    it('takes a key from elsewhere by the same rules', async () => {
      const elsewhere = join(folder.path, 'keys')
      const key = join(elsewhere, 'log.key')
      await expect(write({ key })).rejects.toThrow('ENOENT')
      mkdirSync(elsewhere)
      chmodSync(elsewhere, 0o777)
      await expect(write({ key })).rejects.toThrow(`others may write to the folder ${elsewhere}`)
      chmodSync(elsewhere, 0o755)
      await write({ key })
      expect(statSync(key).mode & 0o777).toBe(0o600)
      expect(readdirSync(directory)).not.toContain('key')
      renameSync(key, `${key}.real`)
      symlinkSync(`${key}.real`, key)
      await expect(write({ key })).rejects.toThrow(`${key} is a symbolic link`)
      rmSync(key)
      await expect(write({ key })).rejects.toThrow(`has lost its key ${key}`)
    })

    it("reads a service's key that root gave to its group", async () => {
      const elsewhere = join(folder.path, 'keys')
      const key = join(elsewhere, 'log.key')
      mkdirSync(elsewhere, { mode: 0o755 })
      await write({ key })
      directory = join(folder.path, 'service')
      mkdirSync(directory, { mode: 0o700 })
      chownSync(directory, NOBODY, NOBODY)
      chownSync(key, 0, NOBODY)
      chmodSync(key, 0o640)
      process.setegid?.(NOBODY)
      try {
        await as(NOBODY, () => write({ key }))
      } finally {
        process.setegid?.(0)
      }
      expect(statSync(join(directory, 'checkpoint')).uid).toBe(NOBODY)
      await expect(write({ key })).rejects.toThrow(`${directory} belongs to user ${NOBODY}`)
    })

    it('waits for no pipe and connects to no socket of somebody else', async () => {
      await write()
      for (const name of ['checkpoint', 'gaps', 'verifier-key', 'key']) {
        const file = join(directory, name)
        const original = readFileSync(file)
        rmSync(file)
        execFileSync('mkfifo', ['-m', '600', file])
        await expect(write(), name).rejects.toThrow(`${file} is not a regular file`)
        rmSync(file)
        writeFileSync(file, original, { mode: 0o600 })
      }
      const socket = join(directory, 'writer-1-abcdef')
      writeFileSync(socket, '')
      await expect(write()).rejects.toThrow(`${socket} is no socket: find out who put it there`)
      chownSync(socket, NOBODY, NOBODY)
      await expect(write()).rejects.toThrow(`${socket} belongs to user ${NOBODY}`)
    })

    it('says to others that they may not read it, not that it is not there', async () => {
      await write()
      const ask: Readonly<Record<string, () => Promise<unknown>>> = {
        verify: () => verifyLog({ directory }),
        prove: () => proveEntry(directory, 0),
        show: async () => {
          for await (const _batch of readLog(directory));
        },
      }
      for (const [what, question] of Object.entries(ask)) {
        const told = expect(as(SOMEBODY, question), what).rejects
        await told.toThrow(`user ${SOMEBODY} may not look into ${directory}: permission denied`)
      }
      chmodSync(directory, 0o755)
      for (const [what, question] of Object.entries(ask)) {
        const told = expect(as(SOMEBODY, question), what).rejects
        await told.toThrow(
          new RegExp(`user ${SOMEBODY} may not read ${directory}/\\S+: permission`),
        )
      }
      await expect(as(SOMEBODY, () => write())).rejects.toThrow(
        new RegExp(`user ${SOMEBODY} may not use ${directory}/`),
      )
      // A user who may read all but the key can verify it.
      for (const name of readdirSync(directory)) {
        if (name !== 'key') chmodSync(join(directory, name), 0o644)
      }
      const { findings, entries } = await as(SOMEBODY, () => verifyLog({ directory }))
      expect({ findings, entries }).toEqual({ findings: [], entries: 1 })
    })

    it('is not written on where another folder was put in its place', async () => {
      const log = await openAuditLog({ directory })
      expect(await recorded(log, sampleCheck(1))).toBeUndefined()
      renameSync(directory, `${directory}.moved`)
      mkdirSync(directory, { mode: 0o700 })
      expect(await recorded(log, sampleCheck(2))).toContain('has lost its checkpoint')
      rmSync(directory, { recursive: true })
      expect(await recorded(log, sampleCheck(3))).not.toBeUndefined()
      await log.close()
      expect(existsSync(directory)).toBe(false)
      directory = `${directory}.moved`
      const { findings, entries } = await verifyLog({ directory })
      expect({ findings, entries }).toEqual({ findings: [], entries: 1 })
    })
  },
)
