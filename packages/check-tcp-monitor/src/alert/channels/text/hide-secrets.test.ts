import { describe, expect, it } from 'vitest'
import { hideSecrets, secretsOfUrl } from './hide-secrets.js'

describe('hiding secrets', () => {
  it('hides every occurrence, also as it stands in a URL', () => {
    const text = 'p@ss word 1, p%40ss%20word%201 and p@ss word 1'
    expect(hideSecrets(text, ['p@ss word 1'])).toBe('[secret], [secret] and [secret]')
  })

  it('hides a secret that contains another one as a whole', () => {
    expect(hideSecrets('long-secret-longer', ['long-secret', 'long-secret-longer'])).toBe(
      '[secret]',
    )
  })

  it('leaves words alone that are too short to be secrets', () => {
    expect(hideSecrets('the api is down', ['api', 'down', ''])).toBe('the api is down')
  })

  it('takes user, password, path and query of a URL for secrets, and not its host', () => {
    const secrets = secretsOfUrl(
      'https://monitor-1:pass%20word@example.com/T00000000/B00000000?k=value-123',
    )
    const said = 'monitor-1 pass word /T00000000/B00000000 T00000000 value-123 example.com'
    expect(hideSecrets(said, secrets)).toBe(
      '[secret] [secret] [secret] [secret] [secret] example.com',
    )
  })

  it('takes all of what is no URL for a secret', () => {
    expect(hideSecrets('bad URL: not-a-url', secretsOfUrl('not-a-url'))).toBe('bad URL: [secret]')
  })
})
