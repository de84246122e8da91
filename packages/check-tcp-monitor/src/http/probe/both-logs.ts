import type { AuditLog } from 'check-tcp'

type OnRecorded = (problem?: string) => void

/** One log of two: nothing counts as recorded until it is in both. Closing it closes neither. */
export function bothLogs(one: AuditLog, other: AuditLog): AuditLog {
  const logs = [one, other]
  const inAll = (record: (log: AuditLog, told: OnRecorded) => void, onRecorded: OnRecorded) => {
    const problems: (string | undefined)[] = []
    const told = (problem?: string) => {
      problems.push(problem)
      if (problems.length < logs.length) return
      onRecorded(problems.find((each) => each !== undefined))
    }
    for (const log of logs) record(log, told)
  }
  return {
    refusal: () => one.refusal() ?? other.refusal(),
    record: (check, onRecorded) => inAll((log, told) => log.record(check, told), onRecorded),
    recordProbe: (probe, onRecorded) =>
      inAll((log, told) => log.recordProbe(probe, told), onRecorded),
    recordAgent: (agent, onRecorded) =>
      inAll((log, told) => log.recordAgent(agent, told), onRecorded),
    recordAct: (act, onRecorded) => inAll((log, told) => log.recordAct(act, told), onRecorded),
    get missed() {
      return Math.max(one.missed, other.missed)
    },
    close: async () => {},
  }
}
