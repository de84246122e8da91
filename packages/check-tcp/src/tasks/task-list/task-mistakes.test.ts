import { describe, expect, it } from 'vitest'
import { problems, problemsOfFiles, withParameters } from '../../../test/support/load-tasks.js'

describe('a mistake in a task', () => {
  it.each([
    [
      'is placed on the value where the value is wrong',
      withParameters('host: x', 'port: 70000'),
      'a.yaml:5:11: `port` must be an integer from 1 to 65535, got 70000 (number)',
    ],
    [
      'is placed on the key where the key is unknown',
      withParameters('host: x', 'port: 1', 'timeot: 3'),
      'a.yaml:6:5: "timeot" is not a known key; did you mean `timeout`? (allowed: host, port, timeout, source_port, attempts, retry_delay, family, addresses, service, banner, expect, min_addresses, resolves_to, expected_response_time, tls, send, receive, hold, close)',
    ],
    [
      'is placed on the task where a parameter is missing',
      withParameters('host: x'),
      'a.yaml:1:3: `port` is required',
    ],
    [
      'names the mend of a duration with a unit',
      withParameters('host: x', 'port: 1', 'timeout: 1500ms'),
      'a.yaml:6:14: `timeout` must be a number of seconds from 0.001 to 86400, got "1500ms" (string); write 1.5 (seconds)',
    ],
    [
      'names the plugins that are known',
      '- {name: a, plugin: pong, parameters: {}}',
      'a.yaml:1:21: plugin "pong" is not known; did you mean ping? (known: check_tcp_connection, ping)',
    ],
    [
      'names the key nearest to an unknown one',
      '- {name: a, plugin: ping, parameters: {host: x}, descripton: b}',
      'a.yaml:1:50: "descripton" is not a key of a task; did you mean `description`? (allowed: name, plugin, parameters, description, explain)',
    ],
    [
      'tells of a missing name',
      '- {plugin: ping, parameters: {host: x}}',
      'a.yaml:1:3: the task lacks `name`',
    ],
    [
      'tells of missing parameters',
      '- {name: a, plugin: ping}',
      'a.yaml:1:3: the task lacks `parameters`',
    ],
    [
      'tells of parameters that are no mapping',
      '- {name: a, plugin: ping, parameters: [host]}',
      'a.yaml:1:39: `parameters` must be a mapping, got a list; leave out the dashes',
    ],
    [
      'tells of empty parameters',
      '- name: a\n  plugin: ping\n  parameters:\n',
      'a.yaml:3:14: `parameters` must be a mapping, got null; indent its parameters below it',
    ],
    [
      'tells of a name that is no text',
      '- {name: 5, plugin: ping, parameters: {host: x}}',
      'a.yaml:1:10: `name` must be a text, got 5 (number); put it in quotes',
    ],
    [
      'tells of an empty name',
      '- {name: " ", plugin: ping, parameters: {host: x}}',
      'a.yaml:1:10: `name` must be a text, got " " (string)',
    ],
    [
      'tells of a task that is no mapping',
      '- ping',
      'a.yaml:1:3: a task must be a mapping with name, plugin and parameters, got "ping" (string)',
    ],
    [
      'tells of a name used twice, with both places',
      '- {name: a, plugin: ping, parameters: {host: x}}\n- {name: a, plugin: ping, parameters: {host: y}}',
      'a.yaml:2:10: the name "a" is already used by the task at 1:10; names must be unique in a file',
    ],
  ])('%s', async (_, text, message) => {
    expect(await problems(text)).toEqual([message])
  })

  it('is told together with all others of all files, in the order of files and lines', async () => {
    const files = [
      { path: 'a.yaml', text: withParameters('port: 0', 'hots: x') },
      { path: 'b.yaml', text: 'steps: []' },
    ]
    expect(await problemsOfFiles(files)).toEqual([
      'a.yaml:4:11: `port` must be an integer from 1 to 65535, got 0 (number)',
      expect.stringMatching(/^a\.yaml:5:5: "hots" is not a known key; did you mean `host`\?/),
      'b.yaml:1:8: the list of tasks is empty',
    ])
  })
})

describe('a mistake in the form of a file', () => {
  it.each([
    ['', 'a.yaml:1:1: a task file is a list of tasks; the file is empty'],
    ['# only a comment\n', 'a.yaml:1:1: a task file is a list of tasks; the file is empty'],
    ['hello', 'a.yaml:1:1: a task file is a list of tasks; got "hello" (string)'],
    ['[]', 'a.yaml:1:1: the list of tasks is empty'],
    [
      'name: a',
      'a.yaml:1:1: a task file must be a list of tasks, or a mapping with such a list under `tasks`',
    ],
    ['tasks: 1', 'a.yaml:1:8: `tasks` must be a list of tasks, got 1 (number)'],
    ['tasks: []\nsteps: []', 'a.yaml:2:1: a task file has either `tasks` or `steps`, not both'],
    [
      'name: a\nplugin: ping\nparameters: {host: x}',
      'a.yaml:1:1: a task file is a list of tasks; begin this one with "- " and indent its other lines',
    ],
    [
      'taks:\n  - {name: a, plugin: ping, parameters: {host: x}}\ntasks:\n  - {name: a, plugin: ping, parameters: {host: x}}',
      'a.yaml:1:1: "taks" is not a key of a task file; did you mean `tasks`? (allowed: name, description, defaults, local_services, tasks, steps)',
    ],
  ])('%j is refused', async (text, message) => {
    expect(await problems(text)).toEqual([message])
  })
})
