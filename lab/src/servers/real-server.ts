import { spawn, spawnSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isInstalled } from '../packages/requirements.js'
import { endProcess } from '../processes/host-process.js'
import { freePort } from './free-port.js'
import { untilListening } from './until-listening.js'

/** What a server is started with: a folder of its own, a free port of 127.0.0.1, a certificate and its key. */
export interface Place {
  readonly folder: string
  readonly port: number
}

export interface RealServer {
  /** The program that must be there, and the Debian package that brings it. */
  readonly program: string
  readonly debianPackage: string
  /** Prepares the folder and gives the command line of a server that stays in the foreground. */
  readonly command: (place: Place) => Promise<readonly string[]>
}

export const TLS_FILES = ({ folder }: Place) =>
  [join(folder, 'cert.pem'), join(folder, 'key.pem')] as const

/** Debian's packages of those servers that are not here. */
export function missingServers(servers: readonly RealServer[]): readonly string[] {
  const missing = servers.filter(({ program }) =>
    program === 'initdb'
      ? spawnSync('sh', ['-c', 'ls /usr/lib/postgresql/*/bin/initdb']).status !== 0
      : !isInstalled(program),
  )
  return [...new Set(missing.map(({ debianPackage }) => debianPackage))]
}

/** A certificate and its key, as PEM. */
export interface Certified {
  readonly certificate: string
  readonly key: string
}

export interface StartedServer extends AsyncDisposable {
  readonly port: number
}

/** Starts a server in a folder of its own, which goes with it, and waits until it takes connections. */
export async function startServer(
  server: RealServer,
  { certificate, key }: Certified,
): Promise<StartedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'check-tcp-server-'))
  await chmod(folder, 0o755)
  const place = { folder, port: await freePort() }
  const [certificateFile, keyFile] = TLS_FILES(place)
  await writeFile(certificateFile, certificate)
  await writeFile(keyFile, key)
  const [program = '', ...args] = await server.command(place)
  const child = spawn(program, args, { stdio: 'ignore' })
  await untilListening(place.port, child)
  return {
    port: place.port,
    async [Symbol.asyncDispose]() {
      await endProcess(child)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
