import { expect, it } from 'vitest'
import { hostAndPort } from './host-and-port.js'

it.each([
  ['example.com', 'example.com:80'],
  ['192.0.2.1', '192.0.2.1:80'],
  ['::1', '[::1]:80'],
  ['[::1]', '[::1]:80'],
  ['fe80::1%eth0', '[fe80::1%eth0]:80'],
  ['[fe80::1%eth0]', '[fe80::1%eth0]:80'],
])('hostAndPort writes %s with its port as %s', (host, text) => {
  expect(hostAndPort(host, 80)).toBe(text)
})
