import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** That one source file imports another, or loads it on demand. */
export interface Import {
  readonly from: string
  readonly to: string
  readonly onlyTypes: boolean
}

/** The files of a package's sources, without tests. */
export function sourceFiles(source: string): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => resolve(source, file))
}

/** What a file imports of its own package; `to` ends with `.js`, as it is written. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8')
  const statements = text.matchAll(
    /(?:^|\n)\s*(import|export)\s+(type\s)?[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
  )
  return [...statements].flatMap(([, , type, from, dynamic]) => {
    const specifier = from ?? dynamic ?? ''
    if (!specifier.startsWith('.')) return []
    return [{ from: file, to: resolve(dirname(file), specifier), onlyTypes: type !== undefined }]
  })
}

/** The source of what is imported as `.js`. */
export function sourceOf(imported: string): string {
  const source = imported.replace(/\.js$/, '.ts')
  return existsSync(`${source}x`) ? `${source}x` : source
}
