import type { Clock } from '../core/clock.js'
import { bindingSource } from './bound-source.js'
import type { Engine } from './engine.js'
import { seeingOwnResets } from './firewall/own-resets.js'
import { throttled } from './throttled-engine.js'

/**
 * What every engine that a checker uses needs besides connects: it waits for what runs short, sees through its
 * own firewall, and binds a source port where the connection comes from.
 */
export function completeEngine(engine: Engine, clock: Clock): Engine {
  return throttled(seeingOwnResets(bindingSource(engine, clock), clock), clock)
}
