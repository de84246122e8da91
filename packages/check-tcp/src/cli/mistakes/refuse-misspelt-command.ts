import { bracketed } from '../../core/target/host-and-port.js'
import { nearestSpelling } from '../../core/text/nearest-spelling.js'
import { quote } from '../../core/text/show-value.js'
import { UsageError } from '../exit/usage-error.js'
import { canBeExpanded, canBeTargets } from '../targets/read-targets.js'
import { COMMAND_NAMES } from './command-names.js'

/**
 * A first word that is neither a command nor a target was probably meant to be one of them.
 *
 * @throws {UsageError} which names the command that was probably meant
 */
export function refuseMisspeltCommand(argv: readonly string[]): void {
  refuseHostAsHelp(argv)
  refuseHelpOfNothing(argv)
  const flagsFrom = argv.findIndex((word) => word.startsWith('-'))
  const words = flagsFrom < 0 ? argv : argv.slice(0, flagsFrom)
  const [first] = words
  if (first === undefined || first.includes(':') || canBeTargets(words)) return
  if (COMMAND_NAMES.some((name) => name === first)) return
  if (/\.ya?ml$/.test(first)) {
    throw new UsageError(`${quote(first)} is not a target; to run a task file: check-tcp run FILE`)
  }
  if (/\.(txt|lst|list|csv|hosts)(\.gz)?$/.test(first)) {
    throw new UsageError(`${quote(first)} is not a target`, {
      words: [first],
      instead: ['--targets', first],
    })
  }
  if (first === 'version') {
    throw new UsageError('there is no command "version"', {
      words: [first],
      instead: ['--version'],
    })
  }
  if (/^(validate|lint)$/.test(first) && /\.ya?ml$/.test(words[1] ?? '')) {
    throw new UsageError(
      `there is no command ${quote(first)}; check-tcp run FILE reads the whole task file before it checks anything`,
    )
  }
  const nearest = nearestSpelling(first, COMMAND_NAMES)
  if (nearest === undefined) return
  throw new UsageError(
    `${quote(first)} is neither a target, such as example.com:443, nor a command; did you mean check-tcp ${nearest}?`,
  )
}

function refuseHelpOfNothing([help, name, ...more]: readonly string[]): void {
  if (help !== 'help' || name === undefined || name.startsWith('-') || more.length > 0) return
  if (canBeTargets([help, name]) || COMMAND_NAMES.some((one) => one === name)) return
  throw new UsageError(
    `there is no command ${quote(name)}; the commands are ${COMMAND_NAMES.join(', ')}`,
  )
}

/** `-h HOST -p PORT`, as clients of databases have it, asks for no help. */
function refuseHostAsHelp(argv: readonly string[]): void {
  const [help, host = '', flag = '', port = '', ...more] = argv
  if (help !== '-h' || host.startsWith('-') || !/^(-p|--port)$/.test(flag) || port === '') return
  const target = `${bracketed(host)}:${port}`
  if (!canBeExpanded([target])) return
  throw new UsageError('-h is for help', { words: argv, instead: [target, ...more] })
}
