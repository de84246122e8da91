import type { Language } from './words.js'

interface FirstViewTexts {
  readonly script: string
  more(count: number): string
}

/** What the page of the server alone says, which no script needs. */
export const FIRST_VIEW: Readonly<Record<Language, FirstViewTexts>> = {
  en: {
    script:
      'This page needs JavaScript to follow what happens. What you see is from when it was loaded.',
    more: (count: number) => `and ${count} more`,
  },
  de: {
    script:
      'Diese Seite braucht JavaScript, um zu folgen. Was Sie sehen, ist vom Zeitpunkt des Ladens.',
    more: (count) => `und ${count} weitere`,
  },
}
