import { importConfig } from '../../src/config/import/import-config.js'
import { loadMonitorConfig } from '../../src/config/load-config.js'

/** Imports the files, and loads what came of them. */
export async function imported(
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
) {
  const list = Object.entries(files).map(([path, text]) => ({ path, text }))
  const { yaml, notes } = importConfig(list)
  const config = await loadMonitorConfig({ path: 'new.yaml', text: yaml }, { environment })
  await config.close()
  return {
    yaml,
    config,
    notes: notes.map(({ where, kind, message }) => `${where}: ${kind}: ${message}`),
    /** Notes of which the text has no comment. */
    unwritten: notes.filter(({ kind, message }) => !hasComment(yaml, `${kind}: `, message)),
  }
}

function hasComment(yaml: string, kind: string, message: string): boolean {
  return yaml
    .split('\n')
    .some((line) => line.trim().startsWith(`# ${kind}`) && line.endsWith(message))
}

/** The comments right above a check, without their marks. */
export function commentsOf(yaml: string, name: string): readonly string[] {
  const lines = yaml.split('\n')
  const at = lines.indexOf(`  - name: ${name}`)
  const comments: string[] = []
  for (let index = at - 1; lines[index]?.startsWith('  # '); index--) {
    comments.unshift(lines[index]?.slice(4) ?? '')
  }
  return comments
}
