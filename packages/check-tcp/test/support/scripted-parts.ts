import type { AuditLog, Engine, Resolver } from 'check-tcp'
import type { Handshake } from '../../src/engine/engine.js'
import type { FamilyAnswer } from '../../src/resolve/resolver.js'

/** An engine whose connects end one after another as they are given, the last one from then on. */
export function scriptedEngine(name: Engine['name'], ...ends: readonly Handshake[]): Engine {
  let made = 0
  return {
    name,
    connect(_, settle) {
      const end = ends[Math.min(made++, ends.length - 1)]
      if (end) settle({ ...end, engine: name })
    },
    async close() {},
  }
}

/** How a connect ends that a system call failed. */
export function failedBy(code: string, syscall = 'connect'): Handshake {
  return { kind: 'failed', connectMs: 0.2, system: { code, syscall, fromNetwork: true } }
}

/** A resolver that answers the same for every name and family. */
export function scriptedResolver(answer: FamilyAnswer): Resolver {
  return { lookup: () => ({ answer: async () => answer }) }
}

function auditLog(problem: string | undefined): AuditLog {
  return {
    missed: 0,
    refusal: () => problem,
    record: (_, onRecorded) => onRecorded(problem),
    recordProbe: (_, onRecorded) => onRecorded(problem),
    recordAgent: (_, onRecorded) => onRecorded(problem),
    recordAct: (_, onRecorded) => onRecorded(problem),
    async close() {},
  }
}

/** An audit log that takes everything. */
export const OPEN_LOG = auditLog(undefined)

/** An audit log that cannot be written. */
export const FULL_LOG = auditLog('no space left')
