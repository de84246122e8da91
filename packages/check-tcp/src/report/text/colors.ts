/** SGR codes, ECMA-48 section 8.3.117. */
const CODES = { green: 32, red: 31, yellow: 33, dim: 2 } as const

export type Color = keyof typeof CODES

export type Paint = (color: Color, text: string) => string

/** Colours text, or leaves it alone where colours are off. */
export function painter(colors: boolean): Paint {
  if (!colors) return (_, text) => text
  return (color, text) => `\u001b[${CODES[color]}m${text}\u001b[0m`
}
