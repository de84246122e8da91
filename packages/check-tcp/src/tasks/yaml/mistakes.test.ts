import { describe, expect, it } from 'vitest'
import { BROKEN_SYNTAX } from '../../../test/mistakes/broken-syntax.js'
import { HABITS } from '../../../test/mistakes/habits.js'
import type { Mistake } from '../../../test/mistakes/mistake.js'
import { MIXTURES } from '../../../test/mistakes/mixtures.js'
import { SLIPS } from '../../../test/mistakes/slips.js'
import { checkTcpConnectionPlugin } from '../check-tcp-connection-plugin.js'
import { createRegistry } from '../registry.js'
import { loadTaskFiles } from '../task-list/load-task-files.js'
import { type Diagnostic, TaskFileError } from '../text/diagnostic.js'

const unused = { check: () => Promise.reject(new Error('loading must not run a check')) }
const registry = createRegistry([checkTcpConnectionPlugin(unused)])

async function diagnosticsOf(text: string | Uint8Array): Promise<readonly Diagnostic[]> {
  try {
    await loadTaskFiles([{ path: 'a.yaml', text }], { registry, environment: {} })
  } catch (error) {
    if (!(error instanceof TaskFileError)) throw error
    return error.problems
  }
  return []
}

async function problemsOf(text: string | Uint8Array, linesBefore = 0): Promise<readonly string[]> {
  const diagnostics = await diagnosticsOf(text)
  return diagnostics.map(({ line = Number.NaN, column, message }) => {
    // The list of everything that is allowed stands at the end of some; some name another line.
    const short = message.replace(/ \((?:allowed|known):.*\)$/, '')
    const moved = short.replace(/(?<= at )\d+(?=:\d)/, (other) => `${Number(other) + linesBefore}`)
    return `${line + linesBefore}:${column}: ${moved}`
  })
}

const MISTAKES: readonly Mistake[] = [...SLIPS, ...BROKEN_SYNTAX, ...HABITS, ...MIXTURES]

describe('a mistake that people make in YAML', () => {
  it.each(MISTAKES)(
    'such as %s is told where it is and how it is meant',
    async (_, text, problems) => {
      expect(await problemsOf(text)).toEqual(problems)
    },
  )

  it('is told alike for text, for bytes and for UTF-16', async () => {
    for (const [what, text, problems] of MISTAKES) {
      expect({ what, problems: await problemsOf(Buffer.from(text)) }).toEqual({ what, problems })
      const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
      expect({ what, problems: await problemsOf(utf16) }).toEqual({ what, problems })
    }
  })

  it('is not looked for in a file without problems', async () => {
    const text = `- name: "{{ x }}"
  description: port:80 = 80;
  plugin: check_tcp_connection
  parameters: {host: x, port: 80}
`
    expect(await problemsOf(text)).toEqual([])
  })

  it('is not looked for in the tasks that have none', async () => {
    const text = `- name: "{{ x }}"
  description: port:80 = 80;
  plugin: check_tcp_connection
  parameters: {host: x, port: 80}
- name: b
  plugin: check_tcp_connection
  parameters: {host: "x, port: 80}
`
    expect(await problemsOf(text)).toEqual([
      '7:22: the quote " opened here is never closed; the closing " is missing',
    ])
  })

  it('is looked for in linear time', async () => {
    for (const part of ['a: ', '- ', '"', '{', '{a: ', "'a", ': a:', '\t', '{{', 'a:b,', ' ']) {
      expect(await problemsOf(`a: b: c\n${part.repeat(20_000)}`)).not.toEqual([])
    }
  })

  it('is told a thousand times, of a file that has more', async () => {
    expect(await problemsOf('- {\n'.repeat(5_000))).toHaveLength(1_000)
  })
})

describe('a mistake of one task', () => {
  /** What is told once for all tasks, or of two that have the same name. */
  const isOfSeveral = (problem: string) =>
    /lost its indentation|does not allow tabs|is already used by|do not begin where|cannot stand beside/.test(
      problem,
    )
  const told = async (text: string, linesBefore = 0) =>
    (await problemsOf(text, linesBefore)).filter((problem) => !isOfSeveral(problem)).sort()

  const ofOneTask = MISTAKES.filter(
    ([, text]) =>
      /^- &?\w/.test(text) && !/^(?:---|\.\.\.|[a-z_]+:)/m.test(text) && !/\r/.test(text),
  )
  const partners = [
    'a quote that nothing closes',
    'a brace that is not closed at the end',
    'no space after a colon, in an entry',
    'too little indentation',
    'no colon at all',
    'the names of other tools',
  ]

  it.each(partners)('is told before and after %s', async (partner) => {
    const other = MISTAKES.find(([what]) => what === partner)?.[1] ?? ''
    expect(other).not.toBe('')
    for (const [what, text] of ofOneTask) {
      for (const [first, second] of [[text, other] as const, [other, text] as const]) {
        const linesBefore = first.split('\n').length - 1
        const each = [...(await told(first)), ...(await told(second, linesBefore))].sort()
        expect({ what, problems: await told(first + second) }).toEqual({ what, problems: each })
      }
    }
  })
})
