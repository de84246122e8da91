import { FAILURES } from '../../core/failure/failure.js'
import type { Reason } from '../explanation.js'
import { type Facts, milliseconds } from '../facts.js'
import type { Rule } from '../rule.js'

/** What is left to say where no rule holds. */
type LastWord = Omit<Rule, 'when' | 'fault' | 'goesWith'>

const reachable: LastWord = {
  reason: 'reachable',
  text: ({ target, result }) =>
    `${target} is reachable: the handshake took ${milliseconds(result.response_time)}`,
  evidence: ({ evidence: { hold } }) => [
    hold?.outcome === 'held' && 'the service kept the connection',
    hold?.outcome === 'spoke' && 'the service greeted',
  ],
  next: () => [],
}

/** What the failure itself says. */
const unexplained: LastWord = {
  reason: 'unexplained',
  text: ({ result, target }) =>
    `${target}: ${result.status === 'success' ? 'connected' : result.error}`,
  evidence: ({ code, cause }) => [code && `the system said ${code}`, cause?.replaceAll('_', ' ')],
  next: ({ failure }) =>
    Object.entries(FAILURES).flatMap(([name, { advice }]) => (name === failure ? advice : [])),
}

export function lastWord({ result }: Facts): {
  readonly word: LastWord
  readonly fault: Reason['fault']
  readonly confidence: Reason['confidence']
} {
  return result.status === 'success'
    ? { word: reachable, fault: 'none', confidence: 'certain' }
    : { word: unexplained, fault: result.details.fault, confidence: 'possible' }
}
