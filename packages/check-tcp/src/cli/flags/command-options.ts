import { type Command, Option } from 'commander'
import { EXPECTATIONS } from '../../core/parameters/check-tcp-connection-parameters.js'
import { STARTTLS_PROTOCOLS } from '../../core/tls/tls-parameters.js'
import { ENGINE_CHOICES } from '../../engine/create-engine.js'
import { OUTPUT_FORMATS } from '../../report/reporter.js'
import { DEFAULT_CONCURRENCY, NATIVE_CONCURRENCY } from './concurrency-flag.js'

/** Under which headings the help lists flags. */
const GROUPS = {
  attempt: 'How to connect:',
  proof: 'What must be found:',
  limit: 'How many at once, and how fast:',
  engine: 'How checks are made:',
  output: 'Output:',
} as const

export const TARGET_WORDS = 'HOST:PORT, HOST PORT, HOST:SERVICE or a URL'

export const MANY_TARGET_WORDS = `${TARGET_WORDS}; a block of addresses and a list of ports for many`

/** Flags for what one attempt does. */
export function addAttemptFlags(command: Command): Command {
  return command
    .optionsGroup(GROUPS.attempt)
    .option('--timeout <time>', 'time for one attempt, name look-up included (default: 10 s)')
    .option('--source-port <port>', 'source port to connect from (default: random)')
    .addOption(
      new Option('--family <version>', 'IP version (default: any)').choices(['any', '4', '6']),
    )
    .addOption(
      new Option(
        '--addresses <which>',
        'any: one address of the name is enough; all: each must answer (default: any)',
      ).choices(['any', 'all']),
    )
    .addOption(
      new Option(
        '--close <how>',
        'fin: close politely; rst: at once, and no port is held (default: fin, rst with --source-port)',
      ).choices(['fin', 'rst']),
    )
}

export function addSlowFlag(command: Command): Command {
  return command
    .optionsGroup(GROUPS.proof)
    .addOption(
      new Option(
        '--slow <what>',
        'what a slow connection, or a certificate that expires soon, counts as (default: ok)',
      ).choices(['ok', 'fail']),
    )
}

/** Flags for what a check is to find or to prove. */
export function addProofFlags(command: Command): Command {
  return addSlowFlag(command)
    .addOption(
      new Option('--expect <state>', 'expected state of the port (default: open)').choices(
        EXPECTATIONS,
      ),
    )
    .option('--min-addresses <number>', 'with --addresses all: how many must answer')
    .option(
      '--resolves-to <list>',
      'comma-separated addresses or networks that the host must be in',
    )
    .option('--expected-response-time <time>', 'a slower connection is marked slow')
    .option('--tls', 'a TLS handshake must succeed')
    .addOption(
      new Option('--starttls <protocol>', 'ask for TLS in this protocol first').choices(
        STARTTLS_PROTOCOLS,
      ),
    )
    .option('--tls-verify', 'the certificate must be trusted')
    .option('--tls-expires-in <duration>', 'warn of a certificate that expires sooner, such as 14d')
    .option('--tls-server-name <name>', 'name to ask for and to look for in it (default: the host)')
    .option('--tls-ca <file>', 'PEM file of the authorities to trust; implies --tls-verify')
    .option('--tls-certificate <file>', 'PEM file of a client certificate, with --tls-key')
    .option('--tls-key <file>', 'PEM file of its key')
    .option('--send <text>', 'text to send, with \\r \\n \\t \\0 \\xHH')
    .option('--receive <text>', 'text, or a /regular expression/, that must come back')
    .option(
      '--banner',
      'the service must greet: the way it usually does on a well-known port, in any way on others',
    )
    .option('--hold <time>', 'time that the connection must stay open')
}

/** Flags for how often a check tries. */
export function addRetryFlags(command: Command): Command {
  return command
    .optionsGroup(GROUPS.attempt)
    .option('--attempts <number>', 'connection attempts, including the first (default: 1)')
    .option('--retry-delay <time>', 'time between two attempts (default: 1 s)')
}

export function addConcurrencyFlag(command: Command): Command {
  return command
    .optionsGroup(GROUPS.limit)
    .option('--concurrency <number>', `checks running at once (default: ${DEFAULT_CONCURRENCY})`)
}

/** The same where the default follows the engine. */
export function addMassConcurrencyFlag(command: Command): Command {
  return command
    .optionsGroup(GROUPS.limit)
    .option(
      '--concurrency <number>',
      `checks running at once (default: ${NATIVE_CONCURRENCY} with the native engine, else ${DEFAULT_CONCURRENCY})`,
    )
}

/** The parser notes in an option under which heading it stands, so each command has its own. */
export function policyFlag(): Option {
  return new Option(
    '--policy <file>',
    'what may be checked (default: CHECK_TCP_POLICY, /etc/check-tcp/policy.yaml, ~/.config/check-tcp/policy.yaml)',
  )
}

/** Flags for how checks are made. */
export function addEngineFlags(command: Command): Command {
  return command
    .optionsGroup(GROUPS.engine)
    .addOption(
      new Option(
        '--engine <name>',
        'auto: node for a handful of connects, native for more (default: auto)',
      ).choices(ENGINE_CHOICES),
    )
    .addOption(policyFlag())
    .option('--i-am-authorized <why>', 'why you may check very many ports or hosts')
    .option('--verbose', 'print on standard error how the checks were made')
}

/** Flags for how fast checks are made. */
export function addLimitFlags(command: Command): Command {
  return command
    .optionsGroup(GROUPS.limit)
    .option(
      '--rate <number>',
      'connections per second, evenly spread, for all check-tcp processes of this user (default: no limit)',
    )
    .option('--per-host <number>', 'attempts running at once for one host (default: no limit)')
}

export function addOutputFlag(command: Command): Command {
  return command
    .optionsGroup(GROUPS.output)
    .addOption(
      new Option('-o, --output <format>', 'how to print results')
        .choices(OUTPUT_FORMATS)
        .default('human'),
    )
}
