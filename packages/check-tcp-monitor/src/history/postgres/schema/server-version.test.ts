import { expect, it } from 'vitest'
import { problemOfServer } from './server-version.js'

it('takes PostgreSQL from 14 on, and says of one before what it is and what to do', () => {
  expect(problemOfServer(140_000, '14.0')).toBeUndefined()
  expect(problemOfServer(150_020, '15.20')).toBeUndefined()
  expect(problemOfServer(130_022, '13.22 (Debian 13.22-1)')).toBe(
    'PostgreSQL 13.22 (Debian 13.22-1) is too old: the history needs 14 or newer. Update the server, or leave `hub.database` out to use SQLite',
  )
})
