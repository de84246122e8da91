import type { ServiceState } from '../page-model.js'

/** How many services are so, of all, and since when. */
interface Share {
  readonly count: number
  /** Absent: it was said before. */
  readonly all?: number
  /** The first of them. */
  readonly since?: string | undefined
}

/** All that a page says that nobody wrote in a config, in one language. */
export interface PageTexts {
  readonly states: Readonly<Record<ServiceState, string>>
  readonly units: Readonly<Record<'d' | 'h' | 'min' | 's', string>>
  /** Between whole and parts. */
  readonly point: string
  readonly allUp: string
  share(state: ServiceState, share: Share): string
  readonly day: {
    down(length: string): string
    maintenance(length: string): string
    readonly nothing: string
    readonly up: string
    /** It was seen all day. */
    readonly whole: string
  }
  uptime(share: string, days: number, known: string | undefined): string
  noUptime(days: number): string
  /** Such as `Shop is down since 14:02`. */
  isSo(services: readonly string[], state: 'down' | 'degraded', since: string): string
  wasSo(services: readonly string[], state: 'down' | 'degraded', length: string): string
  maintained(services: string, from: string, until: string): string
  readonly asOf: string
  readonly old: string
  /** What stands on a page that has not been loaded for long, with a link in its middle. */
  later(minutes: number): readonly [before: string, link: string, after: string]
  readonly headings: Readonly<
    Record<'now' | 'maintenance' | 'services' | 'before' | 'day' | 'how' | 'monitored', string>
  >
  days(count: number, service: string): string
  readonly since: string
  /** What stands before the beginning, and what between that and the end. */
  from(isOver: boolean): readonly [string, string]
  readonly links: Readonly<Record<'feed' | 'json' | 'badge', string>>
  zone(name: string): string
}
