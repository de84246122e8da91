import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')

interface RetiredWord {
  readonly retired: RegExp
  /** The words for it now, as ARCHITECTURE.md explains them. */
  readonly now?: readonly string[]
  /** Of a name in code or a turn of phrase, what is written instead. */
  readonly instead?: string
  /** Only in files whose path matches; the word has another meaning elsewhere. @default everywhere */
  readonly within?: RegExp
  /** Lines that may have it, as `path:text`, each with why. */
  readonly except?: Readonly<Record<string, RegExp>>
}

const STORED = /stored-[a-z]+(\.test)?\.ts:|read-check-state(\.test)?\.ts:|alarm-file(\.test)?\.ts:/

/** Words that we had for what the field has another one for, and turns of phrase that read oddly. */
const RETIRED: readonly RetiredWord[] = [
  { retired: /\bMatters?\b/, now: ['tracked subject'] },
  {
    retired: /\b\w*[tT]ellings?\b(?! which)|judgeTelling/,
    now: ['notification decision', 'notify', 'suppress', 'drop'],
    except: {
      'databases had the key': /location-as-key\.ts:/,
    },
  },
  {
    retired: /\btoldAt\b|[uU]ntoldOf|\b(some|any|no)body (is|was) told\b|\bpeople are told\b/,
    now: ['notify'],
    except: { 'read as it was stored before': STORED, 'a state as it was stored before': /toldAt/ },
  },
  {
    retired: /held_?back\b|\bheldBack\b|\b(hold|holds|held) back\b/i,
    now: ['suppress', 'suppressor'],
    except: { 'what tcpdump does': /packet-capture\.mjs:/ },
  },
  {
    retired: /(?<![-\w])covers\b(?=\??:|,| \}| =)|\.covers\b/,
    now: ['suppress'],
    within: /check-tcp-monitor|^docs/,
    except: { 'read as it was stored before': STORED },
  },
  { retired: /\boutlook|Outlook/, now: ['suppressor'] },
  { retired: /\broster|Roster/, now: ['check registry'] },
  { retired: /LiveCheck|#lives\b|\blives\.\w/, now: ['check runtime'] },
  {
    retired: /\bfamil(y|ies)\b/i,
    now: ['dependencies'],
    within: /check-tcp-monitor\/src\/(monitor|alert|verdict|core|daemon)\//,
    except: { 'of an address': /error-with-addresses\.test\.ts:|link\/agent-ask(\.test)?\.ts:/ },
  },
  {
    retired: /\bsight(ed)?\b|\bblind\w*|\bonSees\b|\bonUnseen\b/i,
    now: ['connectivity', 'online', 'isolated'],
    except: { 'read as it was stored before': STORED },
  },
  {
    retired: /look-?around/i,
    now: ['canary round'],
    except: {
      'of regular expressions': /(scenarios\.md|pattern\.ts):.*backreferences|pattern\.ts:/,
    },
  },
  { retired: /\btroubles?\b/i, now: ['location faults'] },
  { retired: /\b#?bur(y|ied|ial)\b|lost-?notices?\b/i, now: ['dead letter', 'orphan'] },
  {
    retired: /dead[-_ ]?man/i,
    now: ['heartbeat'],
    except: {
      'refused, with its new name': /renamed-keys\.ts:|invalid-configs\.test\.ts:/,
      'what others call it': /docs\/guide\/alerts\.md:.*\(a dead man's switch\)/,
    },
  },
  {
    retired: /ResultKeeper|\b(class|new) Marks\b|OpenMinutes|open-minutes/,
    now: ['watermark'],
    within: /\.ts$/,
  },
  {
    retired: /\bnew (Places|Pauses)\b|loop-?turns?\b|\binTurns\b|in-turns/i,
    now: ['semaphore'],
  },
  {
    retired: /disappoint|weighti(er|est)|\bspeakers?\b|\bSpoken\b/,
    now: ['unmet expectation', 'most significant', 'deciding address', 'conversation result'],
  },
  { retired: /\bobjections?\b/i, now: ['deny reason'] },
  { retired: /\bonMade\b|\bmakeWay\b/, instead: 'onProbed, releaseSlot' },
  {
    retired: /\b(MOST|LEAST)(_[A-Z]+)*\b/,
    instead: 'MAX_, MIN_',
  },
  { retired: /\bplanner/i, now: ['router'] },
  { retired: /\bNormals\b|\bnormals\b|LearnedNormal/, now: ['baseline'] },
  { retired: /HouseRules/i, instead: 'MachineRules' },
  { retired: /\bcame out so\b/, instead: 'ended as it did' },
  { retired: /\bhold the name against\b/, instead: 'compare the name with' },
  { retired: /\btold within\b/, instead: 'notified within' },
  {
    retired: /\bgoe?s? first\b/,
    instead: 'is asked first',
    within: /\.md$|\/src\/(?!.*\.test\.)/,
    except: { 'of commits, in their order': /incidents-table\.ts:/ },
  },
  { retired: /\b(is|was) as it was\b(?! \w+ed)/, instead: 'has not changed' },
  { retired: /\banew\b/, instead: 'again' },
]

/** Not by our hands, of the past, or about these very words. */
const LEFT_ALONE =
  /^(CHANGELOG\.md|package-lock\.json|mutation\/|bench\/results\/|test\/retired-words\.test\.ts)/

const TEXT = /\.(ts|mts|mjs|js|cjs|md|yaml|json|service|py)$/

/** Every text of the repository by its path, and what `npm run build` generates for users. */
function allTexts(): ReadonlyMap<string, string> {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  )
  const generated = ['check-tcp', 'check-tcp-monitor'].flatMap((name) => {
    const folder = `packages/${name}/schema`
    return readdirSync(resolve(ROOT, folder)).map((file) => `${folder}/${file}`)
  })
  const files = [...new Set([...listed.split('\0'), ...generated])].filter(
    (file) => TEXT.test(file) && !LEFT_ALONE.test(file) && existsSync(resolve(ROOT, file)),
  )
  return new Map(files.map((file) => [file, readFileSync(resolve(ROOT, file), 'utf8')]))
}

function* linesWith(
  { retired, within = /./, except = {} }: RetiredWord,
  texts: ReadonlyMap<string, string>,
): Generator<string> {
  for (const [file, text] of texts) {
    if (!within.test(file) || !retired.test(text)) continue
    for (const [index, line] of text.split('\n').entries()) {
      const place = `${file}:${line}`
      if (!retired.test(line) || Object.values(except).some((each) => each.test(place))) continue
      yield `${file}:${index + 1}: ${line.trim()}`
    }
  }
}

describe('a retired word', () => {
  const texts = allTexts()

  it.each(RETIRED.map((word) => [String(word.retired), word.instead ?? word.now, word] as const))(
    'stands nowhere: %s, but %s',
    (_retired, _now, word) => expect([...linesWith(word, texts)]).toEqual([]),
  )

  it('has its place taken by one that ARCHITECTURE.md explains', () => {
    const [, words = ''] =
      /^## Words$([\s\S]*?)^## /m.exec(texts.get('ARCHITECTURE.md') ?? '') ?? []
    const bold = [...words.matchAll(/\*\*(.+?)\*\*/gs)].map(([, word = '']) =>
      word.toLowerCase().replaceAll('\n', ' '),
    )
    const now = RETIRED.flatMap((word) => word.now ?? [])
    expect(now.filter((word) => !bold.includes(word))).toEqual([])
    expect(now.length).toBeGreaterThan(20)
  })

  it('names no file', () => {
    const names = [...texts.keys()].map((file) => file.replace(/.*\//, ''))
    expect(names.filter((name) => /-of\.ts$/.test(name))).toEqual([])
    expect(names.length).toBeGreaterThan(1_000)
  })

  it('would be found in any text, but where it is excepted or has another meaning', () => {
    const word = {
      retired: /\bold\b/,
      within: /\.ts$/,
      except: { history: /kept\.ts:/ },
    }
    const text = 'a new line\nan old line'
    const found = linesWith(
      word,
      new Map([
        ['a.ts', text],
        ['a.md', text],
        ['kept.ts', text],
      ]),
    )
    expect([...found]).toEqual(['a.ts:2: an old line'])
  })
})
