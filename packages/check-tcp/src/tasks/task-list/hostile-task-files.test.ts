import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { load, problems, withParameters } from '../../../test/support/load-tasks.js'

describe('a hostile file', () => {
  const bomb = Array.from({ length: 9 }, (_, level) =>
    level === 0 ? '- &a0 [x, x, x]' : `- &a${level} [${`*a${level - 1}, `.repeat(9)}]`,
  ).join('\n')
  const MIB = 1024 * 1024

  it.each<[string, string | Uint8Array, string]>([
    ['an alias bomb', bomb, 'a.yaml:5:8: a task file may use at most 1000 aliases'],
    [
      'nested lists',
      '['.repeat(500_000),
      'a.yaml:1:65: lists and mappings may be nested at most 64 deep',
    ],
    [
      'nested mappings',
      '{a: '.repeat(1_000),
      'a.yaml:1:257: lists and mappings may be nested at most 64 deep',
    ],
    [
      'nested block lists',
      '- '.repeat(500_000),
      'a.yaml:1:129: lists and mappings may be nested at most 64 deep',
    ],
    [
      'nested complex keys',
      '? '.repeat(500_000),
      'a.yaml:1:129: lists and mappings may be nested at most 64 deep',
    ],
    [
      'duplicate keys',
      '- {name: a, plugin: ping, parameters: {host: x, host: y}}',
      'a.yaml:1:49: the key "host" is given twice, first at 1:40',
    ],
    [
      '__proto__',
      '- {name: a, plugin: ping, parameters: {host: x, __proto__: {y: 1}}}',
      'a.yaml:1:49: the key "__proto__" is not allowed',
    ],
    [
      'constructor',
      '- {name: a, constructor: {}, plugin: ping, parameters: {host: x}}',
      'a.yaml:1:13: the key "constructor" is not allowed',
    ],
    [
      'prototype',
      'prototype: 1\ntasks: [{name: a, plugin: ping, parameters: {host: x}}]',
      'a.yaml:1:1: the key "prototype" is not allowed',
    ],
    [
      'a key that is a number',
      '- {name: a, plugin: ping, parameters: {host: x, 3: y}}',
      'a.yaml:1:49: a key must be text, got 3 (number)',
    ],
    [
      '10 MB of text',
      'x'.repeat(10_000_000),
      'a.yaml: is larger than 4 MiB; split it into several files',
    ],
    [
      'too many tokens',
      '- a\n'.repeat(MIB),
      'a.yaml:1:1: a task file has at most 2000000 YAML tokens; split it into several files',
    ],
    [
      'a million mistakes',
      `[,${','.repeat(1_000_000)}`,
      'a.yaml:1:3: there is nothing before this comma; leave it out',
    ],
    [
      'stray brackets',
      '- ]\n'.repeat(300_000),
      'a.yaml:1:3: this does not belong here; is a quote, a comma or the end of a line missing before it?',
    ],
    [
      'binary data',
      Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0xff),
      'a.yaml: is not UTF-8 text; is it a binary file?',
    ],
    ['gzip', gzipSync('- name: a'), 'a.yaml: is compressed with gzip; unpack it first'],
    [
      'a byte of another encoding behind the line end of an old Mac',
      Buffer.from('- {name: a, plugin: ping, parameters: {host: x}}\r# \xe9\n', 'latin1'),
      'a.yaml:2:3: the byte 0xe9 (é in Latin-1 or Windows-1252) is not UTF-8; save the file as UTF-8',
    ],
    [
      'Latin-1 bytes',
      Buffer.from('- {name: a, plugin: ping, parameters: {host: x}}\n# caf\u00e9\n', 'latin1'),
      'a.yaml:2:6: the byte 0xe9 (é in Latin-1 or Windows-1252) is not UTF-8; save the file as UTF-8',
    ],
    [
      'a character cut in two',
      Buffer.concat([
        Buffer.from('- {name: "\ufffd", plugin: ping, parameters: {host: x}} # '),
        Buffer.of(0xc3),
      ]),
      'a.yaml:1:54: the byte 0xc3 (Ã in Latin-1 or Windows-1252) is not UTF-8; save the file as UTF-8',
    ],
    [
      'UTF-16 that ends within a character',
      Buffer.from('\ufeff- {name: a, plugin: ping, parameters: {host: x}}\n# ', 'utf16le').subarray(
        0,
        -1,
      ),
      'a.yaml:2:2: the UTF-16 text is damaged here; save the file as UTF-8',
    ],
    [
      'a NUL character',
      '- {name: a, plugin: ping, parameters: {host: x}} # \0',
      'a.yaml:1:52: the control character \\x00 is not text; is it a binary file?',
    ],
    [
      'a custom tag',
      '- !shell ls',
      'a.yaml:1:3: the tag !shell is not allowed; leave it out, or put a text that starts with ! in quotes (allowed: !!str, !!int, !!float, !!bool, !!null, !!map, !!seq)',
    ],
    [
      'a binary tag',
      '- !!binary aGk=',
      'a.yaml:1:3: the tag !!binary is not allowed; leave it out, or put a text that starts with ! in quotes (allowed: !!str, !!int, !!float, !!bool, !!null, !!map, !!seq)',
    ],
    [
      'two documents',
      '- {name: a, plugin: ping, parameters: {host: x}}\n---\n- {name: b, plugin: ping, parameters: {host: x}}',
      'a.yaml:2:1: a file is one YAML document, and here begins another; leave out this line, or make it a file of its own',
    ],
    [
      'another YAML version',
      '%YAML 1.1\n---\n- {name: a, plugin: ping, parameters: {host: x}}',
      'a.yaml:1:1: the only directive allowed is %YAML 1.2; leave this line out',
    ],
    [
      'an alias inside of its anchor',
      '&a [*a]',
      'a.yaml:1:5: the alias "*a" stands inside its own anchor',
    ],
    ['an alias without an anchor', '- *a', 'a.yaml:1:3: the alias "*a" has no anchor before it'],
    [
      'many copies of a large list',
      `- &a [${'x,'.repeat(6_000)}]\n- *a\n- *a`,
      'a.yaml:3:3: the aliases of a task file may stand for at most 10000 values',
    ],
    [
      'an escape sequence in a name',
      '- *a\u009b2J',
      'a.yaml:1:3: the alias "*a\\x9b2J" has no anchor before it',
    ],
  ])('with %s gets one error and nothing else', async (_, text, message) => {
    expect(await problems(text)).toEqual([message])
  })

  it('with lists exactly as deep as allowed is not refused for that', async () => {
    expect(await problems(`- ${'['.repeat(63)}${']'.repeat(63)}`)).toEqual([
      'a.yaml:1:3: a task must be a mapping with name, plugin and parameters, got a list',
    ])
  })

  it('leaves prototypes as they were', async () => {
    await problems('- {"__proto__": {polluted: 1}, constructor: {prototype: {polluted: 1}}}')
    expect('polluted' in {}).toBe(false)
  })
})

describe('a large file', () => {
  it('of 20,000 tasks loads', async () => {
    const text = Array.from(
      { length: 20_000 },
      (_, index) =>
        `- name: check_number_${index}\n  plugin: check_tcp_connection\n  parameters:\n    host: "db-${index}.example.com"\n    port: 5432\n    timeout: 5\n`,
    )
    expect(await load(text.join(''))).toHaveLength(20_000)
  })

  it('of 100,000 unknown keys has them all reported', async () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `k${index}: 1`)
    expect(await problems(withParameters('host: x', 'port: 1', ...keys))).toHaveLength(100_000)
  })
})
