// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are templates of Prometheus.
import { describe, expect, it } from 'vitest'
import { RelabelError, readRelabelRules, relabel } from './relabel.js'

/** The labels after the rules, or `dropped`. */
function relabelled(labels: Record<string, string>, ...rules: Record<string, unknown>[]) {
  const map = new Map(Object.entries(labels))
  return relabel(map, readRelabelRules(rules)) ? Object.fromEntries(map) : 'dropped'
}

describe('relabel_configs', () => {
  it('take the whole value, joined by the separator', () => {
    const labels = { a: 'x', b: 'y' }
    expect(
      relabelled(labels, { source_labels: ['a', 'b'], regex: 'x;(.)', target_label: 'c' }),
    ).toEqual({ ...labels, c: 'y' })
    // Not the whole value: no match, no change.
    expect(
      relabelled(labels, { source_labels: ['a', 'b'], regex: 'x', target_label: 'c' }),
    ).toEqual(labels)
    expect(
      relabelled(labels, {
        source_labels: ['a', 'b'],
        separator: '@',
        regex: '(?P<first>.)@(.)',
        target_label: '${first}_name',
        replacement: '$2-${first}$$',
      }),
    ).toEqual({ ...labels, x_name: 'y-x$' })
  })

  it('set a fixed value without a source, and delete with an empty one', () => {
    expect(relabelled({ a: 'x' }, { target_label: 'b', replacement: '127.0.0.1:9115' })).toEqual({
      a: 'x',
      b: '127.0.0.1:9115',
    })
    expect(relabelled({ a: 'x' }, { target_label: 'a', replacement: '' })).toEqual({})
  })

  it('keep and drop', () => {
    const rule = (action: string) => ({ source_labels: ['a'], regex: 'db-.*', action })
    expect(relabelled({ a: 'db-1' }, rule('keep'))).toEqual({ a: 'db-1' })
    expect(relabelled({ a: 'web' }, rule('keep'))).toBe('dropped')
    expect(relabelled({ a: 'db-1' }, rule('DROP'))).toBe('dropped')
    const equal = { source_labels: ['a'], target_label: 'b' }
    expect(relabelled({ a: '1', b: '1' }, { ...equal, action: 'dropequal' })).toBe('dropped')
    expect(relabelled({ a: '1', b: '2' }, { ...equal, action: 'keepequal' })).toBe('dropped')
  })

  it('map, drop and keep labels by their names', () => {
    const labels = { __meta_env: 'prod', rack: '3' }
    expect(relabelled(labels, { action: 'labelmap', regex: '__meta_(.+)' })).toEqual({
      ...labels,
      env: 'prod',
    })
    expect(relabelled(labels, { action: 'labeldrop', regex: '__meta_.+' })).toEqual({ rack: '3' })
    expect(relabelled(labels, { action: 'labelkeep', regex: '__meta_.+' })).toEqual({
      __meta_env: 'prod',
    })
  })

  it('hash and change the case', () => {
    const rule = { source_labels: ['a'], target_label: 'shard', modulus: 1_000, action: 'hashmod' }
    expect(relabelled({ a: 'baz' }, rule)).toEqual({ a: 'baz', shard: '976' })
    expect(
      relabelled({ a: 'Ab' }, { source_labels: ['a'], target_label: 'b', action: 'uppercase' }),
    ).toEqual({ a: 'Ab', b: 'AB' })
  })

  it.each([
    [{ regex: '(', target_label: 'a' }],
    [{ action: 'replace' }],
    [{ action: 'other', target_label: 'a' }],
  ])('are refused as Prometheus refuses them: %j', (rule) => {
    expect(() => readRelabelRules([rule])).toThrow(RelabelError)
  })
})
