import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import * as v from 'valibot'
import type { Message, SendOutcome } from '../../core/alert/channel.js'
import { textList } from '../../core/config/schema-words.js'
import { messageText, messageTitle } from '../wording/message-text.js'
import { shown } from '../wording/shown.js'
import type { ChannelTools } from './channel-tools.js'
import { defineChannel } from './define-channel.js'
import { FirstLine } from './text/first-line.js'
import { hideSecrets } from './text/hide-secrets.js'
import { messageBody } from './text/message-body.js'

/** What programs need to run; the rest of the environment may hold the secrets of other channels. */
const PASSED_ON = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR']

/** An environment variable has at most 128 KiB on Linux (execve(2), MAX_ARG_STRLEN). */
const LONGEST_TEXT = 16_000

/**
 * Runs a program for each message, without a shell. It reads the message as JSON on its standard input, the body of a
 * webhook, and finds the little that a script wants in `CHECK_TCP_*`. Exit code 0 says that it is delivered; any other,
 * or no such program, that it failed, with the first line of its standard error as the reason. When it takes too long, it
 * is killed with all that it started.
 */
export const command = defineChannel({
  schema: v.strictObject({
    kind: v.literal('command'),
    command: v.pipe(
      textList,
      v.description(
        'Program and arguments, run without a shell; killed with all it started after 30 seconds',
      ),
    ),
  }),
  secrets: ['command'],
  create({ command }, { environment }) {
    return {
      async send(message, signal) {
        const outcome = await run(command, { message, environment, signal })
        if (outcome.kind === 'delivered') return outcome
        return { ...outcome, error: shown(hideSecrets(outcome.error, command.slice(1))) }
      },
    }
  },
})

/** Where no descriptors are left, Node gives a child without its streams, and says so only by `error`. */
type Started = Pick<ChildProcess, 'pid' | 'once'> & {
  readonly stdin: Writable | null | undefined
  readonly stderr: Readable | null | undefined
}

interface Run extends Pick<ChannelTools, 'environment'> {
  readonly message: Message
  readonly signal: AbortSignal
}

function run(
  [program = '', ...args]: readonly string[],
  { message, environment, signal }: Run,
): Promise<Exclude<SendOutcome, { kind: 'refused' }>> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ kind: 'failed', error: 'there was no time for it' })
    const child: Started = spawn(program, args, {
      env: { ...passedOn(environment), ...variablesOf(message) },
      stdio: ['pipe', 'ignore', 'pipe'],
      // Its own process group, so that what it started ends with it.
      detached: true,
    })
    child.once('error', (error: NodeJS.ErrnoException) =>
      settle({ kind: 'failed', error: `the command did not run: ${error.code ?? error.message}` }),
    )
    const said = new FirstLine()
    const settle = (outcome: Parameters<typeof resolve>[0]) => {
      signal.removeEventListener('abort', kill)
      child.stderr?.destroy()
      child.stdin?.destroy()
      resolve(outcome)
    }
    const kill = () => {
      killGroup(child.pid)
      settle({ kind: 'failed', error: 'the command took too long and was killed' })
    }
    signal.addEventListener('abort', kill, { once: true })
    child.stderr?.on('data', (chunk: Buffer) => said.add(chunk))
    // A program that does not read its input breaks the pipe; its exit code tells how it went.
    child.stdin?.on('error', () => {})
    child.stdin?.end(messageBody(message))
    // What it leaves running in the background may hold its standard error open, so a good end is not waited on.
    child.once('exit', (code) => code === 0 && settle({ kind: 'delivered' }))
    child.once('close', (code, killedBy) =>
      settle({ kind: 'failed', error: said.text || endInWords(code, killedBy) }),
    )
  })
}

function passedOn(environment: ChannelTools['environment']): Record<string, string> {
  const known = PASSED_ON.flatMap((name) => {
    const value = environment[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(known)
}

/** The newest notice speaks for a message of many. */
function variablesOf({ key, notices }: Message): Record<string, string> {
  const newest = notices.at(-1)
  return {
    CHECK_TCP_KEY: key,
    CHECK_TCP_COUNT: String(notices.length),
    CHECK_TCP_TITLE: messageTitle(notices),
    CHECK_TCP_TEXT: messageText(notices, LONGEST_TEXT),
    ...(newest && {
      CHECK_TCP_KIND: newest.kind,
      CHECK_TCP_INCIDENT: newest.incident.id,
      CHECK_TCP_VERDICT: newest.incident.verdict,
      CHECK_TCP_SEVERITY: newest.incident.severity,
      CHECK_TCP_CHECK: shown(newest.incident.subjectId),
      CHECK_TCP_TARGET: shown(newest.target ?? ''),
      CHECK_TCP_LOCATION: shown(newest.location),
    }),
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended meanwhile.
  }
}

function endInWords(code: number | null, killedBy: NodeJS.Signals | null): string {
  return killedBy ? `the command was ended by ${killedBy}` : `the command ended with ${code}`
}
