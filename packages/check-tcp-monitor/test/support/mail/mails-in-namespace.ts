import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** An SMTP server (RFC 5321) that takes every mail, and prints its port and then each mail as a line of JSON. */
const SERVER = `
const { createServer } = require('node:net')
const { createInterface } = require('node:readline')
const say = (value) => console.log(JSON.stringify(value))
const server = createServer((socket) => {
  let mail
  const answer = (line) => socket.write(line + '\\r\\n')
  socket.on('error', () => {})
  answer('220 mail.test')
  createInterface({ input: socket }).on('line', (line) => {
    if (mail && line === '.') {
      say(mail.join('\\n'))
      mail = undefined
      answer('250 ok')
    } else if (mail) mail.push(line)
    else if (line.startsWith('DATA')) {
      mail = []
      answer('354 go on')
    } else if (line.startsWith('QUIT')) {
      answer('221 bye')
      socket.end()
    } else answer('250 ok')
  })
})
server.listen(0, '127.0.0.1', () => say(server.address().port))
`

interface Mails extends AsyncDisposable {
  readonly port: number
  /** The texts of the mails so far, decoded. */
  readonly texts: readonly string[]
}

/** A mail server inside a host of the lab. */
export async function mailsIn(namespace: string): Promise<Mails> {
  const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, '-e', SERVER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  const texts: string[] = []
  const lines = createInterface({ input: child.stdout })
  const [first] = (await once(lines, 'line')) as [string]
  lines.on('line', (line) => texts.push(decoded(JSON.parse(line) as string)))
  return {
    port: Number(first),
    texts,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exit
    },
  }
}

/** Quoted-printable (RFC 2045 section 6.7), which breaks long lines. */
function decoded(mail: string): string {
  const joined = mail.replaceAll('=\n', '')
  const bytes = joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
