import { describe, expect, it } from 'vitest'
import { runCommand } from '../support/run-command.js'

describe('check-tcp schema', () => {
  it.each([
    [[], 'Parameters of check_tcp_connection'],
    [['parameters'], 'Parameters of check_tcp_connection'],
    [['task-file'], 'Task file of check-tcp'],
    [['result'], 'Result of check_tcp_connection'],
    [['explanation'], 'Explanation of a result of check_tcp_connection'],
  ])('%j prints the JSON Schema "%s"', async (args, title) => {
    const { code, stdout, stderr } = await runCommand(['schema', ...args])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      title,
    })
  })

  it('names the known schemas and the nearest one for another name', async () => {
    const { code, stdout, stderr } = await runCommand(['schema', 'results'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toBe(
      'check-tcp: there is no schema "results"; did you mean result? (known: parameters, task-file, result, explanation, policy)\n',
    )
  })
})
