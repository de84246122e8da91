import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { flagsOfOpen } from '../../../test/audit/open-files.js'
import { AuditLogError } from '../audit-log-error.js'
import { type FolderUse, folderInWords, LogFolder } from './log-folder.js'

let outside: string
let path: string
const opened: LogFolder[] = []
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'check-tcp-'))
  path = join(outside, 'log')
  mkdirSync(path, { mode: 0o700 })
})
afterEach(() => {
  vi.restoreAllMocks()
  for (const folder of opened.splice(0)) folder.close()
  rmSync(outside, { recursive: true })
})

function open(use: FolderUse = 'write', at = path): LogFolder {
  const folder = LogFolder.open(at, use)
  opened.push(folder)
  return folder
}

const file = (name: string) => join(path, name)
const put = (name: string, text = 'x', mode = 0o600) => {
  writeFileSync(file(name), text)
  chmodSync(file(name), mode)
}

describe("a log's folder", () => {
  it.each([0o777, 0o770, 0o702, 0o1777])('is refused with mode %o', (mode) => {
    chmodSync(path, mode)
    const told = `others may write to the folder ${path} (mode ${mode.toString(8).padStart(4, '0')})`
    expect(() => open()).toThrow(told)
    expect(() => open()).toThrow(`chmod 700 ${path}`)
    expect(open('read').names()).toEqual([])
    if (mode === 0o1777) expect(open('key').names()).toEqual([])
    else expect(() => open('key')).toThrow(told)
  })

  it.each([0o700, 0o755, 0o500])('is taken with mode %o', (mode) => {
    chmodSync(path, mode)
    expect(open().path).toBe(path)
  })

  it('is not reached through a link', () => {
    symlinkSync(path, join(outside, 'link'))
    for (const use of ['write', 'key', 'read'] as const) {
      expect(() => open(use, join(outside, 'link'))).toThrow(AuditLogError)
      expect(() => open(use, join(outside, 'link'))).toThrow('link is a symbolic link: name the')
    }
  })

  it('is told by its path where it may not be opened', () => {
    for (const [code, errno, text] of [
      ['EACCES', -13, 'permission denied'],
      ['EPERM', -1, 'operation not permitted'],
    ] as const) {
      const error = Object.assign(new Error(`${code}: x`), { code, errno, syscall: 'open' })
      expect(folderInWords(path, error)).toEqual(
        new AuditLogError(`user ${process.geteuid?.()} may not look into ${path}: ${text}`, {
          cause: error,
        }),
      )
    }
    const other = new Error('another')
    expect(folderInWords(path, other)).toBe(other)
    symlinkSync(path, join(outside, 'link'))
    expect(folderInWords(join(outside, 'link'), other)).toBe(other)
  })

  it.skipIf(!process.geteuid)(
    'is told with the user who may not open it, where there are users',
    () => {
      const error = Object.assign(new Error('x'), { code: 'EACCES', errno: -13, syscall: 'open' })
      const geteuid = vi.spyOn(process, 'geteuid')
      geteuid.mockReturnValue(1_234)
      const told = 'may not look into /log: permission denied'
      expect(folderInWords('/log', error)).toMatchObject({ message: `user 1234 ${told}` })
      geteuid.mockReturnValue(undefined as unknown as number)
      expect(folderInWords('/log', error)).toMatchObject({ message: `user unknown ${told}` })
    },
  )

  it('is an error of the system where it is none, or not there', () => {
    put('file')
    expect(() => open('write', file('file'))).toThrow('ENOTDIR: not a directory, open ')
    expect(() => open('write', file('nothing'))).toThrow(
      `ENOENT: no such file or directory, open '${file('nothing')}'`,
    )
  })

  it('stays the one that was opened, whatever is put in its place', async () => {
    const folder = open()
    expect(folder.isStillThere()).toBe(true)
    renameSync(path, join(outside, 'moved'))
    expect(folder.isStillThere()).toBe(false)
    mkdirSync(path)
    expect(folder.isStillThere()).toBe(false)
    await folder.replace('file', 'text')
    expect(readdirSync(path)).toEqual([])
    expect(readFileSync(join(outside, 'moved', 'file'), 'utf8')).toBe('text')
    expect(folder.names()).toEqual(['file'])
    rmSync(path, { recursive: true })
    renameSync(join(outside, 'moved'), path)
    expect(folder.isStillThere()).toBe(true)
  })

  it('lists its files in order', () => {
    const names = Array.from({ length: 40 }, (_, index) => String((index * 17) % 40))
    for (const name of names) put(name)
    expect(open().names()).toEqual([...names].sort())
  })

  it.skipIf(process.platform !== 'linux')('is the one thing that stays open', async () => {
    const before = flagsOfOpen(outside).length
    const folder = open()
    expect(flagsOfOpen(outside).length).toBe(before + 1)
    put('name')
    folder.read('name')
    expect(() => folder.read('name', 0)).toThrow('far more than it ever needs')
    await folder.replace('name', 'text')
    await folder.sync()
    put('wide', 'x', 0o666)
    await expect(folder.open('wide')).rejects.toThrow('others may write')
    expect(() => folder.read('wide')).toThrow('others may write')
    chmodSync(path, 0o777)
    expect(() => open()).toThrow('others may write')
    expect(flagsOfOpen(outside).length).toBe(before + 1)
    opened.splice(0)
    folder.close()
    expect(flagsOfOpen(outside).length).toBe(before)
  })
})

/** Things that are not the file that they seem to be, and what is said of them. */
const PLANTED: Readonly<Record<string, readonly [plant: () => void, told: string]>> = {
  'a link': [
    () => {
      writeFileSync(join(outside, 'victim'), 'untouched')
      symlinkSync(join(outside, 'victim'), file('name'))
    },
    'name is a symbolic link, which an audit log never makes',
  ],
  'a link to nowhere': [
    () => symlinkSync(join(outside, 'victim'), file('name')),
    'name is a symbolic link',
  ],
  'a pipe': [() => execFileSync('mkfifo', [file('name')]), 'name is not a regular file'],
  'a folder': [() => mkdirSync(file('name')), 'name is not a regular file'],
}

/** Of one's own, but not what an audit log makes. */
const CHANGED: typeof PLANTED = {
  'a file with two names': [
    () => {
      writeFileSync(join(outside, 'victim'), 'untouched')
      linkSync(join(outside, 'victim'), file('name'))
    },
    'name has 2 names (hard links)',
  ],
  'a file that the group may write': [() => put('name', 'x', 0o620), '(mode 0620)'],
  'a file that all may write': [() => put('name', 'x', 0o602), 'others may write to'],
}

describe('a file of it', () => {
  it.each(Object.entries({ ...PLANTED, ...CHANGED }))('is not %s', async (_what, [plant, told]) => {
    plant()
    const folder = open()
    expect(() => folder.read('name')).toThrow(AuditLogError)
    expect(() => folder.read('name')).toThrow(told)
    expect(() => folder.readPrivate('name')).toThrow(told)
    await expect(folder.open('name')).rejects.toThrow(told)
    await expect(folder.create('name', constants.O_RDWR)).rejects.toThrow('EEXIST')
    const victim = join(outside, 'victim')
    if (existsSync(victim)) expect(readFileSync(victim, 'utf8')).toBe('untouched')
  })

  it.each(Object.entries(PLANTED))('is not %s for its readers', async (_what, [plant, told]) => {
    plant()
    const folder = open('read')
    expect(() => folder.read('name')).toThrow(told)
    await expect(folder.open('name')).rejects.toThrow(told)
  })

  it.each(Object.keys(CHANGED))('may be %s for its readers', (what) => {
    CHANGED[what]?.[0]()
    expect(open('read').read('name')?.length).toBeGreaterThan(0)
  })

  it('is read whole, up to what it may need', () => {
    put('name', 'x'.repeat(100))
    const folder = open()
    expect(folder.read('name')).toHaveLength(100)
    expect(folder.read('name', 100)).toHaveLength(100)
    expect(() => folder.read('name', 99)).toThrow('name has 100 bytes, far more than it ever needs')
    expect(folder.read('nothing')).toBeUndefined()
    expect(folder.has('name')).toBe(true)
    expect(folder.has('nothing')).toBe(false)
  })

  it('is private only where its owner alone may read it', () => {
    const folder = open()
    for (const mode of [0o600, 0o400]) {
      put('name', 'secret', mode)
      expect(String(folder.readPrivate('name'))).toBe('secret')
    }
    for (const mode of [0o640, 0o604, 0o610, 0o601]) {
      chmodSync(file('name'), mode)
      expect(() => folder.readPrivate('name')).toThrow(
        `others may use the private key ${file('name')} (mode 0${mode.toString(8)})`,
      )
      expect(String(folder.read('name'))).toBe('secret')
    }
    expect(folder.readPrivate('nothing')).toBeUndefined()
  })

  it('is told by its path where the system refuses it', async () => {
    const folder = open()
    await expect(folder.open('nothing')).rejects.toThrow(`open '${file('nothing')}'`)
    await expect(folder.create('a/b', constants.O_RDWR)).rejects.toThrow(`open '${file('a/b')}'`)
    expect(() => folder.rename('nothing', 'name')).toThrow(`'${file('nothing')}'`)
  })

  it('is told by its path where it may not be reached', () => {
    const refused = (code: string, errno: number) =>
      Object.assign(new Error(`${code}: x`), { code, errno, syscall: 'open' })
    for (const error of [refused('EACCES', -13), refused('EPERM', -1)]) {
      for (const [use, what] of [
        ['write', 'use'],
        ['key', 'use'],
        ['read', 'read'],
      ] as const) {
        const told = open(use).inWords('name', error)
        expect(told).toBeInstanceOf(AuditLogError)
        expect((told as Error).message).toBe(
          `user ${process.geteuid?.()} may not ${what} ${file('name')}: ${error.code === 'EPERM' ? 'operation not permitted' : 'permission denied'}`,
        )
        expect((told as Error).cause).toBe(error)
      }
    }
    const other = new Error('another')
    expect(open().inWords('name', other)).toBe(other)
  })

  it('is no socket', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(file('name'), resolve))
    try {
      expect(() => open().read('name')).toThrow(`${file('name')} is not a regular file`)
      await expect(open().open('name')).rejects.toThrow(AuditLogError)
    } finally {
      server.close()
    }
  })

  it('is created for its owner alone, and once', async () => {
    const folder = open()
    const created = await folder.create('name', constants.O_RDWR)
    await created.write('text')
    await created.close()
    expect(statSync(file('name')).mode & 0o777).toBe(0o600)
    await expect(folder.create('name', constants.O_RDWR)).rejects.toThrow('EEXIST')
    expect(readFileSync(file('name'), 'utf8')).toBe('text')
    const again = await folder.open('name', constants.O_RDWR)
    await again.close()
  })

  it('is replaced as a whole, and a link in its place is not followed', async () => {
    const folder = open()
    writeFileSync(join(outside, 'victim'), 'untouched')
    for (const name of ['name', 'name.new']) symlinkSync(join(outside, 'victim'), file(name))
    await folder.replace('name', 'one')
    expect(folder.read('name')).toEqual(Buffer.from('one'))
    await folder.replace('name', Buffer.from('two'))
    expect(folder.read('name')).toEqual(Buffer.from('two'))
    expect(readFileSync(join(outside, 'victim'), 'utf8')).toBe('untouched')
    expect(readdirSync(path)).toEqual(['name', 'name.new'])
    expect(statSync(file('name')).mode & 0o777).toBe(0o600)
  })

  it('is on the disk before it takes the place of another, and its name once the folder is', async () => {
    const folder = open()
    const handle = await folder.create('name', constants.O_RDWR)
    await handle.close()
    const sync = vi.spyOn(Object.getPrototypeOf(handle), 'sync')
    await folder.replace('name', 'text')
    expect(sync).toHaveBeenCalledTimes(1)
    await folder.sync()
    expect(sync).toHaveBeenCalledTimes(2)
    await (await folder.create('other', constants.O_RDWR)).close()
    expect(sync).toHaveBeenCalledTimes(3)
  })

  it('leaves no draft where it cannot be replaced', async () => {
    const folder = open()
    mkdirSync(file('name'))
    await expect(folder.replace('name', 'text')).rejects.toThrow('EISDIR')
    expect(readdirSync(path)).toEqual(['name'])
  })

  it('is removed, if it is there', () => {
    const folder = open()
    put('name')
    folder.remove('name')
    folder.remove('name')
    expect(readdirSync(path)).toEqual([])
    put('one')
    folder.rename('one', 'other')
    expect(readdirSync(path)).toEqual(['other'])
  })

  it('is no draft that a writer left', () => {
    const kept = [
      ...['checkpoint', 'checkpoint.new', 'a.0123456789abcdef.new.x', 'writer-1-ab', '.new'],
      'a-writer-1-ab.new',
    ]
    const drafts = ['checkpoint.0123456789abcdef.new', 'writer-12-0ab.new']
    for (const name of [...kept, ...drafts]) put(name)
    open().removeDrafts()
    expect(readdirSync(path).sort()).toEqual([...kept].sort())
  })
})
