import { describe, expect, it } from 'vitest'
import { type Asked, type Heard, judgeSight, type Sight } from './connectivity.js'

const LETTERS: Readonly<Record<string, Heard>> = {
  a: 'answer',
  s: 'silence',
  d: 'no-name',
  n: 'nothing',
}

/** One letter for each host: `a` answered, `s` silent, `d` not looked up, `n` not asked. */
function heardBy(hosts: string): Heard[] {
  return [...hosts].map((letter) => LETTERS[letter] as Heard)
}

describe('a look around', () => {
  it.each<[Asked['kind'], string, Sight]>([
    ['appointed', 'aaa', 'sees'],
    ['appointed', 'aas', 'sees'],
    ['appointed', 'as', 'sees'],
    ['appointed', 'ass', 'blind'],
    ['appointed', 's', 'blind'],
    ['appointed', 'ssn', 'blind'],
    ['appointed', 'ann', 'sees'],
    ['appointed', 'add', 'sees'],
    ['appointed', 'ddd', 'no-names'],
    ['appointed', 'nnn', 'unasked'],
    ['others', 'asss', 'sees'],
    ['others', 'ssss', 'blind'],
    ['others', 's', 'blind'],
    ['others', 'snn', 'blind'],
    ['others', 'nnn', 'unasked'],
    ['others', 'ddn', 'no-names'],
    ['others', 'dds', 'blind'],
    ['others', '', 'alone'],
    ['suspects', 's', 'alone'],
    ['suspects', 'ss', 'blind'],
    ['suspects', 'sa', 'sees'],
    ['suspects', '', 'alone'],
  ])('of %s hosts that were heard as %s is judged %s', (kind, hosts, sight) => {
    expect(judgeSight({ kind, heard: heardBy(hosts), silentSuspects: false })).toBe(sight)
  })

  it('is blind where the name service and a target that is asked without it are both silent', () => {
    expect(judgeSight({ kind: 'others', heard: heardBy('dd'), silentSuspects: true })).toBe('blind')
    expect(judgeSight({ kind: 'others', heard: heardBy('da'), silentSuspects: true })).toBe('sees')
  })
})
