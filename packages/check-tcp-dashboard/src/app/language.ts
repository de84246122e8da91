import { chooseLanguage, type Language } from '../texts/words.js'

const COOKIE = 'check_tcp_language'
const YEAR_SECONDS = 31_536_000

/** Of the page as the server sent it, which looked at the cookie and at what the browser prefers. */
export function pageLanguage(): Language {
  return chooseLanguage([document.documentElement.lang])
}

/** The reader's own form of the language, which says how dates and numbers are written. */
export function localeOf(language: Language): string {
  return (
    navigator.languages.find((each) => each.toLowerCase().split('-')[0] === language) ?? language
  )
}

/** Remembers the language for this browser, and shows the page in it. */
export function rememberLanguage(language: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  document.cookie = `${COOKIE}=${language}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Strict`
  location.reload()
}
