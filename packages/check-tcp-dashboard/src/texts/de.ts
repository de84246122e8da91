import type { HourClass, Verdict } from 'check-tcp-monitor/http-api'
import type { Shown } from '../model/list.js'
import type { Texts } from './en.js'

const plural = (count: number, one: string, many: string) => (count === 1 ? one : many)

const verdict: Record<Verdict, string> = {
  up: 'Läuft',
  degraded: 'Gestört',
  down: 'Ausfall',
  unknown: 'Unklar',
  pending: 'Offen',
}

const hour: Record<HourClass, string> = {
  nothing: 'nicht gesehen',
  fine: 'gut',
  unknown: 'unklar',
  maintenance: 'Wartung',
  loss: 'Pakete verloren',
  slow: 'langsam',
  outage: 'Ausfall',
}

const shown: Record<Shown, string> = { ...verdict, muted: 'Stumm' }

/** What the overview says, in German. */
export const de: Texts = {
  units: { us: 'µs', ms: 'ms', s: 's', min: 'min', h: 'h', d: 'T' },
  nav: {
    skip: 'Zum Inhalt springen',
    label: 'Seiten',
    overview: 'Übersicht',
    incidents: 'Vorfälle',
    locations: 'Standorte',
    monitor: 'Monitor',
    keys: 'Tasten',
    signIn: 'Anmelden',
    signOut: 'Abmelden',
    language: 'English',
    otherLanguage: 'en',
  },
  connection: {
    connecting: 'Verbindet',
    live: 'Live',
    lost: 'Verbindung verloren',
    lostSince: (time) => `Der Monitor antwortet nicht. Was Sie sehen, ist von ${time}.`,
  },
  verdict,
  errors: new Map([
    ['Connection refused', 'Verbindung abgelehnt'],
    ['Connection timeout', 'Keine Antwort'],
    ['Host not found', 'Host nicht gefunden'],
    ['Network unreachable', 'Netz nicht erreichbar'],
    ['Permission denied', 'Nicht erlaubt'],
    ['Port in use', 'Port belegt'],
    ['Connection reset', 'Verbindung abgebrochen'],
    ['TLS handshake failed', 'TLS-Handshake gescheitert'],
    ['STARTTLS failed', 'STARTTLS gescheitert'],
    ['Certificate expired', 'Zertifikat abgelaufen'],
    ['Certificate not trusted', 'Zertifikat nicht vertrauenswürdig'],
    ['TLS cannot be set up', 'TLS lässt sich nicht einrichten'],
    ['Unexpected answer', 'Unerwartete Antwort'],
    ['Too few addresses answered', 'Zu wenige Adressen antworten'],
    ['Host resolves elsewhere', 'Host führt woandershin'],
    ['Local resources exhausted', 'Mittel hier erschöpft'],
    ['Denied by policy', 'Von der Richtlinie verboten'],
    ['Audit log cannot be written', 'Audit-Log lässt sich nicht schreiben'],
    ['Cancelled', 'Abgebrochen'],
    ['Slower than normal', 'Langsamer als normal'],
  ]),
  problems: new Map([
    ['unauthorised', 'Das Token stimmt nicht, oder die Anmeldung ist abgelaufen.'],
    ['forbidden', 'Ihre Rolle erlaubt das nicht.'],
    ['csrf', 'Die Anmeldung ist abgelaufen: bitte die Seite neu laden.'],
    ['not_found', 'Das gibt es nicht, oder nicht mehr.'],
    ['incident_closed', 'Der Vorfall ist schon geschlossen.'],
    ['too_many', 'Gerade geschieht zu viel auf einmal: bitte gleich noch einmal versuchen.'],
    ['internal', 'Im Monitor ging etwas schief; sein Log sagt, was.'],
    ['standing_by', 'Dieser Hub steht bereit; ein anderer führt.'],
    ['store_unavailable', 'Der Verlauf ist gerade nicht verfügbar.'],
    ['agent_refused', 'Der Agent des Standorts darf das nicht prüfen.'],
    ['agent_silent', 'Der Agent des Standorts antwortet nicht.'],
  ]),
  overview: {
    sentence(counts, total) {
      if (total === 0) return 'Die Konfiguration enthält keine Prüfungen'
      const wrong = [
        counts.down > 0 ? `${counts.down} von ${total} ausgefallen` : '',
        counts.degraded > 0 ? `${counts.degraded} gestört` : '',
        counts.unknown > 0 ? `${counts.unknown} unklar` : '',
      ].filter(Boolean)
      if (wrong.length > 0) return wrong.join(', ')
      if (counts.up === total) return total === 1 ? 'Das eine Ziel läuft' : `Alle ${total} laufen`
      return `${counts.up} von ${total} laufen, ${counts.pending} noch nicht geprüft`
    },
    isolated: (location) =>
      `${location} ist abgeschnitten: Von dort ist nichts zu erreichen, über die Ziele ist also nichts bekannt.`,
    seen: (see, all) =>
      see === all ? `Alle ${all} Standorte sehen.` : `${see} von ${all} Standorten sehen.`,
    loading: 'Prüfungen werden geladen …',
    filters: 'Zeigen',
    all: 'Alle',
    shown,
    search: 'Suchen',
    searchHint: 'Name, Host, Port, Tag, Fehler',
    group: 'Gruppieren',
    groups: { none: 'Nicht', tag: 'Nach Tag', location: 'Nach Standort' },
    withoutTag: 'Ohne Tag',
    withoutLocation: 'Vom Monitor selbst',
    found: (count) => `${count} ${plural(count, 'Prüfung', 'Prüfungen')}`,
    nothing: 'Keine Prüfung passt dazu.',
    clear: 'Alle Prüfungen zeigen',
    list: 'Prüfungen, das Schlimmste zuerst',
    columns: {
      pick: 'Auswählen',
      verdict: 'Urteil',
      name: 'Prüfung',
      why: 'Warum, und wie lange schon',
      response: 'Antwort',
      hours: 'Letzte 24 Stunden',
    },
    groupWrong: (down, all) =>
      down > 0 ? `${down} von ${all} ausgefallen` : `${all} ${plural(all, 'Prüfung', 'Prüfungen')}`,
  },
  row: {
    select: (name) => `${name} auswählen`,
    noResponse: '–',
    normal: (typical, high) => `meist ${typical}, normal bis ${high}`,
    flags: {
      silenced: 'stumm',
      maintenance: 'Wartung',
      acknowledged: 'bestätigt',
      stale: 'nichts gehört',
      flapping: 'wechselhaft',
      suppressed: 'niemand wird alarmiert',
    },
    votes: (down, all) => `Ausfall von ${down} der ${all} Standorte aus`,
  },
  time: {
    since: (time) => `seit ${time}`,
    for: (lasting) => `seit ${lasting}`,
    ago: (lasting) => `vor ${lasting}`,
  },
  hours: {
    ...hour,
    inHours: (name, count) => `${name} in ${count}`,
    summary: (hours, parts) => `Letzte ${hours} Stunden: ${parts.join(', ')}`,
  },
  acts: {
    selected: (count) => `${count} ausgewählt`,
    clear: 'Auswahl aufheben',
    acknowledge: 'Bestätigen',
    silence: 'Stummschalten',
    close: 'Schließen',
    undo: 'Rückgängig',
    needsRole: 'Dazu bitte mit der Rolle „operate“ anmelden.',
    noToken: 'Die Konfiguration enthält kein Token, darum lässt sich hier nichts ändern.',
    failed: (what) => `Das hat nicht geklappt: ${what}`,
    unreachable: 'der Monitor antwortet nicht',
  },
  news: {
    down: (count, name) =>
      count === 1 ? `${name} ist ausgefallen` : `${count} Ziele sind ausgefallen`,
    up: (count, name) => (count === 1 ? `${name} läuft wieder` : `${count} Ziele laufen wieder`),
    other: (count) => `${count} ${plural(count, 'Ziel hat', 'Ziele haben')} sich geändert`,
  },
  page: {
    notFound: 'Hier ist nichts.',
    back: 'Zur Übersicht',
    failed: (what) => `Das konnte nicht geladen werden: ${what}`,
    retry: 'Noch einmal',
    loading: 'Lädt …',
  },
}
