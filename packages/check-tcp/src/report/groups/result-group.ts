import { bracketed } from '../../core/target/host-and-port.js'
import { escapeControl } from '../../core/text/escape-control.js'
import type { CheckResult } from '../../core/wire/result.js'
import type { ReportEntry } from '../reporter.js'
import { TimeSpan } from '../text/time-span.js'
import { hostRanges, portRanges } from './ranges.js'
import type { ResultKind } from './result-kind.js'

/** More targets than this are counted and not listed, so that memory stays flat. */
const MAX_LISTED = 100_000

/** Results of one kind: their targets as ranges, the span of their times. */
export class ResultGroup {
  readonly kind: ResultKind
  /** The first of them, which speaks for the others where one is all there is. */
  readonly first: ReportEntry
  readonly times = new TimeSpan()
  readonly #portsOf = new Map<string, number[]>()
  #count = 0

  constructor(kind: ResultKind, first: ReportEntry) {
    this.kind = kind
    this.first = first
  }

  get count(): number {
    return this.#count
  }

  add({ host, port, response_time }: CheckResult): void {
    this.#count += 1
    this.times.add(response_time)
    if (this.#count > MAX_LISTED) return
    const ports = this.#portsOf.get(host)
    if (ports) ports.push(port)
    else this.#portsOf.set(host, [port])
  }

  /** `8000-8002, 8005` */
  get ports(): string {
    return portRanges([...this.#portsOf.values()].flat()).join(', ')
  }

  /** `10.0.0.4-9:22,443, db:5432` */
  get targets(): string {
    const hostsOf = new Map<string, string[]>()
    for (const [host, ports] of this.#portsOf) {
      const text = portRanges(ports).join(',')
      const hosts = hostsOf.get(text)
      if (hosts) hosts.push(host)
      else hostsOf.set(text, [host])
    }
    const pieces = [...hostsOf].flatMap(([ports, hosts]) =>
      hostRanges(hosts).map((host) => `${bracketed(host)}:${ports}`),
    )
    const more = this.#count - MAX_LISTED
    return escapeControl([...pieces, ...(more > 0 ? [`${more} more`] : [])].join(', '))
  }
}
