import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Diagnostic, Environment } from 'check-tcp/files'
import { DEFAULT_AGENT_SETTINGS, readAgentSettings } from '../../config/read-agent-settings.js'
import type { AgentSettings } from '../../core/config/agent-settings.js'

/** Where an agent keeps what it has, when nobody says: in the working directory, or beside its settings. */
const DIRECTORY = 'check-tcp-agent'

const FILE = 'agent.yaml'

/** What holds for an agent: its settings, and what the command line says before them. */
export interface FoundAgentSettings {
  readonly settings: AgentSettings
  /** With what is wrong with its file; the settings are those by default then. */
  readonly problems: readonly Diagnostic[]
  /** The file that they are of; absent where there is none. */
  readonly file?: string
  readonly directory: string
  readonly policy: string | undefined
}

interface Named {
  readonly config?: string
  readonly directory?: string
  readonly policy?: string
}

/** Reads the settings of an agent: from the file that is named, or from `agent.yaml` in its directory, if there is one. */
export async function findAgentSettings(
  named: Named,
  environment: Environment,
): Promise<FoundAgentSettings> {
  const folder = named.directory ?? DIRECTORY
  const own = join(folder, FILE)
  const file = named.config ?? (existsSync(own) ? own : undefined)
  const { settings, problems } =
    file === undefined
      ? { settings: DEFAULT_AGENT_SETTINGS, problems: [] }
      : await readAgentSettings(file, { environment })
  const beside = named.config === undefined ? folder : join(dirname(named.config), DIRECTORY)
  return {
    settings,
    problems,
    ...(file !== undefined && { file }),
    directory: resolve(named.directory ?? settings.directory ?? beside),
    policy: named.policy ?? settings.policy,
  }
}
