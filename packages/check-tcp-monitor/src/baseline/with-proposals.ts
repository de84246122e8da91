import { isMap, isSeq, parseDocument, Scalar, type YAMLMap } from 'yaml'
import type { Proposal } from './propose.js'

const LISTS = ['checks', 'tasks', 'steps']

/**
 * A config's text with proposals written into the parameters of its checks, each with a comment that says from what;
 * everything else, comments included, stays as it is.
 *
 * @param proposals by the checks' names
 * @returns the text, and the checks that do not stand in it
 */
export function withProposals(
  text: string,
  proposals: ReadonlyMap<string, Proposal>,
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
      const proposal = proposals.get(name)
      const parameters = check.get('parameters')
      if (!proposal || !isMap(parameters)) continue
      missing.delete(name)
      write(parameters, proposal)
    }
  }
  return { text: document.toString({ lineWidth: 0 }), missing: [...missing] }
}

function write(parameters: YAMLMap, { because, ...values }: Proposal): void {
  // A comment needs a line to stand on.
  parameters.flow = false
  for (const [key, value] of Object.entries(values)) {
    const before = parameters.get(key)
    const scalar = new Scalar(value)
    scalar.comment = before === undefined ? ` ${because}` : ` was ${String(before)}; ${because}`
    parameters.set(key, scalar)
  }
}
