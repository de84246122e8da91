import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { positionsOf } from '../text/text-position.js'
import { buildTree } from '../tree/build-tree.js'
import type { YamlTree } from '../tree/yaml-tree.js'
import { parseYaml } from '../yaml/parse-yaml.js'
import { giveBack, takeRuns } from './long-lists.js'

const NETWORKS = Array.from({ length: 1_200 }, (_, index) => {
  const [high, low] = [index >> 8, index & 255]
  return [
    `10.${high}.${low}.0/24`,
    `192.0.2.${low}`,
    `2001:db8:${index.toString(16)}::/48`,
    `::${index.toString(16)}`,
    `64:ff9b::10.${high}.${low}.1`,
  ][index % 5]
}) as readonly string[]

function treeOf(text: string, original = text): YamlTree {
  const source = { text: original, position: positionsOf(original), environment: { ONE: '1' } }
  return buildTree(parseYaml(text), source, [])
}

/** The tree by way of a short text; `undefined` where that has to be given up. */
function byRuns(text: string) {
  const short = takeRuns(text)
  expect(short.text).toHaveLength(text.length)
  return { ...short, tree: giveBack(treeOf(short.text, text), short.runs) }
}

const QUOTED = NETWORKS.map((network) => `"${network}"`)

/** Ways to write a long list. */
const WAYS: Readonly<Record<string, string>> = {
  'in one line': `rules: [{ deny: { networks: [${NETWORKS.join(', ')}], ports: [1] } }]\ndefault: deny\n`,
  'in lines of its own': `rules:\n  - deny:\n      networks:\n${NETWORKS.map((one) => `        - ${one}\n`).join('')}      ports: [1]\n`,
  'at the very end': `networks:\n${NETWORKS.map((one) => `- ${one}`).join('\n')}`,
  'in brackets over lines': `networks: [\n  ${NETWORKS.join(',\n  ')}\n]\n`,
  'as JSON': JSON.stringify({ rules: [{ deny: { networks: NETWORKS } }], default: 'allow' }),
  'in quotes': `networks:\n${QUOTED.map((one) => `  - ${one}\n`).join('')}default: deny\n`,
  'in single quotes': `networks: ['${NETWORKS.join("', '")}']\n`,
  twice: `one: [${NETWORKS.join(', ')}]\nother: [${NETWORKS.join(',')}]\n`,
  'with others behind it': `networks: [${NETWORKS.join(', ')}, private, "\${ONE}"]\n`,
}

/** Texts in which what looks like a list is none, or not all of one. */
const FALSE_FRIENDS: Readonly<Record<string, string>> = {
  'a comment': `# [${NETWORKS.join(', ')}]\na: 1\n`,
  'a block of text': `a: |\n  networks:\n${NETWORKS.map((one) => `  - ${one}\n`).join('')}`,
  'a text in quotes': `a: "[${NETWORKS.join(', ')}]"\n`,
  'an entry that goes on': `a:\n${NETWORKS.map((one) => `- ${one}\n`).join('')}  and more\n`,
  'a key': `{ [${NETWORKS.join(', ')}]: 1 }\n`,
}

describe('a long list of networks', () => {
  it.each(Object.keys(WAYS))('%s is read as the parser would, each entry at its place', (way) => {
    const text = WAYS[way] ?? ''
    const { tree, runs, text: short } = byRuns(text)
    expect(runs.size).toBeGreaterThan(0)
    expect(short.includes(` ${NETWORKS[1]}`)).toBe(false)
    expect(isDeepStrictEqual(tree, treeOf(text))).toBe(true)
  })

  it('in which some entries are no plain networks is read in part', () => {
    const lines = NETWORKS.flatMap((one, at) => (at === 1_100 ? [one, 'private # x'] : [one]))
    const text = `networks:\n${lines.map((one) => `- ${one}\n`).join('')}`
    const { tree, runs } = byRuns(text)
    expect(runs.size).toBe(1)
    expect(isDeepStrictEqual(tree, treeOf(text))).toBe(true)
  })

  it.each([
    '- 1.2.3.4 # x',
    '- 1.2.3.4 5',
    '- 1.2',
    '- fe80::',
    '- a: 1',
    '-  1.2.3.4',
    '- 1.2.3.4,',
  ])('ends before %j', (line) => {
    const text = `a:\n${NETWORKS.map((one) => `- ${one}\n`).join('')}${line}\n`
    const { tree, text: short } = byRuns(text)
    expect(short.includes(`\n${line}\n`)).toBe(true)
    expect(isDeepStrictEqual(tree, treeOf(text))).toBe(true)
  })

  it.each(Object.keys(FALSE_FRIENDS))('is not seen in %s', (name) => {
    const text = FALSE_FRIENDS[name] ?? ''
    const short = takeRuns(text)
    let tree: YamlTree | undefined
    try {
      tree = giveBack(treeOf(short.text, text), short.runs)
    } catch {
      tree = undefined
    }
    expect(tree === undefined).toBe(true)
  })

  it('that is short is left to the parser', () => {
    for (const count of [0, 1, 999]) {
      const text = `a: [${NETWORKS.slice(0, count).join(', ')}]\n`
      expect(takeRuns(text)).toEqual({ text, runs: new Map() })
    }
    expect(takeRuns(`a: [${NETWORKS.slice(0, 1_000).join(', ')}]\n`).runs.size).toBe(1)
  })

  it('that an alias repeats is left to the parser, which counts what aliases stand for', () => {
    const text = `a: &x [${NETWORKS.join(', ')}]\nb: *x\n`
    const { text: short, runs } = takeRuns(text)
    expect(giveBack(treeOf(short, text), runs) === undefined).toBe(true)
  })
})
