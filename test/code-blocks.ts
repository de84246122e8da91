import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '..')

interface CodeBlock {
  readonly file: string
  readonly language: string
  readonly code: string
}

/** A file of this repository. */
export function textOf(file: string): string {
  return readFileSync(resolve(ROOT, file), 'utf8')
}

/** The fenced code blocks of a Markdown file of this repository, also those within lists. */
export function codeBlocks(file: string): CodeBlock[] {
  return [...textOf(file).matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```$/gm)].map(
    ([, indent = '', language = '', code = '']) => ({
      file,
      language,
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  )
}
