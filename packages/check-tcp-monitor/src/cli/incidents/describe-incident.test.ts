import { expect, it } from 'vitest'
import type { IncidentWire } from '../../http/wire/incident-wire.js'
import { describeIncident, incidentLine } from './describe-incident.js'

const INCIDENT: IncidentWire = {
  ...{ id: 'web-1', subject: 'check', subject_id: 'web', location: 'here', verdict: 'down' },
  ...{ severity: 'critical', since: '2026-01-05T12:00:00.000Z' },
  ...{ opened_at: '2026-01-05T12:00:05.000Z', error: 'Connection refused' },
}

it('an incident is a line, whether it is open or over', () => {
  expect(incidentLine(INCIDENT)).toBe(
    'web-1  web is down since 2026-01-05T12:00:00.000Z: Connection refused',
  )
  expect(incidentLine({ ...INCIDENT, closed_at: '2026-01-05T13:00:00.000Z' })).toBe(
    'web-1  web was down from 2026-01-05T12:00:00.000Z until 2026-01-05T13:00:00.000Z: Connection refused',
  )
})

it('what people wrote stands under it, line by line, and does nothing to a terminal', () => {
  const at = '2026-01-05T12:10:00.000Z'
  const acknowledged = { at, by: 'Ada', note: 'on it' }
  const notes = [
    { at, by: 'Ada', text: 'A switch\nis \u001b[31mbroken', public: false },
    { at, by: 'ops', text: 'We are on it', public: true },
  ]
  expect(
    describeIncident({ ...INCIDENT, acknowledged, notes }),
  ).toBe(`web-1  web is down since 2026-01-05T12:00:00.000Z: Connection refused
  critical, seen from here
  2026-01-05T12:10:00.000Z  acknowledged by Ada:
    on it
  2026-01-05T12:10:00.000Z  Ada:
    A switch
    is \\x1b[31mbroken
  2026-01-05T12:10:00.000Z  ops, for everybody:
    We are on it
`)
})
