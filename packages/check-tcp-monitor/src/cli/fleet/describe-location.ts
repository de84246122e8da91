import { escapeControl } from 'check-tcp/words'

/** One of the API's. */
export interface Location {
  readonly location: string
  readonly tags: readonly string[]
  readonly state: 'no_agent' | 'joined' | 'revoked'
  readonly seen_at?: string
  readonly silent_for?: number
  readonly version?: string
  readonly isolated?: boolean
  readonly clock_skew?: number
  readonly overdue?: number
  readonly spooled?: number
  readonly lost?: { readonly results: number; readonly from: string; readonly until: string }
}

const STATES = {
  no_agent: 'no agent has joined yet',
  joined: 'joined',
  revoked: 'revoked',
} as const

/** Seconds. What is less may be the time on the way. */
const SKEW_SHOWN = 2
const SKEW_WARNED = 30

/** Seconds: three heartbeats, after which the location has an incident too. */
const SILENT_SHOWN = 30

/** A location on a line of its own: who reports from there, and what is not as it should be there. */
export function describeLocation(location: Location, width: number): string {
  const { location: name, tags, state, lost } = location
  const facts = [
    STATES[state],
    ...(state === 'joined' ? heard(location) : []),
    ...(lost ? [`${counted(lost.results, 'result')} lost from ${lost.from} to ${lost.until}`] : []),
  ]
  const tagged = tags.length > 0 ? `  tags ${tags.join(', ')}` : ''
  return escapeControl(`${name.padEnd(width)}  ${facts.join(', ')}${tagged}`)
}

function heard({ seen_at, version, isolated, ...rest }: Location): readonly string[] {
  if (seen_at === undefined) return ['not heard since the hub was started']
  const { silent_for: silent = 0, clock_skew: skew = 0, overdue = 0, spooled = 0 } = rest
  return [
    ...(silent > SILENT_SHOWN ? [`LOST: not heard for ${timeInWords(silent)}`] : []),
    `heard at ${seen_at}`,
    ...(version === undefined ? [] : [`check-tcp ${version}`]),
    ...(isolated ? ['isolated'] : []),
    ...(Math.abs(skew) > SKEW_SHOWN ? [clockInWords(skew)] : []),
    ...(overdue > 0 ? [`${counted(overdue, 'check')} overdue`] : []),
    ...(spooled > 0 ? [`${counted(spooled, 'result')} not stored yet`] : []),
  ]
}

/** `1 result`, `2 results`. */
function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** Whole seconds, minutes or hours, whatever is not much too fine. */
function timeInWords(seconds: number): string {
  if (seconds < 120) return `${Math.floor(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`
}

function clockInWords(skew: number): string {
  const seconds = Math.round(Math.abs(skew) * 10) / 10
  const words = `its clock is ${seconds} s ${skew > 0 ? 'ahead' : 'behind'}`
  return Math.abs(skew) > SKEW_WARNED ? `WARNING ${words}: see to its time service` : words
}
