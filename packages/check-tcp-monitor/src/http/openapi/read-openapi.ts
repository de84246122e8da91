import { readFile } from 'node:fs/promises'

/** Written by `npm run build` from the schemas that validate. */
const DOCUMENT = new URL('../../../schema/openapi.json', import.meta.url)

/** Reads the document at the first request for it. */
export function readOpenApi(): () => Promise<string> {
  let document: Promise<string> | undefined
  return () => {
    document ??= readFile(DOCUMENT, 'utf8')
    return document
  }
}
