/** What the monitor believes of a check's target. `pending`: nothing is believed yet. */
export const VERDICTS = ['pending', 'up', 'degraded', 'down', 'unknown'] as const
export type Verdict = (typeof VERDICTS)[number]

/** How bad an incident is; routes and inhibition go by it. Down is critical unless the check says otherwise. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]
