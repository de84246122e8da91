import type { OutboxEntry } from '../../src/core/alert/outbox.js'
import {
  type Batch,
  type OneOffMaintenance,
  type OutboxUpdate,
  type Remembered,
  type Silence,
  type Store,
  StoreError,
} from '../../src/core/store.js'
import type { Incident } from '../../src/core/wire/incident.js'
import type { Observation } from '../../src/core/wire/observation.js'

/** What survives the death of the simulated process: the disk. Refuses what the contract forbids. */
export class MemoryStore implements Store {
  readonly observations: Observation[] = []
  readonly states = new Map<string, string>()
  readonly incidentsById = new Map<string, Incident>()
  readonly openBySubject = new Map<string, string>()
  readonly delivered: OutboxEntry[] = []
  readonly dead: OutboxEntry[] = []
  readonly #silences = new Map<string, Silence>()
  readonly #maintenance = new Map<string, OneOffMaintenance>()
  #outbox: OutboxEntry[] = []
  #seq = 0
  /** Why it does not serve now, if it does not. */
  problem: () => StoreError | undefined = () => undefined
  /** Called after every commit. */
  onCommit: (batch: Batch) => void = () => {}

  async commit(batch: Batch): Promise<void> {
    this.#serve()
    for (const incident of batch.incidents ?? []) this.#put(incident)
    for (const each of batch.observations) this.observations.push(each)
    for (const { subject, state } of batch.states ?? []) {
      if (state === undefined) this.states.delete(subject)
      else this.states.set(subject, JSON.stringify(state))
    }
    for (const entry of batch.outbox ?? []) {
      this.#outbox.push({ ...entry, seq: ++this.#seq, tries: 0 })
    }
    for (const silence of batch.silences ?? []) this.#silences.set(silence.id, silence)
    for (const each of batch.maintenance ?? []) this.#maintenance.set(each.id, each)
    this.onCommit(batch)
  }

  async remembered(): Promise<Remembered> {
    this.#serve()
    return {
      states: [...this.states].map(([subject, text]) => ({ subject, state: JSON.parse(text) })),
      openIncidents: [...this.incidentsById.values()].filter((i) => i.closedAt === undefined),
      silences: [...this.#silences.values()],
      maintenance: [...this.#maintenance.values()],
      outbox: this.#outbox,
    }
  }

  async outboxOf(channel: string, limit: number): Promise<readonly OutboxEntry[]> {
    this.#serve()
    return this.#outbox.filter((entry) => entry.channel === channel).slice(0, limit)
  }

  async updateOutbox(update: OutboxUpdate): Promise<void> {
    this.#serve()
    const hit = this.#outbox.filter(({ seq }) => update.seqs.includes(seq))
    const others = this.#outbox.filter(({ seq }) => !update.seqs.includes(seq))
    if (update.kind === 'later') {
      const { notBefore, error } = update
      this.#outbox = this.#outbox.map((entry) =>
        hit.includes(entry)
          ? { ...entry, notBefore, tries: entry.tries + 1, lastError: error }
          : entry,
      )
      return
    }
    this.#outbox = others
    const into = update.kind === 'dead' ? this.dead : this.delivered
    into.push(...hit)
  }

  get pending(): number {
    return this.#outbox.length
  }

  deadLetters = async () => this.dead
  results = async () => ({ results: [] })
  rollups = async () => []
  exportPage = async () => ({ records: [] })
  importRecords = async () => ({ added: 0, present: 0 })
  incidents = async () => [...this.incidentsById.values()]
  incident = async (id: string) => this.incidentsById.get(id)
  purge = async () => ({ deleted: 0 })
  backup = async () => {}
  close = async () => {}
  health = async () => ({
    ok: true,
    bytes: 0,
    stored: this.observations.length,
    commitMs: 0,
    waiting: 0,
  })
  summary = async () => {
    throw new StoreError('STORE_FAILED', 'nobody asks the simulated disk for summaries')
  }

  #put(incident: Incident): void {
    const subject = `${incident.subject}:${incident.subjectId}`
    const open = this.openBySubject.get(subject)
    if (incident.closedAt === undefined) {
      if (open !== undefined && open !== incident.id) {
        throw new StoreError(
          'STORE_FAILED',
          `${subject} has two open incidents: ${open}, ${incident.id}`,
        )
      }
      this.openBySubject.set(subject, incident.id)
    } else if (open === incident.id) {
      this.openBySubject.delete(subject)
    }
    this.incidentsById.set(incident.id, incident)
  }

  #serve(): void {
    const problem = this.problem()
    if (problem) throw problem
  }
}
