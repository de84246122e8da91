import { listOf, mappingOf } from '../foreign-value.js'
import type { ImportNote } from '../imported.js'
import type { PrometheusFile } from './prometheus-targets.js'

/** What the keys beside `scrape_configs` are for, in words that say what to do here. */
const WORDS: Readonly<Record<string, string>> = {
  alerting:
    'who is alerted; set channels up under `alerting`, of the kind alertmanager for example',
  rule_files: 'when an alert is sent; here it is after `confirm` bad checks in a row',
  scrape_config_files: 'name these files too',
}

/** Keys of `global` that are carried over. */
const GLOBAL_KEYS: readonly string[] = ['scrape_interval', 'scrape_timeout']

/** Keys of a file that are carried over. */
const FILE_KEYS: readonly string[] = ['global', 'scrape_configs', 'modules']

/** What stands in the files beside jobs and modules. */
export function topLevelNotes(files: readonly PrometheusFile[]): readonly ImportNote[] {
  return files.flatMap(({ path, value }) => {
    if (Array.isArray(value)) return []
    const config = mappingOf(value)
    const say = (where: string, message: string): ImportNote => ({
      where,
      kind: 'left out',
      message,
    })
    const global = Object.keys(mappingOf(config.global))
      .filter((key) => !GLOBAL_KEYS.includes(key))
      .map((key) => say(path, `global.${key}`))
    const others = Object.keys(config).filter((key) => !FILE_KEYS.includes(key))
    return [
      ...global,
      ...others.map((key) => {
        const files = listOf(config[key]).filter((one) => typeof one === 'string')
        const named = files.length > 0 ? ` (${files.join(', ')})` : ''
        const words = WORDS[key]
        return say(path, `${key}${named}${words === undefined ? '' : `: ${words}`}`)
      }),
    ]
  })
}
