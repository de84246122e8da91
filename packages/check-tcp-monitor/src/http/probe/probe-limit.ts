/** Prometheus names the time that it gives a scrape; the answer must be on its way before that is over. */
export const TIMEOUT_HEADER = 'X-Prometheus-Scrape-Timeout-Seconds'

/** Seconds that the way back may take: blackbox_exporter's own `--timeout-offset`. */
const OFFSET = 0.5

/** Seconds where nobody names a time, as in blackbox_exporter. */
const LONGEST = 120

/**
 * Seconds that a probe may take in all.
 *
 * @param header `X-Prometheus-Scrape-Timeout-Seconds`
 * @param timeout of the module
 * @returns undefined for a header that is no number of seconds
 */
export function probeLimit(header: string | undefined, timeout: number): number | undefined {
  if (header !== undefined && !/^\d{1,9}(?:\.\d{1,9})?$/.test(header)) return undefined
  const given = header === undefined ? 0 : Number(header)
  const most = (given === 0 ? LONGEST : given) - OFFSET
  return most <= 0 ? timeout : Math.min(most, timeout)
}
