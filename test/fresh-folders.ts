import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ROOT } from './code-blocks.js'

/** Packed packages, and folders in which they are installed as users do it: out of the registry's reach but for what they need. */
export class FreshFolders implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'check-tcp-installed-'))

  /** Packs a package of the workspace, and returns its tarball. */
  pack(name: string): string {
    const to = join(this.path, `${name}-packed`)
    mkdirSync(to)
    const cwd = resolve(ROOT, 'packages', name)
    execFileSync('npm', ['pack', '--pack-destination', to, '--silent'], { cwd })
    return join(to, readdirSync(to)[0] ?? '')
  }

  /**
   * Installs packages in a new folder.
   *
   * @param npm a version of npm @default the one of this machine
   */
  install(what: readonly string[], npm?: string, ...flags: readonly string[]) {
    const cwd = mkdtempSync(join(this.path, 'project-'))
    writeFileSync(join(cwd, 'package.json'), '{"name": "project", "private": true}')
    return { cwd, ...runNpm(cwd, npm, 'install', ...flags, ...what) }
  }

  /** Installs again what the lockfile of such a folder says. */
  clean(cwd: string, npm?: string) {
    return runNpm(cwd, npm, 'ci')
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true })
  }
}

/** Runs a program in a folder to its end. */
export function runIn(cwd: string, file: string, ...args: readonly string[]) {
  return spawnSync(file, args, { cwd, encoding: 'utf8' })
}

function runNpm(cwd: string, npm: string | undefined, ...words: readonly string[]) {
  const [file = '', ...first] = npm === undefined ? ['npm'] : ['npx', '--yes', `npm@${npm}`]
  const { stdout, stderr, status } = runIn(cwd, file, ...first, ...words, '--no-audit', '--no-fund')
  return { said: `${stdout}${stderr}`, status }
}
