import type * as v from 'valibot'
import type { Role } from '../../../core/config/access.js'
import type { HttpConfig } from '../../access/access-control.js'
import type { Caller } from '../../access/caller.js'
import type { ProblemName } from '../../problem/http-problem.js'
import type { ApiTools } from './api-tools.js'

export type Method = 'GET' | 'POST' | 'DELETE'

export type Entries = Readonly<Record<string, v.GenericSchema<unknown, unknown>>>

/** A request that passed the guards, as it came. */
export interface Received {
  readonly request: Request
  /** Values of the path's `{names}`, decoded. */
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The peer's address; `unknown` where there is no socket. */
  readonly peer: string
  /** Who asks, and may; absent where anybody may. */
  readonly caller?: Caller
  /** Whether the same request would still be let in: for answers that go on and on. */
  readonly isStillLetIn: () => boolean
  /** The config of what is served now. */
  readonly http: HttpConfig
  /** Cuts the connection off. */
  readonly cut: () => void
}

/** What the API documents of an answer that is no problem. */
export interface Answer {
  readonly status: 200 | 201
  readonly media: 'application/json' | 'text/event-stream' | 'text/plain'
  readonly description: string
  readonly schema?: v.GenericSchema
}

/** One method of one path: what it takes and answers, for callers and for the OpenAPI document, and how. */
export interface Endpoint {
  /** The OpenAPI document's `operationId`. */
  readonly id: string
  readonly method: Method
  /** With `{names}` in it. */
  readonly path: string
  readonly summary: string
  /** What a caller must be allowed to; `anybody` needs no token, ever. */
  readonly role: Role | 'anybody'
  readonly pathEntries: Entries
  readonly queryEntries: Entries
  /** Absent: a body is refused. */
  readonly bodyEntries?: Entries
  readonly answer: Answer
  /** Besides those that every request may meet. */
  readonly problems: readonly ProblemName[]
  /** Failures that are told as plain text, by status, where a dialect wants that. */
  readonly textProblems?: Readonly<Record<number, string>>
  respond(received: Received, tools: ApiTools): Promise<Response>
}
