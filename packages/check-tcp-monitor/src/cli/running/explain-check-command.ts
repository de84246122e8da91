import { escapeControl } from 'check-tcp/words'
import { EXIT, type Terminal } from '../terminal.js'
import { askByConfig } from './ask-by-config.js'

export interface ExplainCheckFlags {
  readonly config: string
  readonly location?: string
}

/** Of the evidence what is printed. */
interface Found {
  readonly lines: readonly string[]
  readonly location: string
}

/** A look, and the agent's way to and fro. */
const TIMEOUT_MS = 45_000

/** `check-tcp monitor explain CHECK`: by the running monitor's API. */
export async function explainCheck(
  id: string,
  { config, location }: ExplainCheckFlags,
  terminal: Terminal,
): Promise<number> {
  const found = await askByConfig<Found>(config, terminal, {
    path: `/api/v1/checks/${encodeURIComponent(id)}/explain`,
    body: location === undefined ? {} : { location },
    timeoutMs: TIMEOUT_MS,
  })
  const lines = [...found.lines, `Seen from ${found.location}`]
  await terminal.out(lines.map((line) => `${escapeControl(line)}\n`).join(''))
  return EXIT.ok
}
