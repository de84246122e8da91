import type { ValidCheck } from 'check-tcp'
import { type AskOutcome, readAskedCheck } from '../../../core/link/agent-ask.js'
import { HttpProblem } from '../../problem/http-problem.js'
import { invalid } from '../endpoint/read-request.js'

/** @throws {HttpProblem} `invalid` for what may not be asked of a location */
export function askedCheck(body: Readonly<Record<string, unknown>>): ValidCheck {
  const check = readAskedCheck(body)
  if (typeof check === 'string') throw invalid([{ in: 'body', name: '', message: check }])
  return check
}

/** What a caller is told where the agent of a location has not answered with what it was asked for. */
export function refusalOf(outcome: AskOutcome, location: string): HttpProblem {
  switch (outcome.kind) {
    case 'result':
    case 'evidence':
      return new HttpProblem('agent_refused', 'the agent has answered something else')
    case 'refused':
      return new HttpProblem('agent_refused', outcome.because)
    case 'silent':
      return new HttpProblem(
        'agent_silent',
        outcome.wasTaken
          ? `the agent at ${location} has taken the request and does not answer`
          : `no agent at ${location} is connected to the hub`,
      )
    case 'busy':
      return new HttpProblem('too_many', `too many requests wait for the agent at ${location}`, {
        headers: { 'Retry-After': '1' },
      })
    default:
      return outcome satisfies never
  }
}
