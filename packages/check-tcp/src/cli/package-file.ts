import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The path of a file that the package carries, from wherever in it this code was built to. */
export function packageFile(path: string): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) {
    folder = dirname(folder)
  }
  return join(folder, path)
}

/** The version in the package's own package.json. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'))
  return String(version)
}
