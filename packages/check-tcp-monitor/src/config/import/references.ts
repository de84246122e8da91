/**
 * References to the environment, in files whose program replaces them. While a config is made of such a file, a
 * reference is its name between two characters that no text has (Unicode calls them noncharacters).
 */
const OPEN = '\uFDD0'
const CLOSE = '\uFDD1'
const MARKED = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`, 'g')

/** Marks `$NAME` and `${NAME}` as Go's `os.ExpandEnv` finds them; `$$` writes `$`. */
export function markReferences(text: string): string {
  return text.replace(
    /\$\$|\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)/g,
    (written, braced?: string, bare?: string) =>
      written === '$$' ? '$' : `${OPEN}${braced ?? bare}${CLOSE}`,
  )
}

export function hasReference(value: unknown): boolean {
  return typeof value === 'string' && value.includes(OPEN)
}

/** As a person reads it, and as a config of ours has it: `${NAME}`. */
export function showReferences(text: string): string {
  return text.replace(MARKED, (_, name: string) => `\${${name}}`)
}

/** The text with references that may be unset and are empty then, as they are in Go: `${NAME:-}`. */
export function optionalReferences(text: string): string {
  return text.replace(MARKED, (_, name: string) => `${OPEN}${name.replace(/:-$/, '')}:-${CLOSE}`)
}

/** The text with something else in the place of each reference. */
export function fillReferences(text: string, filling: string): string {
  return text.replace(MARKED, () => filling)
}
