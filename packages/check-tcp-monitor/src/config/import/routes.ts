import { escapeControl } from 'check-tcp/words'
import * as v from 'valibot'
import { channelSchema } from '../schema/channel.js'
import { writeDuration } from '../write-duration.js'
import type { Foreign } from './foreign-value.js'
import { isMapping } from './foreign-value.js'
import type { ImportNote } from './imported.js'
import { fillReferences, showReferences } from './references.js'
import { uniqueNames } from './unique-names.js'

/** Somewhere that the other program sends alerts to. */
export interface Receiver {
  /** Tells it from others; what a person calls it is `title`. */
  readonly key: string
  readonly title: string
  /** Where it is configured there. */
  readonly where: string
  /** As a channel of ours; undefined where there is none like it. */
  readonly channel: Foreign | undefined
  /** Settings of it that the channel does not have. */
  readonly left: readonly string[]
}

/** Gathers the routes that checks name, and the channels that these send over. */
export class Routes {
  readonly #nameOfChannel = uniqueNames()
  readonly #nameOfRoute = uniqueNames()
  readonly #channels = new Map<string, { readonly name: string; readonly config?: Foreign }>()
  readonly #routes = new Map<string, Foreign & { readonly name: string }>()
  readonly #notes: ImportNote[] = []

  /** What there is to be said of receivers; valid once all routes are named. */
  get notes(): readonly ImportNote[] {
    return this.#notes
  }

  /** The name of the route that tells a receiver, and tells it again every `repeatMs` milliseconds. */
  routeTo(receiver: Receiver, repeatMs?: number): string {
    const channel = this.#channelOf(receiver)
    const repeat = repeatMs === undefined ? undefined : writeDuration(repeatMs)
    const key = JSON.stringify([receiver.key, repeat])
    const known = this.#routes.get(key)
    if (known) return known.name
    const title = repeat === undefined ? channel.name : `${channel.name} every ${repeat}`
    const route = {
      name: this.#nameOfRoute(title),
      channels: channel.config ? [channel.name] : [],
      ...(repeat === undefined ? {} : { repeat }),
    }
    this.#routes.set(key, route)
    return route.name
  }

  /** Has a route to the receiver been named? */
  hasReceiver(key: string): boolean {
    return this.#channels.has(key)
  }

  /** `alerting` of the config; undefined where nobody is notified. */
  get alerting(): Foreign | undefined {
    if (this.#routes.size === 0) return undefined
    const channels = [...this.#channels.values()].flatMap(({ name, config }) =>
      config ? [[name, config] as const] : [],
    )
    return {
      ...(channels.length > 0 ? { channels: Object.fromEntries(channels) } : {}),
      routes: [...this.#routes.values()],
    }
  }

  #channelOf(receiver: Receiver) {
    const { key, title, where, channel, left } = receiver
    const known = this.#channels.get(key)
    if (known) return known
    const name = this.#nameOfChannel(title)
    const problem = channel === undefined ? 'there is no channel like it' : problemOf(channel)
    const made = problem === undefined && channel ? { name, config: channel } : { name }
    this.#channels.set(key, made)
    if (problem !== undefined) {
      const message = `${problem}; give the route "${name}" a channel, or no alerts are sent`
      this.#notes.push({ where, kind: 'left out', message })
    }
    for (const setting of left) this.#notes.push({ where, kind: 'left out', message: setting })
    return made
  }
}

/** Stands for a reference to the environment; most texts that have a form are URLs. */
const REFERENCE = 'https://reference.invalid/'

/** Why a channel cannot be as it is; what is in it may be secret and is not repeated. */
function problemOf(channel: Foreign): string | undefined {
  const { issues } = v.safeParse(channelSchema, filled(channel))
  // What stands in the environment is not known here.
  const issue = issues?.find(({ path = [] }) => path.at(-1)?.value !== REFERENCE)
  if (!issue) return undefined
  const key = (issue.path ?? [])
    .map((part: { readonly key?: unknown }) => String(part.key))
    .join('.')
  return escapeControl(`its ${showReferences(key)} cannot be carried over`)
}

/** With a value that is valid nearly everywhere in the place of each reference. */
function filled(value: unknown): unknown {
  if (typeof value === 'string') {
    const whole = fillReferences(value, '') === '' && value !== ''
    return whole ? REFERENCE : fillReferences(value, 'x')
  }
  if (Array.isArray(value)) return value.map(filled)
  if (!isMapping(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one)]))
}
