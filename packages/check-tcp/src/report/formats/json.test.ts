import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../../test/report/entries.js'
import type { ReportEntry, Reporter } from '../reporter.js'
import { jsonReporter } from './json.js'
import { ndjsonReporter } from './ndjson.js'

function report(reporter: Reporter, entries: readonly ReportEntry[]): string {
  return reporter.start() + entries.map((entry) => reporter.add(entry)).join('') + reporter.end({})
}

const { connected, refused, namedTask } = ENTRIES

describe('the json report', () => {
  it('is one object for one target, keys in the order of the contract', () => {
    const text = report(jsonReporter({ kind: 'one' }), [refused])
    const parsed: object = JSON.parse(text)
    expect(parsed).toEqual(refused.result)
    expect(Object.keys(parsed)).toEqual([
      ...['status', 'host', 'port', 'connected', 'error', 'attempts', 'response_time'],
      ...['timestamp', 'details'],
    ])
    expect(text).toMatch(/^\{\n {2}"status": "error",\n/)
  })

  it('is an array of results for several targets', () => {
    const text = report(jsonReporter({ kind: 'many' }), [connected, refused])
    expect(JSON.parse(text)).toEqual([connected.result, refused.result])
  })

  it('is an array of name, plugin and result for tasks', () => {
    const text = report(jsonReporter({ kind: 'tasks' }), [namedTask])
    const parsed: readonly object[] = JSON.parse(text)
    expect(parsed).toEqual([namedTask])
    expect(parsed.map(Object.keys)).toEqual([['name', 'plugin', 'result']])
  })

  it('is an empty array where nothing was checked', () => {
    expect(report(jsonReporter({ kind: 'many' }), [])).toBe('[]\n')
  })

  it('ends in a line end', () => {
    expect(report(jsonReporter({ kind: 'many' }), [connected])).toMatch(/\n\]\n$/)
  })
})

describe('the ndjson report', () => {
  it('is one line a result', () => {
    const text = report(ndjsonReporter({ kind: 'many' }), [connected, refused])
    const lines = text.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([connected.result, refused.result])
  })

  it('keeps the name of a task whose result has no JSON', () => {
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    for (const result of [cycle, 7n]) {
      const text = report(ndjsonReporter({ kind: 'tasks' }), [{ name: 'a', plugin: 'b', result }])
      expect(JSON.parse(text)).toMatchObject({
        name: 'a',
        plugin: 'b',
        result: { status: 'error', error: expect.stringContaining('cannot be written as JSON') },
      })
    }
  })

  it('is null where a plugin returned nothing', () => {
    expect(report(ndjsonReporter({ kind: 'many' }), [{ result: undefined }])).toBe('null\n')
  })
})
