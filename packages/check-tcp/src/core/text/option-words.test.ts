import { Command, CommanderError, Option } from 'commander'
import { describe, expect, it } from 'vitest'
import { describeOption, parserMessage } from './option-words.js'

describe('describeOption', () => {
  it.each([
    [new Option('--a <x>', 'a thing'), 'a thing'],
    [new Option('--a <x>', 'a thing (default: 10 s)'), 'a thing (default: 10 s)'],
    [new Option('--a <x>', 'a thing').default('60', '60 s'), 'a thing (default: 60 s)'],
    [new Option('--a <x>', 'a thing').choices(['b', 'c']), 'a thing (b, c)'],
    [new Option('--a <x>', 'thing').choices(['b', 'c']).default('c'), 'thing (b, c; default: c)'],
    [
      new Option('--a <x>', 'a thing (default: any)').choices(['any', '4']),
      'a thing (any, 4; default: any)',
    ],
  ])('has choices and default in one form: %#', (option, text) => {
    expect(describeOption(option)).toBe(text)
  })
})

/** What the parser itself says of a command line. */
function complaintOf(...words: readonly string[]): string {
  const silent = { writeErr: () => {}, writeOut: () => {}, outputError: () => {} }
  const program = new Command('p').exitOverride().configureOutput(silent)
  program
    .command('one')
    .argument('<target>')
    .option('-o, --output <format>', '')
    .addOption(new Option('--state <state>', '').choices(['open', 'closed']))
    .action(() => {})
  program.command('none').action(() => {})
  program.command('file').argument('<file>').showSuggestionAfterError().option('--stat')
  try {
    program.parse([...words], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return parserMessage(error.message)
    throw error
  }
  throw new Error('the parser takes it')
}

describe('parserMessage', () => {
  it.each([
    [['one', 'a', '--state', 'ajar'], '--state must be one of open, closed, got "ajar"'],
    [['one', 'a', '-o'], '--output needs a value: -o, --output <format>'],
    [['one'], 'no target was given'],
    [['file'], 'missing: <file>'],
    [['one', 'a', 'b', 'c'], 'one takes 1 argument, got 3'],
    [['none', 'a'], 'none takes no arguments, only options'],
    [['one', 'a', '--foo'], "unknown option '--foo'"],
    [['file', 'a', '--stats'], "unknown option '--stats'; did you mean --stat?"],
  ])('says of %j in our words what is wrong', (words, message) => {
    expect(complaintOf(...words)).toBe(message)
  })
})
