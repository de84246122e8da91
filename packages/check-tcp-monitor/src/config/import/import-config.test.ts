import { describe, expect, it } from 'vitest'
import { ForeignConfigError, importConfig } from './import-config.js'

describe('what cannot be imported', () => {
  it.each([
    [
      'another file',
      'a: 1',
      'x: this is a file of none of blackbox_exporter, Prometheus, Gatus and Uptime Kuma',
    ],
    [
      'no YAML',
      'a: [',
      'x:1:5: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    [
      'nothing of TCP',
      'endpoints: [{ name: a, url: "https://a" }]',
      'x: nothing here can be checked over TCP\nx: endpoint "a": https:// is not a TCP target',
    ],
    ['a binary file', '\u0000', 'x: the control character \\x00 is not text; is it a binary file?'],
    [
      'endless nesting',
      `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
      'x: lists and mappings may be nested at most 100 deep',
    ],
  ])('is refused: %s', (_what, text, message) => {
    expect(() => importConfig([{ path: 'x', text }])).toThrow(new ForeignConfigError(message))
  })

  it('is refused: files of several programs at once', () => {
    const files = ['endpoints: []', 'monitorList: []'].map((text) => ({ path: 'x', text }))
    expect(() => importConfig(files)).toThrow(ForeignConfigError)
    expect(() => importConfig([])).toThrow(ForeignConfigError)
  })
})
