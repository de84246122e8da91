import type { AuditLog } from 'check-tcp'

type Act = Parameters<AuditLog['recordAct']>[0]

/** An audit log that lists what is done, or cannot be written. */
export function listedActs(problem?: string): AuditLog & { readonly acts: Act[] } {
  const acts: Act[] = []
  return {
    acts,
    missed: 0,
    refusal: () => undefined,
    record: (_, onRecorded) => onRecorded(problem),
    recordProbe: (_, onRecorded) => onRecorded(problem),
    recordAgent: (_, onRecorded) => onRecorded(problem),
    recordAct(act, onRecorded) {
      if (problem === undefined) acts.push(act)
      onRecorded(problem)
    },
    close: async () => {},
  }
}
