import { describe, expect, it } from 'vitest'
import { judgeRound, type Reply, type RoundReplies, type RoundResult } from './connectivity.js'

const LETTERS: Readonly<Record<string, Reply>> = {
  a: 'answer',
  s: 'silence',
  d: 'no-name',
  n: 'nothing',
}

/** One letter for each host: `a` answered, `s` silent, `d` not looked up, `n` not asked. */
function repliesBy(hosts: string): Reply[] {
  return [...hosts].map((letter) => LETTERS[letter] as Reply)
}

describe('a canary round', () => {
  it.each<[RoundReplies['kind'], string, RoundResult]>([
    ['appointed', 'aaa', 'online'],
    ['appointed', 'aas', 'online'],
    ['appointed', 'as', 'online'],
    ['appointed', 'ass', 'isolated'],
    ['appointed', 's', 'isolated'],
    ['appointed', 'ssn', 'isolated'],
    ['appointed', 'ann', 'online'],
    ['appointed', 'add', 'online'],
    ['appointed', 'ddd', 'no-names'],
    ['appointed', 'nnn', 'unasked'],
    ['others', 'asss', 'online'],
    ['others', 'ssss', 'isolated'],
    ['others', 's', 'isolated'],
    ['others', 'snn', 'isolated'],
    ['others', 'nnn', 'unasked'],
    ['others', 'ddn', 'no-names'],
    ['others', 'dds', 'isolated'],
    ['others', '', 'alone'],
    ['suspects', 's', 'alone'],
    ['suspects', 'ss', 'isolated'],
    ['suspects', 'sa', 'online'],
    ['suspects', '', 'alone'],
  ])('of %s hosts that replied %s is judged %s', (kind, hosts, result) => {
    expect(judgeRound({ kind, replies: repliesBy(hosts), silentSuspects: false })).toBe(result)
  })

  it('finds the location isolated where the name service and a target that is asked without it are both silent', () => {
    expect(judgeRound({ kind: 'others', replies: repliesBy('dd'), silentSuspects: true })).toBe(
      'isolated',
    )
    expect(judgeRound({ kind: 'others', replies: repliesBy('da'), silentSuspects: true })).toBe(
      'online',
    )
  })
})
