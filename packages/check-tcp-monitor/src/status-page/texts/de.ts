import type { PageTexts } from './page-texts.js'

const SO = { down: 'ausgefallen', degraded: 'gestört' } as const

export const de: PageTexts = {
  states: {
    up: 'Läuft',
    degraded: 'Gestört',
    down: 'Ausfall',
    maintenance: 'Wartung',
    unknown: 'Keine aktuellen Daten',
  },
  units: { d: 'T', h: 'h', min: 'min', s: 's' },
  point: ',',
  allUp: 'Alle Dienste laufen',
  share(state, { count, all, since }) {
    const some = all === undefined ? `${count}` : `${count} von ${all}`
    switch (state) {
      case 'down':
      case 'degraded':
        if (since === undefined) return `${some} ${SO[state]}`
        return count === 1
          ? `${some} seit ${since} ${SO[state]}`
          : `${some} ${SO[state]}, der erste seit ${since}`
      case 'maintenance':
        return `${some} in Wartung`
      case 'unknown':
        return `${some} ohne aktuelle Daten`
      case 'up':
        return `${some} in Betrieb`
      default:
        return state satisfies never
    }
  },
  day: {
    down: (length) => `Ausfall für ${length}`,
    maintenance: (length) => `Wartung für ${length}`,
    nothing: 'Keine Daten',
    up: 'Läuft',
    whole: 'ganz',
  },
  uptime: (share, days, known) =>
    `Verfügbar ${share} in ${days} Tagen${known === undefined ? '' : ` (davon ${known} überwacht)`}`,
  noUptime: (days) => `Keine Daten der letzten ${days} Tage`,
  isSo: (services, state, since) => `${services.join(', ')}: ${SO[state]} seit ${since}`,
  wasSo: (services, state, length) => `${services.join(', ')}: ${SO[state]} für ${length}`,
  maintained: (services, from, until) => `Wartung von ${services}, ${from} bis ${until}`,
  asOf: 'Stand: ',
  old: 'Diese Seite ist alt: Was sie zeigt, kann sich seither geändert haben.',
  later: (minutes) => [
    `Diese Seite ändert sich nicht von selbst. Ist die Zeit oben mehr als ${minutes} Minuten her, `,
    'bitte neu laden',
    '; hilft das nicht, wird die Seite nicht mehr erneuert.',
  ],
  headings: {
    now: 'Jetzt',
    maintenance: 'Wartung',
    services: 'Dienste',
    before: 'Vorher, in den letzten 14 Tagen',
    day: 'Tag',
    how: 'Wie es war',
    monitored: 'Überwacht',
  },
  days: (count, service) => `Die letzten ${count} Tage: ${service}`,
  since: ' seit ',
  from: (isOver) => [isOver ? 'Von ' : 'Seit ', isOver ? ' bis ' : ''],
  links: { feed: 'Atom-Feed', json: 'JSON', badge: 'Plakette' },
  zone: (name) => `Tage und Zeiten sind die von ${name}.`,
}
