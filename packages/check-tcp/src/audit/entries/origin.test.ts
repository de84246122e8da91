import { hostname, userInfo } from 'node:os'
import { basename } from 'node:path'
import { expect, it } from 'vitest'
import { originOfProcess } from './origin.js'

it('who checks is this process', () => {
  expect(originOfProcess()).toEqual({
    ...{ user: userInfo().username, host: hostname(), pid: process.pid },
    program: basename(process.argv[1] ?? ''),
  })
})

it('a user without a name is told by their number', () => {
  const { user } = originOfProcess(() => {
    throw new Error('ENOENT: no such user')
  })
  expect(user).toBe(`uid ${process.getuid?.()}`)
})
