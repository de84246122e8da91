import { CheckTcpError } from '../core/errors/check-tcp-error.js'
import { nearestSpelling } from '../core/text/nearest-spelling.js'
import { quote } from '../core/text/show-value.js'
import type { Plugin } from './plugin.js'

/** The plugins that task files may name. */
export interface Registry {
  /** @throws {UnknownPluginError} which names the known plugins and the nearest spelling */
  get(name: string): Plugin
  /** The names of all plugins, in the order in which they were given. */
  names(): readonly string[]
}

/** Thrown for a plugin that nobody registered. */
export class UnknownPluginError extends CheckTcpError {
  override readonly name = 'UnknownPluginError'
  readonly code = 'UNKNOWN_PLUGIN'

  constructor(plugin: string, known: readonly string[]) {
    const nearest = nearestSpelling(plugin, known)
    const hint = nearest ? `; did you mean ${nearest}?` : ''
    super(`plugin ${quote(plugin)} is not known${hint} (known: ${known.join(', ')})`)
  }
}

/**
 * Makes a registry of the given plugins.
 *
 * @throws {RangeError} for two plugins of one name
 */
export function createRegistry(plugins: readonly Plugin[]): Registry {
  const byName = new Map<string, Plugin>()
  for (const plugin of plugins) {
    if (byName.has(plugin.name)) throw new RangeError(`plugin ${plugin.name} is registered twice`)
    byName.set(plugin.name, plugin)
  }
  const names = [...byName.keys()]
  return {
    names: () => names,
    get(name) {
      const plugin = byName.get(name)
      if (!plugin) throw new UnknownPluginError(name, names)
      return plugin
    },
  }
}
