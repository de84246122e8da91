import type { MonitorEvent } from '../../core/wire/event.js'
import { eventWire } from '../wire/event-wire.js'

/** An event as a stream has it (HTML Living Standard, section 9.2.6); JSON has no line breaks. */
export type EventText = (event: MonitorEvent) => string

/** Writes each event once, however many readers there are. */
export function createEventText(): EventText {
  const texts = new WeakMap<MonitorEvent, string>()
  return (event) => {
    const known = texts.get(event)
    if (known !== undefined) return known
    const data = JSON.stringify(eventWire(event))
    const text = `id: ${event.id}\nevent: ${event.type}\ndata: ${data}\n\n`
    texts.set(event, text)
    return text
  }
}
