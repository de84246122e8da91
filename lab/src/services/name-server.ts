import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import {
  type Question,
  RECORD_TYPES,
  type RecordType,
  type ResponseCode,
  readQuestion,
  writeResponse,
} from './dns-message.js'

/** What the name server does with the queries for a name. The first rule that fits wins. */
export interface NameRule {
  /** `*` for every name. */
  readonly name: string
  /** For queries of this type only; of every type where left out. */
  readonly type?: RecordType
  /** `silence` sends nothing; `wrong_id` sends an answer to a query that nobody sent. */
  readonly answer: readonly string[] | ResponseCode | 'silence' | 'wrong_id'
  /** Further answers; each query gets the next one in turn, whatever its name. */
  readonly turns?: readonly (readonly string[])[]
  /** Milliseconds before the answer goes out. */
  readonly delayMs?: number
}

export interface NameServer {
  readonly port: number
  queriesFor(name: string): number
  close(): void
}

/**
 * Serves names by rules on a UDP port, on all addresses of the host by default: what a real name server is hard to bring to do. A name with rules has no
 * records of a type that no rule is for (NOERROR without an answer); a name without rules does not exist.
 */
export async function openNameServer(
  rules: readonly NameRule[],
  { port = 53, address = '::' }: { readonly port?: number; readonly address?: string } = {},
): Promise<NameServer> {
  const queries = new Map<string, number>()
  let count = 0
  const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', ipv6Only: false })
  socket.on('message', (query, client) => {
    const question = readQuestion(query)
    queries.set(question.name, (queries.get(question.name) ?? 0) + 1)
    const { response, delayMs } = respond(rules, question, count++)
    if (!response) return
    // The name server may be closed by then; nobody waits for the answer.
    setTimeout(() => socket.send(response, client.port, client.address, () => {}), delayMs)
  })
  socket.bind(port, address)
  await once(socket, 'listening')
  return {
    port: socket.address().port,
    queriesFor: (name) => queries.get(name) ?? 0,
    close: () => void socket.close(),
  }
}

function respond(
  rules: readonly NameRule[],
  question: Question,
  turn: number,
): { readonly response: Buffer | undefined; readonly delayMs: number } {
  const ofName = rules.filter(({ name }) => name === '*' || name === question.name)
  const fits = ({ type }: NameRule) => type === undefined || RECORD_TYPES[type] === question.type
  const rule = ofName.find(fits)
  if (rule) {
    const { answer, turns = [], delayMs = 0 } = rule
    const answers = [answer, ...turns]
    return { response: answerOf(answers[turn % answers.length] ?? answer, question), delayMs }
  }
  const code = ofName.length > 0 ? 'NOERROR' : 'NXDOMAIN'
  return { response: writeResponse(question, { code }), delayMs: 0 }
}

function answerOf(answer: NameRule['answer'], question: Question): Buffer | undefined {
  if (answer === 'silence') return undefined
  if (answer === 'wrong_id') {
    return writeResponse(question, { id: question.id ^ 0xffff, code: 'NXDOMAIN' })
  }
  if (typeof answer === 'string') return writeResponse(question, { code: answer })
  const isOfType = (address: string) =>
    question.type === (address.includes(':') ? RECORD_TYPES.AAAA : RECORD_TYPES.A)
  return writeResponse(question, { code: 'NOERROR', addresses: answer.filter(isOfType) })
}
