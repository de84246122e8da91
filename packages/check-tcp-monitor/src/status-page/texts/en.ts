import type { PageTexts } from './page-texts.js'

const be = (count: number) => (count === 1 ? 'is' : 'are')

export const en: PageTexts = {
  states: {
    up: 'Up',
    degraded: 'Degraded',
    down: 'Down',
    maintenance: 'Maintenance',
    unknown: 'No current data',
  },
  units: { d: 'd', h: 'h', min: 'min', s: 's' },
  point: '.',
  allUp: 'All services are up',
  share(state, { count, all, since }) {
    const some = all === undefined ? `${count}` : `${count} of ${all}`
    const first = count === 1 ? ` since ${since}` : `, the first since ${since}`
    const from = since === undefined ? '' : first
    switch (state) {
      case 'down':
      case 'degraded':
        return `${some} ${be(count)} ${state}${from}`
      case 'maintenance':
        return `${some} ${be(count)} in maintenance`
      case 'unknown':
        return `${some} ${count === 1 ? 'has' : 'have'} no current data`
      case 'up':
        return `${some} ${be(count)} up`
      default:
        return state satisfies never
    }
  },
  day: {
    down: (length) => `Down for ${length}`,
    maintenance: (length) => `Maintenance for ${length}`,
    nothing: 'No data',
    up: 'Up',
    whole: 'all of it',
  },
  uptime: (share, days, known) =>
    `Uptime ${share} over ${days} days${known === undefined ? '' : ` (${known} of them monitored)`}`,
  noUptime: (days) => `No data for the last ${days} days`,
  isSo: (services, state, since) =>
    `${services.join(', ')} ${be(services.length)} ${state} since ${since}`,
  wasSo: (services, state, length) =>
    `${services.join(', ')} ${services.length > 1 ? 'were' : 'was'} ${state} for ${length}`,
  maintained: (services, from, until) => `Maintenance of ${services} from ${from} until ${until}`,
  asOf: 'As of ',
  old: 'This page is old: what it shows may have changed since.',
  later: (minutes) => [
    `This page does not change by itself. If the time above is more than ${minutes} minutes ago, `,
    'load it again',
    '; if that does not help, it is no longer kept up to date.',
  ],
  headings: {
    now: 'Now',
    maintenance: 'Maintenance',
    services: 'Services',
    before: 'Before, in the last 14 days',
    day: 'Day',
    how: 'How it was',
    monitored: 'Monitored',
  },
  days: (count, service) => `The last ${count} days of ${service}`,
  since: ' since ',
  from: (isOver) => ['From ', isOver ? ' until ' : ''],
  links: { feed: 'Atom feed', json: 'JSON', badge: 'Badge' },
  zone: (name) => `Days and times are those of ${name}.`,
}
