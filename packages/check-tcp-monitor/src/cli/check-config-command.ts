import { escapeControl, formatDiagnostic, jsonText } from 'check-tcp/config-files'
import { describeConfig, describeConfigInWords } from '../config/describe-config.js'
import { loadMonitorConfig } from '../config/load-config.js'
import type { RunFlags } from './run-command.js'
import { EXIT, type Terminal } from './terminal.js'

/** `check-tcp monitor --check CONFIG`: says what would run; nothing is checked and nothing written. */
export async function checkConfig(
  path: string,
  { output }: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const config = await loadMonitorConfig(path, { environment: terminal.env })
  for (const warning of config.warnings) {
    terminal.err(`check-tcp: warning: ${escapeControl(formatDiagnostic(warning))}\n`)
  }
  const json = `${jsonText(describeConfig(config), 2)}\n`
  await terminal.out(output === 'json' ? json : describeConfigInWords(config))
  await config.close()
  return EXIT.ok
}
