import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fuzzSettings } from '../../../check-tcp/test/fuzz/settings.js'
import { NOON, pageOf, serviceOf } from '../../test/support/sample-page.js'
import { slugsOf } from './badge/slugs.js'
import { cleanText } from './markup/clean-text.js'
import { pageFiles } from './publish/page-files.js'

const FRAGMENTS = [
  ...[
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='x",
    '</title>',
    '-->',
  ],
  ...['</style>', ']]>', '&lt;b&gt;', '&#x3c;', '<!--', '{{7*7}}', '$x', 'javascript:alert(1)'],
  ...[
    '\u0000',
    '\u001b[2J',
    '\u202e',
    '\ud800',
    '\udc00',
    '\ufffe',
    '\u2028',
    '\r\n',
    '\t',
    '../..',
  ],
]

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: 'binary', maxLength: 8 })), {
    ...{ minLength: 1, maxLength: 6 },
  })
  .map((parts) => parts.join(''))

interface Texts {
  readonly title: string
  readonly name: string
  readonly group: string
  readonly text: string
}

function filesOf({ title, name, group, text }: Texts) {
  const incident = { id: '0a', services: [name, name], state: 'down' as const, since: NOON }
  const notes = [{ at: NOON, text }]
  const [slug = ''] = slugsOf([name])
  const services = [serviceOf({ name, slug, state: 'down', since: NOON })]
  return pageFiles(
    pageOf({
      ...{ title, note: text, groups: [{ name: group, services }] },
      open: [{ ...incident, notes }],
      past: [{ ...incident, until: NOON + 1, notes }],
      maintenance: [{ id: '0b', services: [name], from: NOON, until: NOON + 1 }],
    }),
  )
}

/** The tags of a document, with the values of their attributes left out. */
function tagsOf(text: string): readonly string[] {
  const withoutStyle = text.replace(/<style>[^<]*<\/style>/, '')
  return (withoutStyle.match(/<[^>]*>?/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'))
}

const PLAIN = filesOf({ title: 'a', name: 'a', group: 'a', text: 'a' })

function unescaped(text: string): string {
  const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
  return text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (each) => entities[each as '&amp;'])
}

it('whatever names and notes are, they are text, and the markup around them is the same', () => {
  const property = fc.property(hostile, hostile, hostile, hostile, (title, name, group, text) => {
    const files = filesOf({ title, name, group, text })
    for (const [index, file] of files.entries()) {
      expect(file.path).toMatch(/^(?:[a-z.]+|badge\/[a-z0-9-]{1,60}\.svg)$/)
      expect(file.text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\ufffe]/)
      expect(file.text).toBe(Buffer.from(file.text, 'utf8').toString('utf8'))
      if (file.path.endsWith('.json')) continue
      expect(tagsOf(file.text)).toEqual(tagsOf(PLAIN[index]?.text ?? ''))
    }
    const [html, json] = files
    const [, heading = ''] = /<h1>([^<]*)<\/h1>/.exec(html?.text ?? '') ?? []
    expect(unescaped(heading)).toBe(cleanText(title))
    const page = JSON.parse(json?.text ?? '')
    expect(page.incidents[0].notes[0].text).toBe(cleanText(text))
  })
  fc.assert(property, fuzzSettings(5_000))
})
