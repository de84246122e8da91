import { describe, expect, it } from 'vitest'
import { splitAtCommand } from './words-behind.js'

describe('splitAtCommand', () => {
  it.each([
    ['wait db:1 -- run --for 3', ['wait', 'db:1'], ['run', '--for', '3']],
    ['wait db:1 --', ['wait', 'db:1'], []],
    ['wait db:1', ['wait', 'db:1'], undefined],
    ['explain db:1 -- run', ['explain', 'db:1', '--', 'run'], undefined],
  ])('of %s keeps the command as it is', (line, words, command) => {
    expect(splitAtCommand(line.split(' '))).toEqual({ words, command })
  })
})
