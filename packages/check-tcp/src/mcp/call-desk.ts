import { CheckTcpError } from '../core/errors/check-tcp-error.js'
import { validate } from '../core/parameters/validate.js'
import { escapeControl } from '../core/text/escape-control.js'
import { jsonText } from '../core/text/json-text.js'
import type { Tool, ToolAnswer, ToolCall } from './tool.js'

/** A model that starts more than this at once has gone astray. */
const MAX_CALLS = 8

/** What a call comes to, as MCP has it: the data, and the same as text for clients that know no data. */
interface CallResult {
  readonly content: readonly [{ readonly type: 'text'; readonly text: string }]
  readonly structuredContent?: object
  readonly isError?: true
}

/** Makes calls of tools, so many at once. */
export class CallDesk {
  readonly #tools: ReadonlyMap<string, Tool>
  #underWay = 0

  constructor(tools: readonly Tool[]) {
    this.#tools = new Map(tools.map((tool) => [tool.name, tool]))
  }

  get names(): readonly string[] {
    return [...this.#tools.keys()]
  }

  /** @returns undefined where there is no such tool */
  async call(name: string, given: unknown, call: ToolCall): Promise<CallResult | undefined> {
    const tool = this.#tools.get(name)
    if (!tool) return undefined
    if (this.#underWay >= MAX_CALLS) {
      return refused(`${MAX_CALLS} calls are under way, and no more are made at once: try later`)
    }
    this.#underWay++
    try {
      return resultOf(await tool.run(validate(tool.schema, given) as never, call))
    } catch (error) {
      if (!(error instanceof CheckTcpError)) throw error
      return refused(error.message)
    } finally {
      this.#underWay--
    }
  }
}

function resultOf(answer: ToolAnswer): CallResult {
  if ('problem' in answer) return refused(answer.problem)
  const text = jsonText(answer.data)
  return { content: [{ type: 'text', text }], structuredContent: answer.data }
}

function refused(why: string): CallResult {
  const text = why.split('\n').map(escapeControl).join('\n')
  return { content: [{ type: 'text', text }], isError: true }
}
