import type { ParametersSchema } from '../core/parameters/parameters-schema.js'

/** What a tool is called with, beside its arguments. */
export interface ToolCall {
  /** Aborts when the client cancels the call, or goes. */
  readonly signal: AbortSignal
  /** Tells the client that the work goes on; nothing happens where it did not ask for that. */
  onProgress(done: number, message: string): void
}

/** The answer as data; or why there is none, in words. */
export type ToolAnswer = { readonly data: object } | { readonly problem: string }

/** Something that a language model may call. Its words are ours alone: none of them comes from a target. */
export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  /** Of its arguments. */
  readonly schema: ParametersSchema
  /** @param given valid by `schema` */
  run(given: never, call: ToolCall): Promise<ToolAnswer>
}

/** Ties the arguments of a tool to its schema. */
export function defineTool<Given>(
  tool: Omit<Tool, 'run'> & { run(given: Given, call: ToolCall): Promise<ToolAnswer> },
): Tool {
  return tool
}
