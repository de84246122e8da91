import type { CheckResult, ErrorResult, SuccessResult } from 'check-tcp'

/** What a check answers that connected. */
export function sampleResult(more: Partial<SuccessResult> = {}): CheckResult {
  const address = '192.0.2.7'
  return {
    status: 'success',
    host: 'web.example',
    port: 443,
    connected: true,
    response_time: 0.012,
    attempts: 1,
    timestamp: '2026-01-05T12:00:00.000Z',
    details: {
      ...{ engine: 'node', address, family: 4 },
      ...{ dns_time: 0.001, connect_time: 0.012, total_time: 0.014 },
      attempts: [
        {
          ...{ attempt: 1, connected: true, dns_time: 0.001, total_time: 0.014 },
          addresses: [{ address, family: 4, connected: true, connect_time: 0.012 }],
        },
      ],
    },
    ...more,
  }
}

/** What a check answers that did not connect. */
export function failedResult(
  failure: ErrorResult['details']['failure'],
  fault: ErrorResult['details']['fault'],
  error: string,
): CheckResult {
  const { details, ...sample } = sampleResult()
  return {
    ...sample,
    status: 'error',
    connected: false,
    error,
    details: { ...details, failure, fault, advice: ['Look'] },
  }
}
