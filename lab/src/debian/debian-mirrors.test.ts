import { describe, expect, it } from 'vitest'
import { debianMirrors } from './debian-mirrors.js'

describe('the mirrors of a Debian that a test makes', () => {
  it('are those of this machine, each once', () => {
    const main = 'deb http://mirror.example/debian/ bookworm main'
    const security = 'deb http://mirror.example/security/ bookworm-security main'
    expect(debianMirrors(`${main}\n${main}\n${security}`)).toBe(`${main}\n${security}`)
  })

  it('are not guessed where apt knows none', () => {
    expect(() => debianMirrors('')).toThrow('run apt-get update')
  })
})
