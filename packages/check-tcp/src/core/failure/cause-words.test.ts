import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { causeInWords } from './cause-words.js'
import { FAILURES } from './failure.js'

const SOURCES = fileURLToPath(new URL('../..', import.meta.url))

/** Every code that stands as a cause anywhere in the sources. */
function causes(): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  const rooms = /^(check|core|engine|resolve|policy)\/.*(?<!\.test)\.ts$/
  const text = files
    .filter((file) => rooms.test(file))
    .map((file) => readFileSync(`${SOURCES}/${file}`, 'utf8'))
    .join('\n')
  const literals = [...text.matchAll(/(?:cause\b[^\n]*|cut\(|[A-Z]+: )'([a-z]+(?:_[a-z]+)+)'/g)]
  const codes = literals.map(([, code = '']) => code)
  return [...new Set(codes)].filter((code) => !Object.hasOwn(FAILURES, code))
}

describe('the cause of a failure', () => {
  it('is found in the sources', () => {
    expect(causes()).toEqual(expect.arrayContaining(['no_answer', 'closed_within_hold']))
    expect(causes().length).toBeGreaterThan(12)
  })

  it.each(causes())('%s is put into words', (code) => {
    expect(causeInWords(code)).toMatch(/^[^_]+ [^_]+$/)
  })

  it('is left as it is where it is words already', () => {
    expect(causeInWords('deny 10.0.0.0/8')).toBe('deny 10.0.0.0/8')
  })
})
