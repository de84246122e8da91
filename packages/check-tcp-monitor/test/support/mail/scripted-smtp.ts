import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { TLSSocket } from 'node:tls'
import { CERTIFICATE, KEY } from '../../../../check-tcp/test/support/tls-certificates.js'

/** An SMTP server (RFC 5321) whose answers a test decides. */
export interface ScriptedSmtp extends AsyncDisposable {
  readonly port: number
  /** What the client said, but for the mails; after `STARTTLS` within TLS. */
  readonly commands: string[]
  readonly mails: string[]
}

const ANSWERS: Readonly<Record<string, string>> = {
  EHLO: '250-mail.test\r\n250 AUTH PLAIN',
  STARTTLS: '220 go on',
  AUTH: '235 welcome',
  DATA: '354 go on',
  QUIT: '221 bye',
  CONN: '220 mail.test',
}

/** @param answer by the command, such as `RCPT TO:<ops@mail.test>`, `CONN` or `.` for a mail; undefined: as servers do */
export async function startScriptedSmtp(
  answer: (command: string) => string | undefined = () => undefined,
): Promise<ScriptedSmtp> {
  const [commands, mails]: [string[], string[]] = [[], []]
  const server = createServer((socket) => converse(socket, { answer, commands, mails }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    commands,
    mails,
    async [Symbol.asyncDispose]() {
      server.close()
      await once(server, 'close')
    },
  }
}

interface Script extends Pick<ScriptedSmtp, 'commands' | 'mails'> {
  readonly answer: (command: string) => string | undefined
}

function converse(socket: Socket, { answer, commands, mails }: Script): void {
  let mail: string[] | undefined
  const say = (command: string) => {
    const verb = command.split(' ')[0]?.toUpperCase() ?? ''
    const words = answer(command) ?? ANSWERS[verb] ?? '250 ok'
    if (words === 'never') return ''
    socket.write(`${words}\r\n`)
    return words
  }
  socket.on('error', () => {})
  if (!(socket instanceof TLSSocket) && say('CONN').startsWith('5')) return void socket.end()
  const lines = createInterface({ input: socket })
  lines.on('line', (line) => {
    if (mail && line === '.') {
      mails.push(mail.join('\n'))
      mail = undefined
      say('.')
    } else if (mail) {
      mail.push(line)
    } else {
      commands.push(line)
      if (say(line).startsWith('354')) mail = []
      if (line === 'QUIT') socket.end()
      if (line !== 'STARTTLS') return
      // With a certificate that nobody knows.
      lines.close()
      const secured = new TLSSocket(socket, { isServer: true, cert: CERTIFICATE, key: KEY })
      converse(secured, { answer, commands, mails })
    }
  })
}
