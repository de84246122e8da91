import { writeFile } from 'node:fs/promises'
import type { OutboxEntry } from '../../src/core/alert/outbox.js'
import type { Batch, StoredState } from '../../src/core/store/commits.js'
import type {
  HistoryQueries,
  IncidentPage,
  IncidentQuery,
  Remembered,
} from '../../src/core/store/history-queries.js'
import type {
  ExportPage,
  ExportQuery,
  HistoryRecord,
  Imported,
} from '../../src/core/store/history-record.js'
import { KEPT_ENTRIES } from '../../src/core/store/kept-entries.js'
import type { OutboxUpdate } from '../../src/core/store/outbox.js'
import { stateKeyText } from '../../src/core/store/state-key.js'
import type { Store } from '../../src/core/store/store.js'
import type { Retention, StoreAdmin } from '../../src/core/store/store-admin.js'
import { badCursor, outrun, StoreError } from '../../src/core/store/store-error.js'
import type { Incident } from '../../src/core/wire/incident.js'
import type { IncidentEntry } from '../../src/core/wire/incident-entry.js'
import type { Observation } from '../../src/core/wire/observation.js'
import type { OneOffMaintenance, Silence } from '../../src/core/wire/planned-window.js'
import { toJsonLine } from '../../src/history/export/json-line.js'
import { toHourSums } from '../../src/history/rollup/hour-sums.js'
import { ClaimedOutbox } from '../../src/history/sqlite/claimed-outbox.js'
import { MemoryHistory } from './memory-history.js'

/** What survives the death of the simulated process: the disk. Refuses what the contract forbids. */
export class MemoryStore implements Store {
  readonly states = new Map<string, string>()
  readonly incidentsById = new Map<string, Incident>()
  readonly delivered: OutboxEntry[] = []
  readonly dead: OutboxEntry[] = []
  readonly #history = new MemoryHistory()
  readonly #entries = new Map<string, readonly IncidentEntry[]>()
  readonly #silences = new Map<string, Silence>()
  readonly #maintenance = new Map<string, OneOffMaintenance>()
  readonly #cursors = new Map<string, number>()
  /** Ids of open incidents, by what they are about. */
  openBySubject: ReadonlyMap<string, string> = new Map()
  #outbox: OutboxEntry[] = []
  #seq = 0
  #stored = 0
  #isClosed = false
  /** Why it does not serve now, if it does not. */
  problem: () => StoreError | undefined = () => undefined
  /** Called after every commit. */
  onCommit: (batch: Batch) => void = () => {}

  outbox = this.#newOutbox()

  readonly queries: HistoryQueries = {
    remembered: async () => this.#remembered(),
    results: async (query) => this.#served().results(query),
    rollups: async (series, level, window) => this.#served().rollups(series, level, window),
    hours: async (checkIds, window) => {
      const history = this.#served()
      return checkIds.flatMap((checkId) =>
        history.rollups({ checkId }, 'hour', window).map(toHourSums),
      )
    },
    summary: async (series, window) => this.#served().summary(series, window),
    incidents: async (query) => this.#incidentPage(query),
    incident: async (id) => {
      this.#served()
      return this.incidentsById.get(id)
    },
    incidentEntries: async (id) => {
      this.#served()
      return this.#entries.get(id) ?? []
    },
    exportPage: async (query) => this.#exportPage(query),
  }

  readonly admin: StoreAdmin = {
    importRecords: async (records) => this.#import(records),
    purge: async (now, retention) => ({ deleted: this.#purge(now, retention) }),
    backup: async (path) => {
      await writeFile(path, this.#records({}).map(toJsonLine).join(''))
    },
    health: async () => {
      this.#served()
      const bytes = JSON.stringify(this.observations).length
      return { ok: true, bytes, stored: this.#stored, commitMs: 0, waiting: 0 }
    },
  }

  get observations(): readonly Observation[] {
    return this.#history.observations
  }

  get pending(): number {
    return this.#outbox.length
  }

  /** The process that claimed channels is dead. */
  endClaims(): void {
    this.outbox = this.#newOutbox()
  }

  async commit(batch: Batch): Promise<void> {
    this.#served()
    const { origin } = batch
    if (origin) {
      const stored = this.#cursors.get(origin.source)
      if (stored !== undefined && origin.cursor <= stored) return
      if (stored !== (origin.after ?? stored) && stored !== undefined) throw outrun(origin.source)
    }
    this.#putIncidents(batch.incidents ?? [])
    if (origin) this.#cursors.set(origin.source, origin.cursor)
    for (const each of batch.observations) this.#history.observations.push(each)
    this.#stored += batch.observations.length
    for (const each of batch.states ?? []) {
      const key = stateKeyText(each)
      if (each.state === undefined) this.states.delete(key)
      else this.states.set(key, JSON.stringify(each))
    }
    for (const entry of batch.outbox ?? []) {
      this.#outbox.push({ ...entry, seq: ++this.#seq, tries: 0 })
    }
    for (const silence of batch.silences ?? []) this.#silences.set(silence.id, silence)
    for (const each of batch.maintenance ?? []) this.#maintenance.set(each.id, each)
    this.#addEntries(batch.entries ?? [])
    this.onCommit(batch)
  }

  async close(): Promise<void> {
    this.#isClosed = true
  }

  #newOutbox(): ClaimedOutbox {
    return new ClaimedOutbox(
      {
        outboxOf: async (channel, limit) => {
          this.#served()
          return this.#outbox.filter((entry) => entry.channel === channel).slice(0, limit)
        },
        deadLetters: async (limit) => {
          this.#served()
          const newestFirst = (a: OutboxEntry, b: OutboxEntry) =>
            (b.deadAt ?? 0) - (a.deadAt ?? 0) || b.seq - a.seq
          return [...this.dead].sort(newestFirst).slice(0, limit)
        },
      },
      {
        updateOutbox: async (update) => this.updateOutbox(update),
        deleteDeadLetters: async (seqs) => {
          this.#served()
          const kept = this.dead.filter(({ seq }) => !seqs.includes(seq))
          this.dead.splice(0, this.dead.length, ...kept)
        },
      },
    )
  }

  updateOutbox(update: OutboxUpdate): void {
    this.#served()
    this.#addEntries(update.entries ?? [])
    const hit = this.#outbox.filter(({ seq }) => update.seqs.includes(seq))
    const others = this.#outbox.filter(({ seq }) => !update.seqs.includes(seq))
    switch (update.kind) {
      case 'later': {
        const { notBefore, error } = update
        this.#outbox = this.#outbox.map((entry) =>
          hit.includes(entry)
            ? { ...entry, notBefore, tries: entry.tries + 1, lastError: error }
            : entry,
        )
        return
      }
      case 'delivered':
        this.delivered.push(...hit)
        break
      case 'dead': {
        const { at: deadAt, error: lastError } = update
        this.dead.push(
          ...hit.map((each) => ({ ...each, tries: each.tries + 1, deadAt, lastError })),
        )
      }
    }
    this.#outbox = others
  }

  #remembered(): Remembered {
    this.#served()
    return {
      states: [...this.states]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, text]) => JSON.parse(text) as StoredState),
      openIncidents: [...this.incidentsById.values()].filter((i) => i.closedAt === undefined),
      silences: [...this.#silences.values()],
      maintenance: [...this.#maintenance.values()],
      outbox: this.#outbox,
    }
  }

  #incidentPage(query: IncidentQuery): IncidentPage {
    this.#served()
    const { subject, subjectId, location, open, from, until, limit = 100, cursor } = query
    const [, openedAt, last] = /^(-?\d+(?:\.\d+)?)\/(.+)$/.exec(cursor ?? '0/0') ?? []
    if (last === undefined) throw badCursor()
    const place = { openedAt: Number(openedAt), id: last }
    const found = [...this.incidentsById.values()]
      .filter(
        (each) =>
          (subject ?? each.subject) === each.subject &&
          (subjectId ?? each.subjectId) === each.subjectId &&
          (location ?? each.location) === each.location &&
          (open ?? each.closedAt === undefined) === (each.closedAt === undefined) &&
          each.openedAt < (until ?? Number.POSITIVE_INFINITY) &&
          (each.closedAt ?? Number.POSITIVE_INFINITY) >= (from ?? Number.NEGATIVE_INFINITY) &&
          (cursor === undefined || byOpening(each, place) < 0),
      )
      .sort((a, b) => byOpening(b, a))
    const incidents = found.slice(0, limit)
    const end = incidents.at(-1)
    if (!end || found.length <= limit) return { incidents }
    return { incidents, next: `${end.openedAt}/${end.id}` }
  }

  #exportPage(query: ExportQuery): ExportPage {
    this.#served()
    const { limit = 1_000, cursor = '0' } = query
    if (!/^\d+$/.test(cursor)) throw badCursor()
    const all = this.#records(query)
    const end = Number(cursor) + limit
    const records = all.slice(Number(cursor), end)
    return end < all.length ? { records, next: String(end) } : { records }
  }

  #records({ from = -Infinity, until = Infinity }: ExportQuery): readonly HistoryRecord[] {
    const isIn = (at: number) => at >= from && at < until
    const history = this.#served()
    return [
      ...history.observations
        .filter(({ at }) => isIn(at))
        .map((result) => ({ kind: 'result', result }) as const)
        .sort((a, b) => a.result.at - b.result.at),
      ...(['minute', 'hour'] as const).flatMap((kind) =>
        history
          .allRollups(kind)
          .filter(({ at }) => isIn(at))
          .map((rollup) => ({ kind, rollup })),
      ),
      ...[...this.incidentsById.values()]
        .filter(({ openedAt }) => isIn(openedAt))
        .sort(byOpening)
        .map((incident) => ({ kind: 'incident', incident }) as const),
      ...[...this.incidentsById.values()]
        .filter(({ openedAt }) => isIn(openedAt))
        .sort(byOpening)
        .flatMap(({ id }) => this.#entries.get(id) ?? [])
        .map((entry) => ({ kind: 'incident_entry', entry }) as const),
    ]
  }

  #import(records: readonly HistoryRecord[]): Imported {
    const history = this.#served()
    const added = records.filter((record) => {
      switch (record.kind) {
        case 'result':
          return history.importResult(record.result)
        case 'incident':
          return this.#importIncident(record.incident)
        case 'incident_entry':
          return this.#importEntry(record.entry)
        default:
          return history.importRollup(record.kind, record.rollup)
      }
    }).length
    return { added, present: records.length - added }
  }

  #importIncident(incident: Incident): boolean {
    if (this.incidentsById.has(incident.id)) return false
    if (incident.closedAt === undefined && this.openBySubject.has(keyOf(incident))) return false
    this.#putIncidents([incident])
    return true
  }

  #importEntry(entry: IncidentEntry): boolean {
    const known = this.#entries.get(entry.incidentId) ?? []
    const isKnown = known.some(({ number }) => number === entry.number)
    if (isKnown || !this.incidentsById.has(entry.incidentId)) return false
    this.#entries.set(entry.incidentId, [...known, entry])
    return true
  }

  #addEntries(added: NonNullable<Batch['entries']>): void {
    for (const each of added) {
      if (!this.incidentsById.has(each.incidentId)) continue
      const known = this.#entries.get(each.incidentId) ?? []
      const number = (known.at(-1)?.number ?? 0) + 1
      this.#entries.set(each.incidentId, keptOf([...known, { ...each, number }]))
    }
  }

  #purge(now: number, retention: Retention): number {
    const cutoff = now - retention.incidentMs
    let deleted = this.#served().purge(now, retention)
    for (const { id, closedAt } of this.incidentsById.values()) {
      if (closedAt === undefined || closedAt >= cutoff) continue
      this.incidentsById.delete(id)
      this.#entries.delete(id)
      deleted++
    }
    const dead = this.dead.filter(({ deadAt = now }) => deadAt >= cutoff)
    deleted += this.dead.length - dead.length
    this.dead.splice(0, this.dead.length, ...dead)
    for (const windows of [this.#silences, this.#maintenance]) {
      for (const { id, until } of windows.values()) {
        if (until < cutoff && windows.delete(id)) deleted++
      }
    }
    return deleted
  }

  /** All of them, or none. Those that close go first. */
  #putIncidents(incidents: readonly Incident[]): void {
    if (incidents.length === 0) return
    const openBySubject = new Map(this.openBySubject)
    const isOpen = ({ closedAt }: Incident) => Number(closedAt === undefined)
    for (const incident of [...incidents].sort((a, b) => isOpen(a) - isOpen(b))) {
      const subject = keyOf(incident)
      const open = openBySubject.get(subject)
      if (incident.closedAt !== undefined) {
        if (open === incident.id) openBySubject.delete(subject)
      } else if (open === undefined || open === incident.id) openBySubject.set(subject, incident.id)
      else {
        const text = `${subject} has two open incidents: ${open}, ${incident.id}`
        throw new StoreError('STORE_FAILED', text)
      }
    }
    this.openBySubject = openBySubject
    for (const incident of incidents) this.incidentsById.set(incident.id, incident)
  }

  #served(): MemoryHistory {
    const problem = this.#isClosed
      ? new StoreError('STORE_CLOSED', 'the history is closed')
      : this.problem()
    if (problem) throw problem
    return this.#history
  }
}

function keyOf({ subject, subjectId, location }: Incident): string {
  return `${subject}:${subjectId}@${location}`
}

/** What of the entries of one incident is kept. */
function keptOf(entries: readonly IncidentEntry[]): readonly IncidentEntry[] {
  const { others, evidence } = KEPT_ENTRIES
  const newest = entries.at(-1)?.number ?? 0
  const looks = entries.filter(({ entry }) => entry.kind === 'evidence')
  const keptLooks = [...looks.slice(0, evidence.first), ...looks.slice(-evidence.newest)]
  return entries.filter((each) =>
    each.entry.kind === 'evidence'
      ? keptLooks.includes(each)
      : each.number <= others.first || each.number > newest - others.newest,
  )
}

/** The oldest first. */
function byOpening(
  a: Pick<Incident, 'openedAt' | 'id'>,
  b: Pick<Incident, 'openedAt' | 'id'>,
): number {
  return a.openedAt - b.openedAt || (a.id < b.id ? -1 : Number(a.id > b.id))
}
