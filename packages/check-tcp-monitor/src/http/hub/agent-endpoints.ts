import * as v from 'valibot'
import {
  claimSchema,
  enrolledSchema,
  enrolmentSchema,
  instructionsSchema,
  nonceSchema,
  receiptSchema,
  sessionSchema,
  waitSchema,
} from '../../core/link/agent-api.js'
import { describedAnswer } from '../../core/link/agent-ask.js'
import { describedBatch } from '../../core/link/agent-batch.js'
import { describedConfig } from '../../core/link/agent-config.js'
import { AGENT_PATHS } from '../../link/https/paths.js'
import type { Entries } from '../api/endpoint/endpoint.js'
import type { ProblemName } from '../problem/http-problem.js'

/** What a hub serves to its agents, for the OpenAPI document. */
export interface AgentEndpoint {
  readonly id: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly summary: string
  /** Without a session. */
  readonly isOpen: boolean
  readonly pathEntries?: Entries
  readonly queryEntries?: Entries
  readonly body?: v.GenericSchema
  readonly answer: v.GenericSchema
  /** Besides those that every request may meet. */
  readonly problems: readonly ProblemName[]
}

/** A body that cannot be read, or is not what is taken here. */
const OF_BODIES = ['too_large', 'unsupported_media_type', 'invalid'] as const

/** An agent that is no longer let in. */
const OF_SESSIONS = ['unauthorised', 'not_enrolled', 'not_yours'] as const

export const AGENT_ENDPOINTS: readonly AgentEndpoint[] = [
  {
    id: 'enroll',
    method: 'POST',
    path: AGENT_PATHS.enroll,
    summary: 'Lets an agent in by the secret of a join string, once',
    isOpen: true,
    body: enrolmentSchema,
    answer: enrolledSchema,
    problems: [...OF_BODIES, 'not_enrolled', 'not_yours', 'store_unavailable', 'unavailable'],
  },
  {
    id: 'getNonce',
    method: 'POST',
    path: AGENT_PATHS.nonce,
    summary: 'What is to be signed for a session',
    isOpen: true,
    answer: nonceSchema,
    problems: [],
  },
  {
    id: 'openSession',
    method: 'POST',
    path: AGENT_PATHS.session,
    summary: 'A session of an agent that proves its key',
    isOpen: true,
    body: claimSchema,
    answer: sessionSchema,
    problems: [...OF_BODIES, 'not_enrolled', 'store_unavailable'],
  },
  {
    id: 'sendBatch',
    method: 'POST',
    path: AGENT_PATHS.batch,
    summary: 'Results in the order of their numbers, what is believed now, and how the agent is',
    isOpen: false,
    body: describedBatch,
    answer: receiptSchema,
    problems: [...OF_BODIES, ...OF_SESSIONS, 'store_unavailable'],
  },
  {
    id: 'getAgentConfig',
    method: 'GET',
    path: AGENT_PATHS.config,
    summary: 'The checks of the location of the agent',
    isOpen: false,
    answer: describedConfig,
    problems: OF_SESSIONS,
  },
  {
    id: 'getInstructions',
    method: 'GET',
    path: AGENT_PATHS.stream,
    summary: 'What is wanted of the agent, as soon as there is something',
    isOpen: false,
    queryEntries: waitSchema.entries,
    answer: instructionsSchema,
    problems: ['invalid', ...OF_SESSIONS, 'store_unavailable'],
  },
  {
    id: 'answerAsk',
    method: 'POST',
    path: `${AGENT_PATHS.answer}/{id}`,
    summary: 'The answer to what the agent was asked for',
    isOpen: false,
    pathEntries: { id: v.string() },
    body: describedAnswer,
    answer: v.object({}),
    problems: [...OF_BODIES, ...OF_SESSIONS, 'store_unavailable'],
  },
]
