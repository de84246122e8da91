import type { Clock } from '../core/clock.js'
import type { Engine } from './engine.js'
import { seeingOwnResets } from './firewall/own-resets.js'
import { throttled } from './throttled-engine.js'

/** What every engine that a checker uses needs besides connects: it waits for what runs short, and sees through its own firewall. */
export function completeEngine(engine: Engine, clock: Clock): Engine {
  return throttled(seeingOwnResets(engine, clock), clock)
}
