import { hostname, userInfo } from 'node:os'
import { basename } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { originOfProcess } from './origin.js'

const { argv } = process
afterEach(() => {
  process.argv = argv
  vi.restoreAllMocks()
})

const nameless = () => {
  throw new Error('ENOENT: no such user')
}

it('who checks is this process', () => {
  expect(originOfProcess()).toEqual({
    ...{ user: userInfo().username, host: hostname(), pid: process.pid },
    program: basename(argv[1] ?? ''),
  })
})

it.skipIf(!process.getuid)('a user without a name is told by their number', () => {
  vi.spyOn(process, 'getuid').mockReturnValue(1_234)
  expect(originOfProcess(nameless).user).toBe('uid 1234')
})

it('a user without a name is not known where users have no numbers', () => {
  const { getuid } = process
  Reflect.deleteProperty(process, 'getuid')
  try {
    expect(originOfProcess(nameless).user).toBe('uid unknown')
  } finally {
    if (getuid) process.getuid = getuid
  }
})

it('what runs no file is Node itself', () => {
  process.argv = argv.slice(0, 1)
  expect(originOfProcess().program).toBe('node')
})
