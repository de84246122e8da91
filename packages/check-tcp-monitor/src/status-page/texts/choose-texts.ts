import type { PageLanguage } from '../../core/config/status-page.js'
import { de } from './de.js'
import { en } from './en.js'
import type { PageTexts } from './page-texts.js'

/** The texts of a language; English where a page names none. */
export function pageTexts(language: PageLanguage | undefined): PageTexts {
  return language === 'de' ? de : en
}
