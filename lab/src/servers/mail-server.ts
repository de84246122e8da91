import { spawn } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { type Availability, isInstalled } from '../packages/requirements.js'
import { endProcess } from '../processes/host-process.js'
import { runCommand } from '../processes/run-command.js'
import { freePort } from './free-port.js'
import { untilListening } from './until-listening.js'

/** A real OpenSMTPD on a free port of loopback, which puts the mail for every address of `domain` into one mailbox. */
export interface MailServer extends AsyncDisposable {
  readonly port: number
  readonly domain: string
  /** The mails as they lie in the mailbox, by the second of their delivery, once there are as many. */
  mails(count: number): Promise<readonly string[]>
}

const DOMAIN = 'mail.test'

/** Whose mailbox it is: Debian's user for those who own nothing. */
const OWNER = 'nobody'

/** OpenSMTPD's queue and socket are at fixed places, so it gets a view of the file system of its own, as only root can. */
export function mailServerRequirements(): Availability {
  if (process.platform !== 'linux') return missing('mount namespaces are a part of Linux')
  if (process.getuid?.() !== 0) return missing('only root can start a mail server')
  if (isInstalled('smtpd')) return { available: true }
  return missing("the program smtpd is missing (Debian's opensmtpd)")
}

export async function startMailServer(): Promise<MailServer> {
  const folder = await mkdtemp(join(tmpdir(), 'check-tcp-mail-'))
  const [mailbox, file] = [join(folder, 'mailbox'), join(folder, 'smtpd.conf')]
  const port = await freePort()
  await chmod(folder, 0o755)
  await mkdir(mailbox)
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map((which) => runCommand('id', [which, OWNER])),
  )
  await chown(mailbox, Number(uid), Number(gid))
  const lines = [
    `listen on 127.0.0.1 port ${port} hostname ${DOMAIN}`,
    `action "keep" maildir "${mailbox}" user ${OWNER} virtual { "@" = "${OWNER}" }`,
    `match from any for domain "${DOMAIN}" action "keep"`,
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
  const child = spawn('unshare', ['--mount', 'sh', '-c', START, 'sh', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const close = async () => {
    await endProcess(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const log = new DeliveryLog(child.stderr)
    await untilListening(port, child)
    return {
      port,
      domain: DOMAIN,
      async mails(count) {
        await log.delivered(count)
        return readMaildir(mailbox)
      },
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** An empty queue and an empty /run, seen by this server alone. The package makes no queue before its first start. */
const START = `
mount -t tmpfs tmpfs /var/spool &&
mkdir -m 711 /var/spool/smtpd &&
mount -t tmpfs tmpfs /run &&
exec smtpd -d -f "$1"`

/** What OpenSMTPD says of its deliveries. */
class DeliveryLog {
  #count = 0
  #waiting: { readonly count: number; readonly resolve: () => void }[] = []

  constructor(log: Readable) {
    createInterface({ input: log }).on('line', (line) => {
      if (line.includes('mda delivery') && line.includes('result=Ok')) this.#note()
    })
  }

  async delivered(count: number): Promise<void> {
    if (this.#count >= count) return
    await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }))
  }

  #note(): void {
    this.#count++
    const ready = this.#waiting.filter(({ count }) => count <= this.#count)
    this.#waiting = this.#waiting.filter(({ count }) => count > this.#count)
    for (const { resolve } of ready) resolve()
  }
}

/** Names begin with the second of the delivery; mails of one second are in no order. */
async function readMaildir(mailbox: string): Promise<readonly string[]> {
  const folder = join(mailbox, 'new')
  const names = (await readdir(folder)).sort()
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
}

function missing(because: string): Availability {
  return { available: false, because }
}
