import { COMMON_PORTS } from '../../core/target/services.js'

/** Can nothing but a port be meant? */
export function isPort(word: string): boolean {
  return /^\d{1,5}(\/tcp)?$/i.test(word)
}

/** Can nothing but ports be meant: `80`, `80,443`, `8000-8010`, `https`? */
export function isPortList(word: string): boolean {
  if (/^\d{1,5}(-\d{1,5})?(\/tcp)?(,\d{1,5}(-\d{1,5})?(\/tcp)?)*$/i.test(word)) return true
  return Object.hasOwn(COMMON_PORTS, word.toLowerCase())
}
