// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of task files, not templates.

import type { Mistake } from './mistake.js'

/** Files with several mistakes, and files whose parts do not fit together. */
export const MIXTURES: readonly Mistake[] = [
  [
    'a wrong local service and a reference to it',
    'local_services:\n  WEB: opne\ntasks:\n  - name: a\n    plugin: check_tcp_connection\n    parameters: {host: localhost, port: "${WEB}"}\n',
    [
      '2:8: the local service WEB must be one of open, greets, closed, got "opne" (string); did you mean open?',
    ],
  ],
  [
    'a local service without a space after its colon',
    'local_services:\n  WEB:open\ntasks:\n  - name: a\n    plugin: check_tcp_connection\n    parameters: {host: localhost, port: "${WEB}"}\n',
    ['2:6: a space is missing after the colon; write "WEB: open"'],
  ],
  [
    'a wrong value in lines in braces',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {\n    host: "x",\n    port: 70000,\n    }\n',
    ['5:11: `port` must be an integer from 1 to 65535, got 70000 (number)'],
  ],
  [
    'a wrong value in lines in braces, before another mistake',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {\n    host: "x",\n    port: 70000,\n    }\n- name: b: c\n',
    [
      '5:11: `port` must be an integer from 1 to 65535, got 70000 (number)',
      '7:9: a text that contains a colon and a space needs quotes; write name: "b: c"',
    ],
  ],
  [
    'mistakes in `defaults` and in a task',
    'defaults:\n  timeout:5\n  attempts: 0\ntasks:\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 0}\n',
    [
      '2:10: a space is missing after the colon; write "timeout: 5"',
      '3:13: `attempts` must be an integer from 1 to 10000, got 0 (number)',
      '7:31: `port` must be an integer from 1 to 65535, got 0 (number)',
    ],
  ],
  [
    '`defaults` below a list',
    '- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\ndefaults:\n  timeout: 3\n',
    [
      '4:1: `defaults` cannot stand beside a list; write "tasks:" on a line of its own above the first task',
    ],
  ],
  [
    '`defaults` below a list with other mistakes',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host: a}\ndefaults:\n  port: 3\n- name: b\n  plugn: x\n  parameters: {host: b}\n',
    [
      '4:1: `defaults` cannot stand beside a list; write "tasks:" on a line of its own above the first task',
      '7:3: "plugn" is not a key of a task; did you mean `plugin`?',
    ],
  ],
  [
    'a list below `defaults`',
    'defaults:\n  timeout: 3\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n- name: b\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 70000}\n',
    [
      '3:1: this list needs a key above it; write "tasks:" on a line of its own above',
      '8:31: `port` must be an integer from 1 to 65535, got 70000 (number)',
    ],
  ],
  [
    'a list below a name',
    'name: my checks\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n',
    ['2:1: this list needs a key above it; write "tasks:" on a line of its own above'],
  ],
  [
    'a tab in one of several tasks',
    '- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n\tport: 70000\n- name: c\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 70000}\n',
    [
      '8:1: indent with spaces: YAML does not allow tabs',
      '11:31: `port` must be an integer from 1 to 65535, got 70000 (number)',
    ],
  ],
  [
    'a quote that nothing closes, beside a slip',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: "x\n    port:80\n- name: b\n  plugin: check_tcp_connection\n  parameters: {host: "y", port: 70000}\n',
    [
      '4:11: the quote " opened here is never closed; the closing " is missing',
      '5:9: a space is missing after the colon; write "port: 80"',
      '8:33: `port` must be an integer from 1 to 65535, got 70000 (number)',
    ],
  ],
  [
    'a quote and a brace that nothing closes',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: "x\n    port: 80\n- name: b\n  plugin: check_tcp_connection\n  parameters: {host: y, port: 70000\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n',
    [
      '4:11: the quote " opened here is never closed; the closing " is missing',
      '8:15: the brace { opened here is never closed; the closing } is missing',
    ],
  ],
  [
    'two quotes that nothing closes',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: "x\n    port: 80\n- name: b\n  plugin: check_tcp_connection\n  parameters:\n    host: "y\n    port: 70000\n',
    [
      '4:11: the quote " opened here is never closed; the closing " is missing',
      '9:11: the quote " opened here is never closed; the closing " is missing',
      '10:11: `port` must be an integer from 1 to 65535, got 70000 (number)',
    ],
  ],
  [
    'mistakes of many kinds',
    '- name:a\n  plugin: check_tcp_connection\n  parameters: {host: x, port: ${PORT}}\n- name: b: c\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 70000}\n- name: d\n  plugin: check_tcp_connection\n  params: {host: {{ x }}, port: 1}\n- name: e\n  plugin: check_tcp_connection\n  parameters: {host: "x, port: 80}\n',
    [
      '1:7: a space is missing after the colon; write "name: a"',
      '3:31: inside braces a reference needs quotes; write "${PORT}"',
      '4:9: a text that contains a colon and a space needs quotes; write name: "b: c"',
      '6:31: `port` must be an integer from 1 to 65535, got 70000 (number)',
      '9:18: "{{ x }}" is a template placeholder that was not filled in; for an environment variable write ${NAME}',
      '12:22: the quote " opened here is never closed; the closing " is missing',
    ],
  ],
  [
    'lost indentation below `tasks`, beside another mistake',
    'tasks:\n- name: a\nplugin: check_tcp_connection\nparameters:\nhost: x\nport: 80\n- name: b\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 70000}\n',
    [
      '3:1: this list entry has lost its indentation; write "- name: ...", then "  plugin: ..." and "  parameters:" with two spaces, then each parameter with four: "    host: ..."',
      '9:31: `port` must be an integer from 1 to 65535, got 70000 (number)',
    ],
  ],
  [
    'lost indentation, beside other mistakes',
    '- name: a\nplugin: check_tcp_connection\nparameters:\nhost: x\nport: 80\n- name: b\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 70000}\n- name:c\n  plugin: x\n',
    [
      '2:1: this list entry has lost its indentation; write "- name: ...", then "  plugin: ..." and "  parameters:" with two spaces, then each parameter with four: "    host: ..."',
      '8:31: `port` must be an integer from 1 to 65535, got 70000 (number)',
      '9:7: a space is missing after the colon; write "name: c"',
      '10:11: plugin "x" is not known',
    ],
  ],
  [
    'a page with examples that lost their indentation',
    'Basic TCP Connection Test\n- name: check_web_server\nplugin: check_tcp_connection\nparameters:\nhost: "example.com"\nport: 80\ntimeout: 5\nTest Database Port\n- name: check_database\nplugin: check_tcp_connection\nparameters:\nhost: "db-server.example.com"\nport: 5432\n',
    [
      '1:1: this line is neither "key: value" nor a list entry that begins with "- "; is it indented too little, or is a colon missing?',
      '3:1: this list entry has lost its indentation, and so has 1 more; write "- name: ...", then "  plugin: ..." and "  parameters:" with two spaces, then each parameter with four: "    host: ..."',
    ],
  ],
  [
    'parameters in two columns',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n      host: x\n    port: 80\n',
    ['5:5: this line is not aligned with the lines above it; start it in column 7'],
  ],
  [
    'a task that begins further left',
    '  - name: a\n    plugin: check_tcp_connection\n    parameters: {host: x, port: 1}\n- name: b\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 70000}\n',
    ['4:1: this entry does not begin where those above do; start it in column 3'],
  ],
  [
    'a task that begins further right',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 1}\n  - name: b\n    plugin: check_tcp_connection\n    parameters: {host: x, port: 70000}\n',
    ['4:3: this entry does not begin where those above do; start it in column 1'],
  ],
  [
    'line ends of old Macs',
    '- name: a\r  plugin: check_tcp_connection\r  parameters:\r    host: x\r    port: 70000\r',
    ['5:11: `port` must be an integer from 1 to 65535, got 70000 (number)'],
  ],
  [
    'a bell',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\u0007\n    port: 70000\n',
    [
      '4:11: `host` must be a hostname or an IP address (it is not a valid hostname), got "x\\x07" (string)',
      '4:12: the control character \\x07 is not text; is it a binary file?',
      '5:11: `port` must be an integer from 1 to 65535, got 70000 (number)',
    ],
  ],
]
