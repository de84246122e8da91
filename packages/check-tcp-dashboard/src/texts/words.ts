import { en, type Texts } from './en.js'
import type { MoreTexts } from './en-more.js'
import { type Formats, formatsOf } from './formats.js'

/** Everything that is said, in one language. */
export interface Words extends Formats {
  readonly t: Texts
  /** What a result says, such as `Connection refused`. */
  error(text: string): string
}

const LANGUAGES = ['en', 'de'] as const
export type Language = (typeof LANGUAGES)[number]

export function wordsOf(t: Texts, locale: string): Words {
  return { t, error: (text) => t.errors.get(text) ?? text, ...formatsOf(locale, t) }
}

/** The first of the wanted languages that there is; English where there is none. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const each of wanted) {
    const base = each.toLowerCase().split('-')[0]
    const found = LANGUAGES.find((language) => language === base)
    if (found) return found
  }
  return 'en'
}

/** Loads what is said beyond the overview. */
export async function moreOf(language: Language): Promise<MoreTexts> {
  return language === 'de'
    ? (await import('./de-more.js')).deMore
    : (await import('./en-more.js')).enMore
}

/** Loads the texts of a language. */
export async function textsOf(language: Language): Promise<Texts> {
  return language === 'de' ? (await import('./de.js')).de : en
}
