import type { Checker } from '../../check/checker.js'
import type { MonitorClient } from '../monitor-client.js'
import type { Tool } from '../tool.js'
import { checkTool } from './check-tool.js'
import { explainTool } from './explain-tool.js'
import { incidentsTool } from './incidents-tool.js'
import { statusTool } from './status-tool.js'
import { waitTool } from './wait-tool.js'

interface ToolParts {
  readonly checker: Checker
  /** Without one there is nothing to tell of status and incidents. */
  readonly monitor: MonitorClient | undefined
  readonly env: Readonly<Record<string, string | undefined>>
}

/** All that a language model may call. */
export function allTools({ checker, monitor, env }: ToolParts): readonly Tool[] {
  return [
    checkTool(checker),
    explainTool(checker, env),
    waitTool(checker),
    ...(monitor ? [statusTool(monitor), incidentsTool(monitor)] : []),
  ]
}
