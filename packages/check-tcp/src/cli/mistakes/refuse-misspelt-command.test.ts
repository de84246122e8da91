import { describe, expect, it } from 'vitest'
import { refuseMisspeltCommand } from './refuse-misspelt-command.js'

describe('refuseMisspeltCommand', () => {
  it.each([
    [[]],
    [['run', 'tasks.yaml']],
    [['help']],
    [['help', 'wait']],
    [['--help']],
    [['wit:80']],
    [['wit', '80']],
    [['wit', 'smtp', '--timeout', '3']],
    [['https://wit']],
    [['database']],
  ])('lets %j through', (argv) => {
    expect(() => refuseMisspeltCommand(argv)).not.toThrow()
  })

  it.each([
    [['help', 'wiat'], /there is no command "wiat"; the commands are run, wait, /],
    [['wit'], /"wit" is neither a target, .*, nor a command; did you mean check-tcp wait\?$/],
    [['Run', 'a.yaml'], /did you mean check-tcp run\?$/],
    [['wathc', 'localhost:80', '--count', '3'], /did you mean check-tcp watch\?$/],
    [['a.yml', 'b.yml'], /^"a\.yml" is not a target; to run a task file: check-tcp run FILE$/],
    [['hosts.txt'], /^"hosts\.txt" is not a target$/],
    [['version'], /^there is no command "version"$/],
    [['run\u001b'], /^"run\\x1b" is neither/],
  ])('refuses %j', (argv, message) => {
    expect(() => refuseMisspeltCommand(argv)).toThrow(message)
  })
})
