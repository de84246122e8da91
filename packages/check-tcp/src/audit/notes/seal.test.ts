import { createHash, generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { CompactRange } from '../merkle/compact-range.js'
import { leafHash } from '../merkle/tree-hash.js'
import { isSealOf, sealBatch } from './seal.js'
import { SealTrail } from './seal-trail.js'
import { readSealedLine } from './signed-line.js'
import { verifierKey } from './signed-note.js'

function someKey(name = 'log') {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { privateKey, verifier: verifierKey(name, publicKey) }
}

const key = someKey()

/** Batches of so many lines each. */
function written(...sizes: readonly number[]): string[] {
  const range = new CompactRange()
  return sizes.flatMap((size, batch) =>
    sealBatch(
      Array.from({ length: size }, (_, line) => `{"batch":${batch},"line":${line}}`),
      range,
      key,
    ),
  )
}

function trailOf(lines: readonly string[], of = key.verifier): SealTrail {
  const trail = new SealTrail(new CompactRange(), of)
  for (const line of lines) trail.add(Buffer.from(line))
  return trail
}

describe('a seal', () => {
  it('is the last member of the last line, over the log, what is before it and the line', () => {
    const range = new CompactRange()
    range.append(leafHash('before'))
    const [first = '', second = '', ...more] = sealBatch(['{"a":1}', '{"b":"ü"}'], range, key)
    expect(more).toEqual([])
    expect(first).toBe('{"a":1}')
    const [, seal = ''] = /^\{"b":"ü","seal":"([A-Za-z0-9+/]{86}==)"\}$/.exec(second) ?? []
    const sha256 = (...parts: (string | Buffer)[]) => {
      const hash = createHash('sha256')
      for (const part of parts) hash.update(part)
      return hash.digest()
    }
    const root = sha256('\u0001', sha256('\0before'), sha256('\0{"a":1}')).toString('base64')
    const signed = `check-tcp audit seal v1\nlog\n2\n${root}\n{"b":"ü"}\n`
    const signature = Buffer.from(seal, 'base64')
    expect(verify(null, Buffer.from(signed), key.verifier.publicKey, signature)).toBe(true)
    const whole = new CompactRange()
    for (const line of ['before', first, second]) whole.append(leafHash(line))
    expect(range.root()).toEqual(whole.root())
    expect(range.size).toBe(3)
  })

  it.each([
    ['{"a":1}', undefined],
    ['{"a":1,"seal":"x"}', { text: '{"a":1}', seal: 'x' }],
    ['{"a":1,"seal":""}', { text: '{"a":1}', seal: '' }],
    ['{"a":1,"seal":"x"} ', undefined],
    ['{"a":1,"seal":"x"', undefined],
    ['{"a":1,"seal":"x"]', undefined],
    ['{"a":1,"seal":"}', undefined],
    ['{"seal":"x"}', undefined],
    ['1234567890"}', undefined],
    ['{"a":1,"seal":"x","b":"y"}', undefined],
    ['{"a":{"b":1,"seal":"x"}}', undefined],
    ['{"a":"\\",\\"seal\\":\\"x"}', undefined],
    ['{"a":1,"seal":"x","seal":"y"}', { text: '{"a":1,"seal":"x"}', seal: 'y' }],
    [',"seal":"x"}', { text: '}', seal: 'x' }],
  ])('is read of %s', (line, expected) => {
    const read = readSealedLine(Buffer.from(line))
    expect(read && { ...read, text: read.text.toString() }).toEqual(expected)
  })

  it('holds for its own line, place, log and key alone, and in one spelling', () => {
    const range = new CompactRange()
    const [line = ''] = sealBatch(['{"a":1}'], range, key)
    const sealed = readSealedLine(Buffer.from(line))
    if (!sealed) throw new Error('there is no seal')
    const empty = new CompactRange()
    expect(isSealOf(sealed, empty, key.verifier)).toBe(true)
    expect(isSealOf(sealed, range, key.verifier)).toBe(false)
    expect(isSealOf(sealed, empty, someKey().verifier)).toBe(false)
    const { publicKey } = key.verifier
    expect(isSealOf(sealed, empty, verifierKey('other', publicKey))).toBe(false)
    expect(isSealOf({ ...sealed, text: Buffer.from('{"a":2}') }, empty, key.verifier)).toBe(false)
    const { seal } = sealed
    for (const other of [
      ` ${seal}`,
      seal.slice(0, -1),
      `${seal}AAAA`,
      '',
      seal.replace('==', ''),
    ]) {
      expect(isSealOf({ ...sealed, seal: other }, empty, key.verifier), other).toBe(false)
    }
  })
})

describe('a trail of seals', () => {
  const rootOf = (lines: readonly string[]) => {
    const range = new CompactRange()
    for (const line of lines) range.append(leafHash(line))
    return range.root()
  }

  it.each([
    [[1]],
    [[3]],
    [[1, 4, 2]],
    [Array(63).fill(1)],
    [Array(64).fill(1)],
    [Array(200).fill(2)],
  ])('goes to the last seal: batches of %j', (sizes) => {
    const lines = written(...sizes)
    const trail = trailOf(lines)
    expect(trail.broken).toBeUndefined()
    expect(trail.vouched.size).toBe(lines.length)
    expect(trail.vouched.root()).toEqual(rootOf(lines))
    expect(trail.range.root()).toEqual(rootOf(lines))
  })

  it('ends before lines without a seal, and says of each line whether it has one', () => {
    const lines = [...written(2, 1), '{"planted":1}', '{"planted":2}']
    const trail = new SealTrail(new CompactRange(), key.verifier)
    const carry = lines.map((line) => trail.add(Buffer.from(line)))
    expect(carry).toEqual([false, true, true, false, false])
    expect(trail.broken).toBeUndefined()
    expect(trail.vouched.size).toBe(3)
    expect(trail.range.size).toBe(5)
  })

  it('begins where something else vouches for what is before', () => {
    const range = new CompactRange()
    for (const line of written(5)) range.append(leafHash(line))
    const before = range.copy()
    const lines = sealBatch(['{"next":1}'], range, key)
    const trail = new SealTrail(before, key.verifier)
    expect(trail.vouched.size).toBe(5)
    for (const line of lines) trail.add(Buffer.from(line))
    expect(trail.vouched.size).toBe(6)
    expect(before.size).toBe(5)
  })

  it('takes the hash of an entry for the entry', () => {
    const lines = written(1, 1, 1)
    const trail = new SealTrail(new CompactRange(), key.verifier)
    for (const line of lines.slice(0, 2)) trail.addHash(leafHash(line))
    expect(trail.vouched.size).toBe(0)
    for (const line of lines.slice(2)) trail.add(Buffer.from(line))
    expect(trail.vouched.root()).toEqual(rootOf(lines))
  })

  it('names the first entry whose seal does not fit, wherever in 300 it is', () => {
    const lines = written(...Array(150).fill(2))
    for (const at of [0, 1, 2, 63, 64, 127, 128, 129, 250, 298, 299]) {
      const changed = lines.map((line, index) =>
        index === at ? line.replace('"line"', '"lime"') : line,
      )
      const sealed = at % 2 === 0 ? at + 1 : at
      const trail = trailOf(changed)
      expect(trail.broken, `entry ${at}`).toBe(sealed)
      expect(trail.vouched.size, `entry ${at}`).toBe(sealed - 1)
      expect(trail.vouched.root()).toEqual(rootOf(lines.slice(0, sealed - 1)))
    }
  })

  it('is broken by the first seal of another key', () => {
    expect(trailOf(written(1, 1), someKey().verifier).broken).toBe(0)
  })
})
