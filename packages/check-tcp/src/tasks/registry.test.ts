import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { Plugin } from './plugin.js'
import { createRegistry, UnknownPluginError } from './registry.js'

const plugin = (name: string): Plugin => ({
  name,
  description: 'Does nothing.',
  schema: v.strictObject({}),
  run: async () => ({}),
  succeeded: () => true,
})

describe('registry', () => {
  const registry = createRegistry([plugin('check_tcp_connection'), plugin('check_dns')])

  it('gives the plugin of a name', () => {
    expect(registry.get('check_dns').name).toBe('check_dns')
  })

  it('lists the names in the order given', () => {
    expect(registry.names()).toEqual(['check_tcp_connection', 'check_dns'])
  })

  it('names the known plugins and the nearest spelling for an unknown one', () => {
    expect(() => registry.get('check_tcp_conection')).toThrow(
      new UnknownPluginError('check_tcp_conection', registry.names()),
    )
    expect(() => registry.get('check_tcp_conection')).toThrow(
      'plugin "check_tcp_conection" is not known; did you mean check_tcp_connection? (known: check_tcp_connection, check_dns)',
    )
  })

  it('suggests nothing where no name is near', () => {
    expect(() => registry.get('ping')).toThrow(
      'plugin "ping" is not known (known: check_tcp_connection, check_dns)',
    )
  })

  it('does not take what every object has for a plugin', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(() => registry.get(name)).toThrow(UnknownPluginError)
    }
  })

  it('refuses two plugins of one name', () => {
    expect(() => createRegistry([plugin('a'), plugin('a')])).toThrow('registered twice')
  })
})
