import { describe, expect, it } from 'vitest'
import { formatJoinString, type JoinString, parseJoinString } from './join-string.js'

const SECRET = 'A'.repeat(43)
const PIN = `${'b-_9'.repeat(10)}xyz`

describe('a join string', () => {
  it.each<[string, JoinString]>([
    ['a name', { host: 'hub.example', port: 9117, pin: PIN, secret: SECRET }],
    ['an IPv4 address', { host: '192.0.2.7', port: 1, pin: PIN, secret: SECRET }],
    ['an IPv6 address', { host: '2001:db8::7', port: 65_535, pin: PIN, secret: SECRET }],
    ['a public certificate', { host: 'hub.example', port: 443, secret: SECRET }],
  ])('of %s is read as it was written', (_what, join) => {
    expect(parseJoinString(` ${formatJoinString(join)}\n`)).toEqual(join)
  })

  it.each([
    ['', 'is not a join string'],
    ['hello', 'is not a join string'],
    [`ctj2:hub:9117::${SECRET}`, 'begins with "ctj2"'],
    [`ctj1::9117::${SECRET}`, 'names no host'],
    [`ctj1:[]:9117::${SECRET}`, 'names no host'],
    [`ctj1:hub:0::${SECRET}`, '"0" is not a port'],
    [`ctj1:hub:65536::${SECRET}`, '"65536" is not a port'],
    [`ctj1:hub:http::${SECRET}`, '"http" is not a port'],
    [`ctj1:hub:9117:short:${SECRET}`, 'the key of the hub in it is incomplete'],
    ['ctj1:hub:9117::short', 'the secret at its end is incomplete'],
    [`ctj1:hub:9117::${SECRET}=`, 'the secret at its end is incomplete'],
    [`ctj1:2001:db8::7:9117::${SECRET}`, 'is not a join string'],
  ])('%j is refused in words', (text, words) => {
    expect(parseJoinString(text)).toContain(words)
  })
})
