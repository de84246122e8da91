import { escapeControl } from 'check-tcp/words'

/** A line of the log as JSON has it. */
interface LoggedLine {
  readonly level: string
  readonly time: string
  readonly msg: string
  readonly [fact: string]: unknown
}

/** A line of the log for people: time of this machine, level, message, and the facts behind it. */
export function logLineInWords(json: string): string {
  const { level, time, msg, ...facts } = JSON.parse(json) as LoggedLine
  const told = Object.entries(facts).map(([name, value]) => `${name}: ${shown(value)}`)
  const behind = told.length === 0 ? '' : ` (${told.join(', ')})`
  return `${localTime(new Date(time))} ${level.padEnd(5)} ${escapeControl(msg + behind)}\n`
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function localTime(time: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}`
}
