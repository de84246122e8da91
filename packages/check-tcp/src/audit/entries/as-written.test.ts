// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of task files, not templates.
import { describe, expect, it } from 'vitest'
import { hostAsWritten, parametersAsWritten, reasonsAsWritten, taskOfOthers } from './as-written.js'

const written = { name: 'login ${PW}', parameters: { host: 'a-${PW}', tls: { ca: '${CA}' } } }
const task = { name: 'login geheim', file: 'a.yaml', line: 3, written }

describe('what came from the environment', () => {
  it('stands in reasons as it was written, and nothing else of it does', () => {
    expect(reasonsAsWritten({ task, tags: ['x'] })).toEqual({
      task: { name: 'login ${PW}', file: 'a.yaml', line: 3 },
      tags: ['x'],
    })
    const withTags = { ...task, written: { ...written, tags: { geheim: '${TAG}' } } }
    const recorded = {
      task: { name: 'login ${PW}', file: 'a.yaml', line: 3 },
      tags: ['${TAG}', 'x', 'toString'],
    }
    const tags = ['geheim', 'x', 'toString']
    expect(reasonsAsWritten({ task: withTags, tags })).toEqual(recorded)
    const other = taskOfOthers(withTags)
    expect(reasonsAsWritten({ task: other, tags })).toEqual(recorded)
    expect(hostAsWritten('192.0.2.1', { task: other })).toBe('192.0.2.1')
    expect(JSON.stringify(reasonsAsWritten({ caller: 'api' }))).toBe('{"caller":"api"}')
    expect(taskOfOthers({ name: 'plain', line: 1 })).toEqual({ name: 'plain', line: 1 })
  })

  it('stands in parameters and host as it was written', () => {
    const told = { timeout: 5, tls: { ca: '/secret' } }
    expect(parametersAsWritten(told, { task })).toEqual({ timeout: 5, tls: { ca: '${CA}' } })
    expect(hostAsWritten('a-geheim', { task })).toBe('a-${PW}')
    for (const why of [{}, { task: { name: 'plain' } }, { task: { name: 'x', written: {} } }]) {
      expect(hostAsWritten('db', why)).toBe('db')
      expect(parametersAsWritten(told, why)).toEqual(told)
    }
  })
})
