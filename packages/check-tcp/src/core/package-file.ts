import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The path of a file that a package carries, whatever folder of it the code that asks was built to.
 *
 * @param folder any folder of the package, such as `import.meta.dirname`
 * @param path relative to the package's own folder
 */
export function packageFile(folder: string, path: string): string {
  const above = dirname(folder)
  if (above === folder || existsSync(join(folder, 'package.json'))) return join(folder, path)
  return packageFile(above, path)
}

/**
 * The version in a package's own package.json.
 *
 * @param folder any folder of the package, such as `import.meta.dirname`
 * @throws {Error} where no package.json can be read in it or above it
 */
export function packageVersion(folder: string): string {
  const { version } = JSON.parse(readFileSync(packageFile(folder, 'package.json'), 'utf8'))
  return String(version)
}
