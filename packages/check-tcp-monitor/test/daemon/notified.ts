import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { MonitorHome } from './running-monitor.js'

/** What a monitor told, as its channel writes it. */
interface Notified {
  readonly kind: string
  readonly incident: {
    readonly subject_id: string
    readonly verdict: string
    readonly error?: string
  }
}

/** Fast checks, and a command that writes what it is told to a file. */
export function notifyingConfig(home: MonitorHome, checks: readonly string[]): string {
  const file = toldFile(home)
  return `defaults: { every: 1s, confirm: 2, confirm_every: 1s, parameters: { timeout: 1 } }
alerting:
  channels: { file: { kind: command, command: [sh, -c, "cat >> ${file}; echo >> ${file}"] } }
  routes: [{ name: all, channels: [file], group_wait: 0s }]
checks:
${checks.map((check) => `  - { plugin: check_tcp_connection, ${check} }\n`).join('')}`
}

/** All notices so far. */
export function notifiedIn(home: MonitorHome): Notified[] {
  const file = toldFile(home)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').flatMap((line) => JSON.parse(line).notices)
}

/** `opened gw down` and so on. */
export function storyIn(home: MonitorHome): string[] {
  return notifiedIn(home).map(
    ({ kind, incident }) => `${kind} ${incident.subject_id} ${incident.verdict}`,
  )
}

/** Waits until exactly this has been told. */
export async function notifies(home: MonitorHome, story: readonly string[]): Promise<void> {
  const many = () => storyIn(home).slice(0, Math.max(story.length, storyIn(home).length))
  await expect.poll(many, { timeout: 120_000, interval: 200 }).toEqual(story)
}

function toldFile(home: MonitorHome): string {
  return join(home.directory, 'told.ndjson')
}
