import { isMap, isSeq, parseDocument, Scalar, type YAMLMap } from 'yaml'
import type { ProposedValue } from './propose.js'

const LISTS = ['checks', 'tasks', 'steps']

/**
 * A config's text with proposals written into the parameters of its checks, each with a comment that says what was and why;
 * everything else, comments included, stays as it is.
 *
 * @param proposals by the checks' names
 * @returns the text, and the checks that do not stand in it
 */
export function withProposals(
  text: string,
  proposals: ReadonlyMap<string, readonly ProposedValue[]>,
): { readonly text: string; readonly missing: readonly string[] } {
  const document = parseDocument(text)
  const root = document.contents
  const lists = isMap(root) ? LISTS.map((key) => root.get(key)) : [root]
  const missing = new Set(proposals.keys())
  for (const list of lists) {
    if (!isSeq(list)) continue
    for (const check of list.items) {
      if (!isMap(check)) continue
      const name = String(check.get('name'))
      const values = proposals.get(name)
      const parameters = check.get('parameters')
      if (!values || !isMap(parameters)) continue
      missing.delete(name)
      if (values.length > 0) write(parameters, values)
    }
  }
  return { text: document.toString({ lineWidth: 0 }), missing: [...missing] }
}

function write(parameters: YAMLMap, values: readonly ProposedValue[]): void {
  // A comment needs a line to stand on.
  parameters.flow = false
  for (const { key, value, was, because } of values) {
    const scalar = new Scalar(value)
    scalar.comment = was === undefined ? ` ${because}` : ` was ${was}; ${because}`
    parameters.set(key, scalar)
  }
}
