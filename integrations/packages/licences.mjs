// One file with the licence of everything that a package carries.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const LINE = '='.repeat(80)

/** `parts` are folders with a package.json, and what is named otherwise. */
export function licencesText(parts) {
  return parts.map(section).join(`\n${LINE}\n\n`).replaceAll('\r', '')
}

function section({ title, text, folder }) {
  if (folder === undefined) return `${title}\n\n${text.trim()}\n`
  const { name, version, license, author } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  const files = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .toSorted()
  const by = typeof author === 'string' ? author : author?.name
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim())
  const known = texts.length > 0 ? texts : [`Licence: ${license}${by ? `, by ${by}` : ''}`]
  return `${name} ${version}, licence ${license}\n\n${known.join('\n\n')}\n`
}
