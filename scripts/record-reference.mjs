import { toJsonSchema } from '@valibot/to-json-schema'
import { columnsOf } from '../packages/check-tcp-monitor/dist/core/wire/csv-columns.js'
import { EVENTS } from '../packages/check-tcp-monitor/dist/core/wire/event.js'
import { EVIDENCE } from '../packages/check-tcp-monitor/dist/core/wire/evidence.js'
import { INCIDENT } from '../packages/check-tcp-monitor/dist/core/wire/incident.js'
import { INCIDENT_ENTRY } from '../packages/check-tcp-monitor/dist/core/wire/incident-entry.js'
import { OBSERVATION } from '../packages/check-tcp-monitor/dist/core/wire/observation.js'
import { PLANNED_WINDOW } from '../packages/check-tcp-monitor/dist/core/wire/planned-window.js'
import { describeRecord } from '../packages/check-tcp-monitor/dist/core/wire/record.js'
import { ROLLUP } from '../packages/check-tcp-monitor/dist/core/wire/rollup.js'
import { TIMELINE_ENTRY } from '../packages/check-tcp-monitor/dist/core/wire/timeline-entry.js'

const HEAD = `# Records

What the monitor keeps and tells, field by field, generated from what writes and reads it. The names are those of the
[HTTP API](../guide/monitor-api.md), of its events and of exports as NDJSON; an export's lines begin with their \`kind\`, and
\`schema/history-record.json\` of the package describes them. Times are RFC 3339 in UTC. What is not known is left out.
`

const KEPT = [
  ['Result', 'What is kept of one check: `result` in exports and events.', OBSERVATION],
  [
    'Minute and hour',
    'What happened to one check in a minute or an hour: `minute` and `hour` in exports. The API answers `uptime`, `check_success_ratio` and percentiles in place of `observed` and `histogram`.',
    ROLLUP,
  ],
  [
    'Incident',
    'A time during which a check, the location or the monitor was not as it should be: `incident` in exports and events.',
    INCIDENT,
  ],
  [
    'Incident entry',
    'What is kept with an incident, as long as that is: `incident_entry` in exports.',
    INCIDENT_ENTRY,
  ],
]

const TOLD = [
  [
    'Timeline entry',
    'What happened around an incident: `entry` of an incident entry, and the `entries` of a timeline.',
    TIMELINE_ENTRY,
  ],
  [
    'Evidence',
    'What a look at a target that is down has found: `evidence` of a timeline entry and of an incident.',
    EVIDENCE,
  ],
  ['Silence and maintenance', 'Of the events `silence` and `maintenance`.', PLANNED_WINDOW],
  ['Verdict', 'Of the event `verdict`.', EVENTS.verdict],
  ['Evidence found', 'Of the event `evidence`.', EVENTS.evidence],
  ['Reload', 'Of the event `reload`, with `at`, when that was.', EVENTS.reload],
  ['Gap', 'Of the event `gap`, with `at`, when that was.', EVENTS.gap],
]

/** The reference of every record, in Markdown. */
export function recordReference() {
  const kept = KEPT.map(([title, text, fields]) => sectionOf(title, text, fields, true))
  const told = TOLD.map(([title, text, fields]) => sectionOf(title, text, fields, false))
  return [HEAD, ...kept, ...told].join('\n')
}

function sectionOf(title, text, fields, inCsv) {
  const { properties, required } = toJsonSchema(describeRecord(fields), { typeMode: 'input' })
  const rows = Object.entries(fields).map(([inside, field]) => {
    const { outside, description, codec } = field
    const columns = columnsOf({ [inside]: field }).map(({ name }) => `\`${name}\``)
    const kind = codec.unit ?? kindOf(properties[outside])
    const always = required.includes(outside) ? 'yes' : ''
    const cells = [`\`${outside}\``, kind, always, ...(inCsv ? [columns.join(', ')] : [])]
    return `| ${[...cells, description].join(' | ')} |`
  })
  const head = ['field', 'value', 'always', ...(inCsv ? ['column of CSV'] : []), 'meaning']
  return `## ${title}

${text}

| ${head.join(' | ')} |
|${head.map(() => ' --- |').join('')}
${rows.join('\n')}
`
}

function kindOf({ type, format, enum: words, const: only }) {
  if (only !== undefined) return `\`${only}\``
  if (words) return words.map((word) => `\`${word}\``).join(', ')
  if (format === 'date-time') return 'time'
  return { string: 'text', array: 'list' }[type] ?? type
}
