import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exportsIn, usesIn } from './exports.js'
import { sourceFiles } from './source-imports.js'

const ROOT = resolve(import.meta.dirname, '..')

const FOLDERS = [
  'packages/check-tcp/src',
  'packages/check-tcp/test',
  'packages/check-tcp-monitor/src',
  'packages/check-tcp-monitor/test',
  'packages/check-tcp-dashboard/src',
  'lab/src',
  'test',
]

/** What is run from outside, not imported: the files that become the command, and threads. */
const ENTRY_POINTS = [
  'cli/check-tcp.ts',
  'cli/early-start.ts',
  'cli/index.ts',
  'index.ts',
  'server.tsx',
]

/** Exported, and named by no other file, each with why. */
const UNNAMED: readonly (readonly [RegExp, string])[] = [
  [/^alert\/channels\/define-channel\.ts: ChannelDefinition$/, 'the type of channels, inferred'],
  [/^history\/sqlite\/threads\/worker-calls\.ts: Failure$/, 'of the answers of a thread, inferred'],
]

/** Every file of the repository that may import, tests and scripts included. */
function allFiles(): readonly string[] {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  )
  return [...new Set(listed.split('\0'))]
    .filter((file) => /\.(tsx?|mts|mjs|js)$/.test(file))
    .map((file) => resolve(ROOT, file))
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Deleted, and not yet committed.
    return ''
  }
}

describe('what a file exports', () => {
  it.each(FOLDERS)('is used by another file: %s', (folder) => {
    const used = new Map<string, Set<string>>()
    for (const file of allFiles()) {
      for (const { of, names } of usesIn(file, textOf(file))) {
        const known = used.get(of) ?? new Set()
        for (const one of names === 'everything' ? ['*'] : names) known.add(one)
        used.set(of, known)
      }
    }
    const source = resolve(ROOT, folder)
    const files = sourceFiles(source).filter(
      (file) => !ENTRY_POINTS.includes(relative(source, file)),
    )
    expect(files).not.toEqual([])
    const unused = files.flatMap((file) => {
      const known = used.get(file) ?? new Set()
      if (known.has('*')) return []
      return exportsIn(readFileSync(file, 'utf8'))
        .filter((one) => !known.has(one))
        .map((one) => `${relative(source, file)}: ${one}`)
        .filter((one) => !UNNAMED.some(([pattern]) => pattern.test(one)))
    })
    expect(unused).toEqual([])
  })

  it('is read from declarations', () => {
    const text = 'export const a = 1\nexport type B = 1\nconst c = 2\nexport async function d() {}'
    expect(exportsIn(text)).toEqual(['a', 'B', 'd'])
  })

  it('is used by import, by passing on, and by loading on demand', () => {
    const text = `import { a, type B as C } from './one.js'
import * as all from './two.js'
export { d } from './three.js'
const { e } = await import('./four.js')
const whole = await import('./five.js')`
    expect(usesIn('/x/file.ts', text)).toEqual([
      { of: '/x/one.ts', names: ['a', 'B'] },
      { of: '/x/three.ts', names: ['d'] },
      { of: '/x/two.ts', names: 'everything' },
      { of: '/x/four.ts', names: ['e'] },
      { of: '/x/five.ts', names: 'everything' },
    ])
  })
})
