import { describe, expect, it } from 'vitest'
import { descriptorLimit } from '../../engine/descriptor-limit.js'
import { massConcurrency } from './concurrency-flag.js'

const native = () => true
const node = () => false

describe('how many checks of a mass run at once', () => {
  it('follows the engine', () => {
    let isNative = false
    const { limit } = massConcurrency({}, () => isNative)
    expect(limit()).toBe(64)
    isNative = true
    expect(limit()).toBe(Math.max(64, Math.min(500, Math.floor(descriptorLimit() / 2))))
    isNative = false
    expect(limit()).toBe(64)
  })

  it.each(['a.example', 'localhost', 'xn--bcher-kva.example'])(
    'holds %s as a name to 64',
    (host) => {
      const { names } = massConcurrency({}, native)
      expect(names?.limit).toBe(64)
      expect(names?.holdsFor(host)).toBe(true)
    },
  )

  it.each(['127.0.0.1', '::1', 'fe80::1%lo'])(
    'does not hold %s back, which nobody looks up',
    (host) => {
      expect(massConcurrency({}, native).names?.holdsFor(host)).toBe(false)
    },
  )

  it.each([
    { tls: true },
    { starttls: 'smtp' },
    { send: 'x' },
    { receive: 'x' },
    { hold: '1' },
    { banner: true },
  ])('stays at 64 with %j, which are proven on one thread', (flags) => {
    expect(massConcurrency(flags, native).limit()).toBe(64)
  })

  it('is what the flag says, for names too, whatever the engine', () => {
    for (const engine of [native, node]) {
      const { limit, names } = massConcurrency({ concurrency: '1000' }, engine)
      expect([limit(), names]).toEqual([1_000, undefined])
    }
  })
})
