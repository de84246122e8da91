import { expect, it } from 'vitest'
import { isThisMachine } from './this-machine.js'

it.each(['localhost', 'LOCALHOST', 'a.localhost', 'localhost.', '127.0.0.1', '127.1.2.3', '::1'])(
  'is this machine: %s',
  (host) => expect(isThisMachine(host)).toBe(true),
)

it.each(['', 'localhosts', '127.example.com', '128.0.0.1', '::2', '0.0.0.0', '::', 'a b'])(
  'is another, or none: %s',
  (host) => expect(isThisMachine(host)).toBe(false),
)
