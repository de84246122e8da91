import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/cli/support/temporary-folder.js'
import { TaskFileError } from '../text/diagnostic.js'
import { loadPolicy } from './load-policy.js'

const POLICY = 'rules: [{ deny: { networks: [private] } }]\n'
const NOBODY = 65_534
const isRoot = process.geteuid?.() === 0

interface Outcome {
  readonly refused: string | undefined
  readonly warned: readonly string[]
}

async function outcomeOf(path: string): Promise<Outcome> {
  const warned: string[] = []
  try {
    await loadPolicy(path, {}, { warn: (text) => warned.push(text) })
    return { refused: undefined, warned }
  } catch (error) {
    if (!(error instanceof TaskFileError)) throw error
    return { refused: error.message, warned }
  }
}

/** A folder that another person may look into, with a policy that only its owner can change. */
async function policyFolder() {
  const folder = await temporaryFolder()
  chmodSync(folder.path, 0o755)
  mkdirSync(join(folder.path, 'check-tcp'), { mode: 0o755 })
  const file = await folder.write('check-tcp/policy.yaml', POLICY)
  chmodSync(file, 0o644)
  return { ...folder, file, below: join(folder.path, 'check-tcp') }
}

type PolicyFolder = Awaited<ReturnType<typeof policyFolder>>

const write = (path: string, mode: string) =>
  `${path} is writable by others than its owner (mode ${mode}); to fix it: chmod go-w ${path}`

/** Ways in which others can change a policy: what is done, and what is said. */
const CHANGEABLE: Readonly<Record<string, (folder: PolicyFolder) => string>> = {
  'its group can write': ({ file }) => {
    chmodSync(file, 0o664)
    return write(file, '0664')
  },
  'everybody can write': ({ file }) => {
    chmodSync(file, 0o646)
    return write(file, '0646')
  },
  'lies in a folder that its group can write to': ({ below }) => {
    chmodSync(below, 0o775)
    return write(below, '0775')
  },
  'lies below a folder that everybody can write to': ({ path }) => {
    chmodSync(path, 0o757)
    return write(path, '0757')
  },
  'is reached by a link in a folder that everybody can write to': ({ path, file, below }) => {
    mkdirSync(join(path, 'open'))
    chmodSync(join(path, 'open'), 0o777)
    symlinkSync('../check-tcp/policy.yaml', join(path, 'open', 'link.yaml'))
    symlinkSync('../open/link.yaml', join(below, 'chain.yaml'))
    expect(file).toContain(below)
    return write(join(path, 'open'), '0777')
  },
}

/** The path that is loaded, where it is not the file itself. */
const asked = ({ file, below }: PolicyFolder, way: string) =>
  way.includes('link') ? join(below, 'chain.yaml') : file

describe('a rule of a policy', () => {
  it('is called by its references to the environment, and decides by what they stand for', async () => {
    await using folder = await temporaryFolder()
    const reference = (name: string) => ['$', `{${name}}`].join('')
    const [secret, ports] = [reference('SECRET'), reference('PORTS')]
    const rule = { deny: { ports: [22, ports], networks: [secret, '192.0.2.1'] } }
    const file = await folder.write('policy.yaml', JSON.stringify({ rules: [rule] }))
    const policy = await loadPolicy(file, { SECRET: '10.0.0.0/8', PORTS: '80-90' })
    const address = { text: '10.1.2.3', family: 4 } as const
    expect(policy.decide(address, 81, { name: undefined })).toEqual({
      allowed: false,
      rule: `${file}:1 deny networks ${secret}, 192.0.2.1; ports 22, ${ports}`,
    })
    expect(policy.decide(address, 91, { name: undefined }).allowed).toBe(true)
  })

  it('tells the network that matched by its reference too, where the rule has many', async () => {
    await using folder = await temporaryFolder()
    const reference = ['$', '{SECRET}'].join('')
    const others = Array.from({ length: 8 }, (_, index) => `192.0.2.${index}`)
    const rules = ['deny', 'allow'].map((action) => ({
      [action]: { networks: [...others, reference], ports: [action === 'deny' ? 22 : 80] },
    }))
    const file = await folder.write('policy.yaml', JSON.stringify({ rules }))
    const policy = await loadPolicy(file, { SECRET: '10.0.0.0/8' })
    for (const [port, action] of [
      [22, 'deny'],
      [80, 'allow'],
    ] as const) {
      const { rule } = policy.decide({ text: '10.1.2.3', family: 4 }, port, { name: undefined })
      expect(rule).toBe(`${file}:1 ${action} 9 networks; ports ${port} (${reference})`)
    }
  })
})

describe.skipIf(process.platform === 'win32')('a policy', () => {
  it('that nobody else can change is taken without a word', async () => {
    await using folder = await policyFolder()
    expect(await outcomeOf(folder.file)).toEqual({ refused: undefined, warned: [] })
  })

  it('in a folder of everybody with the sticky bit is taken: only owners exchange what is theirs', async () => {
    await using folder = await policyFolder()
    chmodSync(folder.below, 0o1777)
    symlinkSync('policy.yaml', join(folder.below, 'link.yaml'))
    const outcome = await outcomeOf(join(folder.below, 'link.yaml'))
    expect(outcome).toEqual({ refused: undefined, warned: [] })
  })

  it.runIf(isRoot).each(Object.keys(CHANGEABLE))('that %s is refused by root', async (way) => {
    await using folder = await policyFolder()
    const why = CHANGEABLE[way]?.(folder)
    const path = asked(folder, way)
    expect(await outcomeOf(path)).toEqual({
      refused: `${path}: root does not use a policy that others can change: ${why}`,
      warned: [],
    })
  })

  it.each(Object.keys(CHANGEABLE))('that %s is warned of where it is not root', async (way) => {
    await using folder = await policyFolder()
    const why = CHANGEABLE[way]?.(folder)
    const path = asked(folder, way)
    if (isRoot) process.seteuid?.('nobody')
    try {
      expect(await outcomeOf(path)).toEqual({
        refused: undefined,
        warned: [`${path}: others can change this policy: ${why}`],
      })
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })

  it.runIf(isRoot)('that belongs to somebody else is refused, and so is its folder', async () => {
    for (const part of ['file', 'below'] as const) {
      await using folder = await policyFolder()
      chownSync(folder[part], NOBODY, NOBODY)
      const { refused } = await outcomeOf(folder.file)
      expect(refused).toContain(`${folder[part]} belongs to user ${statSync(folder[part]).uid}`)
    }
  })

  it.runIf(isRoot)("of one's own is no cause for a warning, nor is one of root", async () => {
    await using folder = await policyFolder()
    process.seteuid?.('nobody')
    try {
      expect(await outcomeOf(folder.file)).toEqual({ refused: undefined, warned: [] })
    } finally {
      process.seteuid?.(0)
    }
    chownSync(folder.file, NOBODY, NOBODY)
    process.seteuid?.('nobody')
    try {
      expect(await outcomeOf(folder.file)).toEqual({ refused: undefined, warned: [] })
    } finally {
      process.seteuid?.(0)
    }
  })
})
