import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { matchesName, matchFiles } from './match-files.js'

it.each([
  ['*.yaml', 'a.yaml', true],
  ['*.yaml', 'a.yml', false],
  ['?.yaml', 'a.yaml', true],
  ['?.yaml', 'ab.yaml', false],
  ['a*b*c', 'a1b2b3c', true],
  ['a*b*c', 'a1c2', false],
  ['*', '.hidden', false],
  ['.*', '.hidden', true],
  ['a**', 'a', true],
  ['(a|b)', '(a|b)', true],
  ['*a*a*a*a*a*a*a*a*b', 'a'.repeat(250), false],
])('the pattern %s of the name %s: %s', (pattern, name, matches) => {
  expect(matchesName(pattern, name)).toBe(matches)
})

describe('the files of a pattern', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'match-files-'))
    await mkdir(join(folder, 'a', 'b'), { recursive: true })
    for (const name of ['z.yaml', 'x.yaml', 'a/y.yaml', 'a/b/y.yaml', '.git.yaml']) {
      await writeFile(join(folder, name), '')
    }
    await symlink('a', join(folder, 'link'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it.each([
    ['*.yaml', ['x.yaml', 'z.yaml']],
    ['./z.yaml', ['z.yaml']],
    ['not-there.yaml', ['not-there.yaml']],
    ['none/*.yaml', []],
    ['*/y.yaml', ['a/y.yaml', 'link/y.yaml']],
    ['**/y.yaml', ['a/b/y.yaml', 'a/y.yaml']],
    ['a/**', ['a/b/y.yaml', 'a/y.yaml']],
    ['*', ['x.yaml', 'z.yaml']],
  ])('%s are %j', async (pattern, files) => {
    const found = await matchFiles(pattern, folder)
    expect(found.map((file) => file.slice(folder.length + 1))).toEqual(files)
  })
})
