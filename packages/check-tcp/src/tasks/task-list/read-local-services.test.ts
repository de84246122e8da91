import { describe, expect, it } from 'vitest'
import type { TextProblem } from '../text/text-problem.js'
import { parseYaml } from '../yaml/parse-yaml.js'
import { readLocalServices } from './read-local-services.js'

function read(text: string) {
  const problems: TextProblem[] = []
  const specs = readLocalServices(parseYaml(text), problems)
  return {
    specs: [...specs],
    problems: problems.map(({ at, message }) => [text.slice(at), message]),
  }
}

describe('readLocalServices', () => {
  it('reads names and what the services do, in their order', () => {
    expect(read('local_services:\n  WEB_PORT: open\n  mail: greets\n  _3: closed\n')).toEqual({
      specs: [
        ['WEB_PORT', 'open'],
        ['mail', 'greets'],
        ['_3', 'closed'],
      ],
      problems: [],
    })
  })

  it.each(['', '- name: a\n', 'tasks: []\n', '"local_services"\n', 'local_services: {}\n'])(
    'finds none in %j, which is no problem',
    (text) => {
      expect(read(text)).toEqual({ specs: [], problems: [] })
    },
  )

  it.each([
    ['local_services: open', 'open'],
    ['local_services: [open]', '[open]'],
    ['local_services:', ''],
  ])('refuses %j, which is no mapping, at its place', (text, place) => {
    expect(read(text)).toEqual({
      specs: [],
      problems: [[place, '`local_services` must be a mapping of names to open, greets, closed']],
    })
  })

  it('reports every service that it cannot read, and keeps the others', () => {
    const text = 'local_services: {A-B: open, C: opne, D: closed, E: , F: [open]}'
    const { specs, problems } = read(text)
    expect(specs).toEqual([['D', 'closed']])
    expect(problems.map(([, message]) => message)).toEqual([
      'the name of a local service has letters, digits and underscores, got "A-B"',
      'the local service C must be one of open, greets, closed, got "opne" (string); did you mean open?',
      'the local service E must be one of open, greets, closed, got null',
      'the local service F must be one of open, greets, closed, got a list',
    ])
    expect(problems[1]?.[0]).toMatch(/^opne/)
  })

  it('refuses a name that begins with a digit, since no reference could name it', () => {
    expect(read('local_services: {1ST: open}').problems[0]?.[1]).toMatch(/^the name of a local/)
  })
})
