// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of task files, not templates.

import type { Mistake } from './mistake.js'

/** Slips of the pen in indentation, colons, quotes and braces. */
export const SLIPS: readonly Mistake[] = [
  [
    'a character that cannot be seen, beside another mistake',
    '\tport:\u0000',
    [
      '1:1: indent with spaces: YAML does not allow tabs',
      '1:6: a space is missing after the colon; write "port: \\x00"',
      '1:7: the control character \\x00 is not text; is it a binary file?',
    ],
  ],
  [
    'the indentation lost, as a web page loses it',
    '- name: check_web_server\nplugin: check_tcp_connection\nparameters:\nhost: "example.com"\nport: 80\ntimeout: 5\n',
    [
      '2:1: this list entry has lost its indentation; write "- name: ...", then "  plugin: ..." and "  parameters:" with two spaces, then each parameter with four: "    host: ..."',
    ],
  ],
  [
    'two entries without indentation',
    '- name: a\nplugin: check_tcp_connection\nparameters:\nhost: "example.com"\nport: 80\n\n- name: b\nplugin: check_tcp_connection\nparameters:\nhost: x\nport: 80\n',
    [
      '2:1: this list entry has lost its indentation, and so has 1 more; write "- name: ...", then "  plugin: ..." and "  parameters:" with two spaces, then each parameter with four: "    host: ..."',
    ],
  ],
  [
    'the indentation lost below `tasks`',
    'tasks:\n- name: a\nplugin: check_tcp_connection\nparameters:\nhost: x\nport: 80\n',
    [
      '3:1: this list entry has lost its indentation; write "- name: ...", then "  plugin: ..." and "  parameters:" with two spaces, then each parameter with four: "    host: ..."',
    ],
  ],
  [
    'parameters in the column of `parameters`',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n  host: x\n  port: 80\n',
    [
      '4:3: `host` is a parameter; indent it below `parameters:`',
      '5:3: `port` is a parameter; indent it below `parameters:`',
    ],
  ],
  [
    'no `parameters`',
    '- name: a\n  plugin: check_tcp_connection\n  host: x\n  port: 80\n',
    [
      '3:3: `host` is a parameter; write `parameters:` above it, and indent it below that',
      '4:3: `port` is a parameter; write `parameters:` above it, and indent it below that',
    ],
  ],
  [
    'no space after a colon, in an entry',
    '- name:a\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n',
    ['1:7: a space is missing after the colon; write "name: a"'],
  ],
  [
    'a quote that the next one closes',
    '- name: "a\n  plugin: check_tcp_connection\n  parameters: {host: "x", port: 80}\n',
    ['1:9: the quote " opened here is never closed; the closing " is missing'],
  ],
  [
    'a quote that nothing closes',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: "x\n    port: 80\n',
    ['4:11: the quote " opened here is never closed; the closing " is missing'],
  ],
  [
    'an apostrophe that nothing closes',
    "- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: 'x\n    port: 80\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n",
    ["4:11: the quote ' opened here is never closed; the closing ' is missing"],
  ],
  [
    'a brace that is not closed before the next task',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 80\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n',
    ['3:15: the brace { opened here is never closed; the closing } is missing'],
  ],
  [
    'a brace that is not closed at the end',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 80\n',
    ['3:15: the brace { opened here is never closed; the closing } is missing'],
  ],
  [
    'a bracket that is not closed',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: 80\n    resolves_to: [10.0.0.1\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n',
    ['6:18: the bracket [ opened here is never closed; the closing ] is missing'],
  ],
  [
    'a reference in braces',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host: x, port: ${PORT}}\n',
    ['3:31: inside braces a reference needs quotes; write "${PORT}"'],
  ],
  [
    'a colon in a text',
    '- name: a: b\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 80}\n',
    ['1:9: a text that contains a colon and a space needs quotes; write name: "a: b"'],
  ],
  [
    'a template',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: {{ x }}\n    port: 80\n',
    [
      '4:11: "{{ x }}" is a template placeholder that was not filled in; for an environment variable write ${NAME}',
    ],
  ],
  [
    'templates, quoted and not',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: "{{ x }}"\n    port: {{ .Values.port }}\n',
    [
      '4:12: "{{ x }}" is a template placeholder that was not filled in; for an environment variable write ${NAME}',
      '5:11: "{{ .Values.port }}" is a template placeholder that was not filled in; for an environment variable write ${NAME}',
    ],
  ],
  [
    '`params`',
    '- name: a\n  plugin: check_tcp_connection\n  params: {host: x, port: 80}\n',
    ['3:3: "params" is not a key of a task; did you mean `parameters`?'],
  ],
  [
    'tabs for all indentation',
    '- name: a\n\tplugin: check_tcp_connection\n\tparameters:\n\t\thost: x\n',
    ['2:1: indent with spaces: YAML does not allow tabs, on this line and 2 more'],
  ],
  [
    'tabs and spaces',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n\thost: x\n\tport: 80\n',
    ['4:1: indent with spaces: YAML does not allow tabs, on this line and 1 more'],
  ],
  [
    'no space after a colon',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port:5432\n',
    ['5:9: a space is missing after the colon; write "port: 5432"'],
  ],
  [
    'no space after a colon in braces',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host:x, port:80}\n',
    [
      '3:20: a space is missing after the colon; write "host: x"',
      '3:28: a space is missing after the colon; write "port: 80"',
    ],
  ],
  [
    'a second entry without its dash',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 80}\n  name: b\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 80}\n',
    [
      '4:3: the key "name" is given twice, first at 1:3; is the "- " of a new entry missing before it?',
      '5:3: the key "plugin" is given twice, first at 2:3',
      '6:3: the key "parameters" is given twice, first at 3:3',
    ],
  ],
  [
    'typographic quotes',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: “example.com”\n    port: 80\n',
    ['4:11: “ is a typographic quote, which YAML takes as text; write " instead'],
  ],
  [
    'two dashes',
    '- - name: a\n    plugin: check_tcp_connection\n    parameters: {host: x, port: 80}\n',
    ['1:3: this dash is one too many: it starts a list within a list'],
  ],
  [
    'semicolons',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: "x";\n    port: 5432;\n',
    [
      '4:14: a value ends with its line; leave out the ";"',
      '5:15: a value ends with its line; leave out the ";"',
    ],
  ],
  [
    'commas at the end of lines',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x,\n    port: 5432,\n',
    [
      '4:11: `host` must be a hostname or an IP address (its part "x," has characters that are not allowed in a hostname), got "x," (string)',
      '5:15: a value ends with its line; leave out the ","',
    ],
  ],
  [
    'Windows line ends',
    '- name: a\r\n  plugin: check_tcp_connection\r\n  parameters:\r\n    host: x\r\n    port:5432\r\n',
    ['5:9: a space is missing after the colon; write "port: 5432"'],
  ],
  [
    'a byte order mark',
    '\ufeff- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port:5432\n',
    ['5:9: a space is missing after the colon; write "port: 5432"'],
  ],
  [
    'no dashes at all',
    'tasks:\n  name: a\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 80}\n',
    ['2:3: `tasks` must be a list of tasks, got a mapping; begin each task with "- "'],
  ],
  [
    'no space after a dash',
    '-name: a\n plugin: check_tcp_connection\n',
    [
      '1:1: a space is missing after the dash; write "- name:"',
      '2:2: this line is indented further than the one above, which already has a value; start it in column 1',
    ],
  ],
  [
    'equals signs',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host = x\n    port=80\n',
    ['4:10: this is not YAML; write "host: x"', '5:9: this is not YAML; write "port: 80"'],
  ],
  [
    'an asterisk at the beginning',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: *.example.com\n    port: 80\n',
    [
      '4:11: the alias "*.example.com" has no anchor before it; a text that starts with * needs quotes',
    ],
  ],
  [
    'an at sign at the beginning',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: @x\n    port: 80\n',
    ['4:11: a text that starts like this needs quotes; write host: "@x"'],
  ],
  [
    'too much indentation',
    '- name: a\n    plugin: check_tcp_connection\n    parameters: {host: x, port: 1}\n',
    [
      '2:5: this line is indented further than the one above, which already has a value; start it in column 3',
    ],
  ],
  [
    'too little indentation',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n   port: 80\n',
    ['5:4: this line is not aligned with the lines above it; start it in column 5'],
  ],
  [
    'one space of indentation',
    '- name: a\n plugin: check_tcp_connection\n parameters:\n    host: x\n    port: 80\n',
    [
      '2:2: this line is not aligned with the lines above it; start it in column 3',
      '3:2: this line is not aligned with the lines above it; start it in column 3',
    ],
  ],
  [
    'a mapping behind its key',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: host: x\n',
    [
      '3:15: what belongs to `parameters` goes on the next line, indented, or in braces: {host: ...}',
    ],
  ],
  [
    'two keys on a line',
    '- name: a, plugin: check_tcp_connection\n  parameters: {host: x, port: 80}\n',
    ['1:12: `plugin` needs a line of its own, or braces around all of it: {name: a, plugin: b}'],
  ],
  [
    'parameters as a list',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    - host: x\n    - port: 80\n',
    ['4:5: `parameters` must be a mapping, got a list; leave out the dashes'],
  ],
  [
    'an IPv6 address in brackets',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: [::1]\n    port: 80\n',
    [
      '4:11: `host` must be a hostname or an IP address, got a list; an IPv6 address needs quotes: "::1"',
    ],
  ],
  [
    'a list of ports',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: [80, 443]\n',
    [
      '5:11: `port` must be an integer from 1 to 65535, got a list; a task checks one port: write a task for each',
    ],
  ],
  [
    'several ports',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: 80,443\n',
    [
      '5:11: `port` must be an integer from 1 to 65535, got "80,443" (string); a task checks one port: write a task for each',
    ],
  ],
  [
    'a variable without braces',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: $PORT\n',
    [
      '5:11: `port` must be an integer from 1 to 65535, got "$PORT" (string); for the environment variable write ${PORT}',
    ],
  ],
  [
    'conflict markers',
    '<<<<<<< HEAD\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n=======\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n>>>>>>> x\n',
    [
      '1:1: this is a conflict marker of an unfinished merge',
      '5:1: this is a conflict marker of an unfinished merge',
      '9:1: this is a conflict marker of an unfinished merge',
    ],
  ],
  [
    'a Markdown fence',
    '```yaml\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n```\n',
    [
      '1:1: a Markdown fence is not YAML; leave it out',
      '5:1: a Markdown fence is not YAML; leave it out',
    ],
  ],
  [
    'a bullet',
    '• name: a\n  plugin: check_tcp_connection\n',
    ['1:1: a list entry starts with "- ", not with "•"'],
  ],
  [
    'an asterisk for a bullet',
    '* name: a\n  plugin: check_tcp_connection\n',
    ['1:1: a list entry starts with "- ", not with "*"'],
  ],
  [
    'a backslash in double quotes',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: 80\n    send: "a\\d"\n',
    [
      '6:13: \\d is not an escape sequence in double quotes; use single quotes, or \\\\ for a backslash',
    ],
  ],
  [
    'an apostrophe in single quotes',
    "- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: 'it's'\n    port: 80\n",
    ['4:14: this apostrophe ends the text; write it twice, or put the text in double quotes'],
  ],
  [
    'no-break spaces',
    '- name: a\n\u00a0\u00a0plugin: check_tcp_connection\n',
    ['2:1: this is not a plain space but looks like one; indent with spaces'],
  ],
  [
    'a full-width colon',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host： x\n    port: 80\n',
    ['4:9: this is a full-width colon; write : and a space'],
  ],
  [
    'the names of other tools',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    hostname: x\n    ports: 80\n    retries: 3\n',
    [
      '4:5: "hostname" is not a known key; did you mean `host`?',
      '5:5: "ports" is not a known key; did you mean `port`?',
      '6:5: "retries" is not a known key; did you mean `attempts`?',
    ],
  ],
  [
    'several mistakes in several tasks',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port:5432\n- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host = x\n    port: {{ p }}\n',
    [
      '5:9: a space is missing after the colon; write "port: 5432"',
      '6:9: the name "a" is already used by the task at 1:9; names must be unique in a file',
      '9:10: this is not YAML; write "host: x"',
      '10:11: "{{ p }}" is a template placeholder that was not filled in; for an environment variable write ${NAME}',
    ],
  ],
  [
    'text after a quote',
    '- name: "a" b\n  plugin: check_tcp_connection\n',
    ['1:13: there is text after the closing quote; put all of it inside the quotes'],
  ],
  [
    'no comma in braces',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host: x port: 80}\n',
    ['3:24: a comma is missing before `port`'],
  ],
  [
    'a bracket closed before its brace',
    '[{"name": "a", "plugin": "check_tcp_connection", "parameters": {"host": "x", "port": 80},]',
    ['1:2: the brace { opened here is never closed; the closing } is missing'],
  ],
  [
    'one brace too many',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 80}}\n',
    ['3:34: this } closes nothing; leave it out'],
  ],
  [
    'empty parameters',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n- name: b\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 80}\n',
    ['3:14: `parameters` must be a mapping, got null; indent its parameters below it'],
  ],
  [
    'capitals',
    'Tasks:\n- Name: a\n  Plugin: check_tcp_connection\n  Parameters: {Host: x, Port: 80}\n',
    ['1:1: "Tasks" is not a key of a task file; did you mean `tasks`?'],
  ],
  [
    'a slip only within a block of text',
    'tasks:\n  - name: a\n    plugin: check_tcp_connection\n    description: |\n      port:80 is {{ x }}\n    parameters:\n      host: x\n      port: 70000\n',
    ['8:13: `port` must be an integer from 1 to 65535, got 70000 (number)'],
  ],
]
