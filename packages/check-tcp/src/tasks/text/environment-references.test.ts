// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of task files, not templates.
import { describe, expect, it } from 'vitest'
import { replaceReferences } from './environment-references.js'

const environment = {
  HOST: 'db.internal',
  PORT: '5432',
  EMPTY: '',
  YES: 'true',
  NONE: 'null',
  HEX: '0x50',
  LIST: '[1, 2]',
  NESTED: '${HOST}',
  UNSET: undefined,
}

describe('replaceReferences', () => {
  it.each([
    ['plain text', 'plain text'],
    ['${HOST}', 'db.internal'],
    ['${PORT}', 5432],
    ['${HEX}', 80],
    ['${YES}', true],
    ['${NONE}', null],
    ['${EMPTY}', ''],
    ['${LIST}', '[1, 2]'],
    ['${NESTED}', '${HOST}'],
    ['replica.${HOST}', 'replica.db.internal'],
    ['1${PORT}', '15432'],
    ['${PORT} ', '5432 '],
    ['${PORT}${PORT}', '54325432'],
    ['${NOBODY:-80}', 80],
    ['${UNSET:-80}', 80],
    ['${EMPTY:-80}', 80],
    ['${PORT:-80}', 5432],
    ['${NOBODY:-}', ''],
    ['${NOBODY:-::1}', '::1'],
    ['${NOBODY:-a b}', 'a b'],
    ['$${HOST}', '${HOST}'],
    ['$$${HOST}', '$${HOST}'],
    ['$HOST', '$HOST'],
    ['a $ b }', 'a $ b }'],
    ['${toString:-none}', 'none'],
    ['${__proto__:-none}', 'none'],
  ])('turns %j into %j', (text, value) => {
    expect(replaceReferences(text, environment, false)).toEqual({ value })
  })

  it('keeps text where text is asked for', () => {
    expect(replaceReferences('${PORT}', environment, true)).toEqual({ value: '5432' })
  })

  it('names every variable that is not set', () => {
    const replaced = replaceReferences('${A}:${HOST}:${B}', environment, false)
    expect(replaced).toEqual({
      problems: [
        {
          written: '${A}',
          message:
            'the environment variable A is not set; set it, or give a default: ${A:-default}',
          missingFrom: 'environment',
        },
        {
          written: '${B}',
          message:
            'the environment variable B is not set; set it, or give a default: ${B:-default}',
          missingFrom: 'environment',
        },
      ],
    })
  })

  it.each(['${', '${}', '${9}', '${A B}', '${A-b}', '${HOST', '${HOST:-${PORT}}', '${HOST:=x}'])(
    'refuses %j, which is no reference',
    (text) => {
      const replaced = replaceReferences(text, environment, false)
      expect(replaced).toMatchObject({
        problems: [{ message: expect.stringContaining('is not a reference') }],
      })
    },
  )

  it('takes linear time for a megabyte of beginnings', () => {
    for (const part of ['${', '${A:-', '$', '${A', '$${']) {
      replaceReferences(part.repeat(300_000), environment, false)
    }
    replaceReferences(`\${${'A'.repeat(1_000_000)}`, environment, false)
  })
})
