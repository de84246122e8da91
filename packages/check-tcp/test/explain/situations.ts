import type { Situation } from './situation.js'
import { NAMES } from './situations/names.js'
import { NETWORK } from './situations/network.js'
import { TARGET } from './situations/target.js'
import { THIS_MACHINE } from './situations/this-machine.js'

export const SITUATIONS: Readonly<Record<string, readonly Situation[]>> = {
  'this machine': THIS_MACHINE,
  'the name service': NAMES,
  'the network': NETWORK,
  'the target': TARGET,
}
