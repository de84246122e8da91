import type { HourClass, Verdict } from 'check-tcp-monitor/http-api'
import type { Shown } from '../model/list.js'
import type { Counts } from '../model/order.js'

const plural = (count: number, one: string, many: string) => (count === 1 ? one : many)

const verdict: Record<Verdict, string> = {
  up: 'Up',
  degraded: 'Degraded',
  down: 'Down',
  unknown: 'Unknown',
  pending: 'Pending',
}

const hour: Record<HourClass, string> = {
  nothing: 'not seen',
  fine: 'fine',
  unknown: 'unknown',
  maintenance: 'maintenance',
  loss: 'packets lost',
  slow: 'slow',
  outage: 'outage',
}

const shown: Record<Shown, string> = { ...verdict, muted: 'Muted' }

/** What the overview says in English; other languages have the same form. `en-more.ts` has the rest, which is loaded later. */
export const en = {
  units: { us: 'µs', ms: 'ms', s: 's', min: 'min', h: 'h', d: 'd' },
  nav: {
    skip: 'Skip to the content',
    label: 'Pages',
    overview: 'Overview',
    incidents: 'Incidents',
    locations: 'Locations',
    monitor: 'Monitor',
    keys: 'Keyboard',
    signIn: 'Sign in',
    signOut: 'Sign out',
    language: 'Deutsch',
    otherLanguage: 'de',
  },
  connection: {
    connecting: 'Connecting',
    live: 'Live',
    lost: 'Connection lost',
    lostSince: (time: string) => `The monitor does not answer. What you see is from ${time}.`,
  },
  verdict,
  /** What a result says, and why the monitor did not do something, where another language says it otherwise. */
  errors: new Map<string, string>(),
  problems: new Map<string, string>(),
  overview: {
    /** `2 of 214 down, 1 degraded` */
    sentence(counts: Counts, total: number): string {
      if (total === 0) return 'The config has no checks'
      const wrong = [
        counts.down > 0 ? `${counts.down} of ${total} down` : '',
        counts.degraded > 0 ? `${counts.degraded} degraded` : '',
        counts.unknown > 0 ? `${counts.unknown} unknown` : '',
      ].filter(Boolean)
      if (wrong.length > 0) return wrong.join(', ')
      if (counts.up === total) return total === 1 ? 'The one target is up' : `All ${total} are up`
      return `${counts.up} of ${total} up, ${counts.pending} not checked yet`
    },
    isolated: (location: string) =>
      `${location} is cut off: it reaches nobody, so nothing is known about the targets.`,
    seen: (see: number, all: number) =>
      see === all ? `All ${all} locations see.` : `${see} of ${all} locations see.`,
    loading: 'Loading the checks…',
    filters: 'Show',
    all: 'All',
    shown,
    search: 'Search',
    searchHint: 'Name, host, port, tag, error',
    group: 'Group by',
    groups: { none: 'Nothing', tag: 'Tag', location: 'Location' },
    withoutTag: 'Without a tag',
    withoutLocation: 'By the monitor itself',
    found: (count: number) => `${count} ${plural(count, 'check', 'checks')}`,
    nothing: 'No check matches.',
    clear: 'Show all checks',
    list: 'Checks, the worst first',
    columns: {
      pick: 'Select',
      verdict: 'Verdict',
      name: 'Check',
      why: 'Why, and for how long',
      response: 'Response',
      hours: 'Last 24 hours',
    },
    groupWrong: (down: number, all: number) =>
      down > 0 ? `${down} of ${all} down` : `${all} ${plural(all, 'check', 'checks')}`,
  },
  row: {
    select: (name: string) => `Select ${name}`,
    noResponse: '–',
    normal: (typical: string, high: string) => `usually ${typical}, normal up to ${high}`,
    flags: {
      silenced: 'silenced',
      maintenance: 'maintenance',
      acknowledged: 'acknowledged',
      stale: 'no news',
      flapping: 'flapping',
      suppressed: 'no alerts',
    },
    votes: (down: number, all: number) => `down from ${down} of ${all} locations`,
  },
  time: {
    since: (time: string) => `since ${time}`,
    for: (lasting: string) => `for ${lasting}`,
    ago: (lasting: string) => `${lasting} ago`,
  },
  hours: {
    ...hour,
    inHours: (name: string, count: number) => `${name} in ${count}`,
    summary: (hours: number, parts: readonly string[]) =>
      `Last ${hours} hours: ${parts.join(', ')}`,
  },
  acts: {
    selected: (count: number) => `${count} selected`,
    clear: 'Clear the selection',
    acknowledge: 'Acknowledge',
    silence: 'Silence',
    close: 'Close',
    undo: 'Undo',
    needsRole: 'Sign in with the role operate to do that.',
    noToken: 'The config has no token, so nothing can be changed here.',
    failed: (what: string) => `That did not work: ${what}`,
    unreachable: 'the monitor does not answer',
  },
  news: {
    down: (count: number, name: string) =>
      count === 1 ? `${name} is down` : `${count} targets went down`,
    up: (count: number, name: string) =>
      count === 1 ? `${name} is up again` : `${count} targets are up again`,
    other: (count: number) => `${count} ${plural(count, 'target', 'targets')} changed`,
  },
  page: {
    notFound: 'There is no such page.',
    back: 'Back to the overview',
    failed: (what: string) => `This could not be loaded: ${what}`,
    retry: 'Try again',
    loading: 'Loading…',
  },
}

export type Texts = typeof en
