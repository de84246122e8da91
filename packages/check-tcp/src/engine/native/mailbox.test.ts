import { describe, expect, it } from 'vitest'
import { Mailbox, SLOTS, WORKER } from './mailbox.js'

describe('Mailbox', () => {
  it('hands requests over in their order, also when seen through a second view of its memory', () => {
    const engine = new Mailbox()
    const worker = new Mailbox(engine.buffer)
    for (const slot of [5, ~5, 7]) engine.request(slot)
    expect([worker.nextRequest(), worker.nextRequest(), worker.nextRequest()]).toEqual([5, ~5, 7])
    expect(worker.nextRequest()).toBeUndefined()
    expect(worker.hasRequests).toBe(false)
  })

  it('goes round and round without losing any', () => {
    const mailbox = new Mailbox()
    for (let round = 0; round < 10 * SLOTS; round++) {
      mailbox.outcome(round % SLOTS)
      mailbox.outcome((round + 1) % SLOTS)
      expect(mailbox.nextOutcome()).toBe(round % SLOTS)
      expect(mailbox.nextOutcome()).toBe((round + 1) % SLOTS)
    }
    expect(mailbox.nextOutcome()).toBeUndefined()
  })

  it('takes every slot at once', () => {
    const mailbox = new Mailbox()
    for (let slot = 0; slot < SLOTS; slot++) mailbox.request(slot)
    for (let slot = 0; slot < SLOTS; slot++) mailbox.request(~slot)
    for (let slot = 0; slot < SLOTS; slot++) expect(mailbox.nextRequest()).toBe(slot)
    for (let slot = 0; slot < SLOTS; slot++) expect(mailbox.nextRequest()).toBe(~slot)
  })

  it('says what a worker was that is woken, and that it runs now', () => {
    const mailbox = new Mailbox()
    for (const state of [WORKER.sleeping, WORKER.parked, WORKER.running]) {
      mailbox.workerState = state
      expect(mailbox.wakeWorker()).toBe(state)
      expect(mailbox.workerState).toBe(WORKER.running)
    }
  })

  it('tells the engine once until it listens again', () => {
    const mailbox = new Mailbox()
    expect([mailbox.tell(), mailbox.tell()]).toEqual([true, false])
    mailbox.listen()
    expect(mailbox.tell()).toBe(true)
  })
})
