import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const COMMAND = resolve(import.meta.dirname, '../packages/check-tcp/bin/check-tcp.cjs')

/** A folder for a monitoring program, with `check-tcp` in it as its plugin. */
export class PluginFolder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'check-tcp-plugin-'))

  constructor() {
    const plugin = this.write(
      'check-tcp',
      `#!/bin/sh\nexec '${process.execPath}' '${COMMAND}' "$@"\n`,
    )
    chmodSync(plugin, 0o755)
    // Programs that give up root must still read it.
    chmodSync(this.path, 0o755)
  }

  write(name: string, text: string): string {
    const path = join(this.path, name)
    writeFileSync(path, text)
    return path
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}
