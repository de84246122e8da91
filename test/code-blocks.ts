import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '..')

export interface CodeBlock {
  readonly file: string
  readonly language: string
  readonly code: string
}

/** The fenced code blocks of a Markdown file of this repository. */
export function codeBlocks(file: string): CodeBlock[] {
  const text = readFileSync(resolve(ROOT, file), 'utf8')
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) => ({
    file,
    language,
    code,
  }))
}
