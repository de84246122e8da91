import { cleanText } from './clean-text.js'

/** Text of HTML, XML or SVG in which everything that came from elsewhere is escaped. `markup` alone makes it. */
export class Markup {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  static of(parts: readonly string[], values: readonly Content[]): Markup {
    const text = parts.map((part, index) => part + written(values[index])).join('')
    return new Markup(text)
  }

  /** A style of our own, in which a browser would understand no escapes. */
  static style(css: string): Markup {
    if (css.includes('<')) throw new RangeError('a style must not end its element')
    return new Markup(`<style>${css}</style>`)
  }

  toString(): string {
    return this.#text
  }
}

type Content = string | number | Markup | undefined | false | readonly Content[]

/**
 * The template is markup as it stands in the code; whatever is put in is text, in elements and in quoted attributes alike,
 * unless it is markup itself.
 *
 * @example markup`<a title="${'"'}">${'<b>'}</a>` // <a title="&quot;">&lt;b&gt;</a>
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return Markup.of(parts, values)
}

function written(value: Content): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Markup) return value.toString()
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value))
  return value.map(written).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Most of what is put in is dates, numbers and our own words, in which there is nothing to escape. */
const PLAIN = /^[A-Za-z0-9 .,:%()/_+-]*$/

function escaped(text: string): string {
  if (PLAIN.test(text)) return text
  return cleanText(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
