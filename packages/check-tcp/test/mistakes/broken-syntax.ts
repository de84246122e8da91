// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of task files, not templates.

import type { Mistake } from './mistake.js'

/** What the YAML parser says something cryptic of. */
export const BROKEN_SYNTAX: readonly Mistake[] = [
  [
    'two commas',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host: x,, port: 80}\n',
    ['3:24: there is nothing before this comma; leave it out'],
  ],
  [
    'one bracket too many',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: 80\n    resolves_to: [10.0.0.1]]\n',
    ['6:28: this ] closes nothing; leave it out'],
  ],
  [
    'a brace on a line of its own',
    '- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n}\n',
    ['4:1: this } closes nothing; leave it out'],
  ],
  [
    'a quoted key without a space after its colon',
    '- "name": a\n  "plugin": check_tcp_connection\n  "parameters":\n    "host": x\n    "port":80\n',
    ['5:5: this needs a colon and a space after its key; write "key: value"'],
  ],
  [
    'no colon in braces',
    '- {name a, plugin: check_tcp_connection, parameters: {host: x, port: 1}}\n',
    ['1:4: "name a" is not a key of a task; did you mean `name`?'],
  ],
  [
    'a quote closed by an apostrophe',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: "x\'\n    port: 80\n',
    ['4:11: the quote " opened here is never closed; the closing " is missing'],
  ],
  [
    'a quote that is not closed on the last line',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: "80\n',
    ['5:11: the quote " opened here is never closed; the closing " is missing'],
  ],
  [
    'a quote that is not closed, with line ends of Windows',
    '- name: a\r\n  plugin: check_tcp_connection\r\n  parameters:\r\n    host: "x\r\n    port: 80\r\n',
    ['4:11: the quote " opened here is never closed; the closing " is missing'],
  ],
  [
    'all keys on one line',
    '- name: a plugin: check_tcp_connection parameters: {host: x, port: 1}\n',
    [
      '1:9: a text that contains a colon and a space needs quotes; write name: "a plugin: check_tcp_connection parameters: {host: x, port: 1…"',
    ],
  ],
  [
    'lines in braces without commas',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {\n    host: x\n    port: 80\n    }\n',
    ['4:11: a comma is missing after this line'],
  ],
  [
    'JSON with a brace that is not closed',
    '{"tasks": [{"name": "a", "plugin": "check_tcp_connection", "parameters": {"host": "x", "port": 80}]}',
    ['1:12: the brace { opened here is never closed; the closing } is missing'],
  ],
  [
    'JSON with a quote that is not closed',
    '[{"name": "a, "plugin": "check_tcp_connection", "parameters": {"host": "x", "port": 80}}]',
    [
      '1:16: this does not belong here; is a quote, a comma or the end of a line missing before it?',
    ],
  ],
  [
    'JSON without a comma between two tasks',
    '[\n  {"name": "a", "plugin": "check_tcp_connection", "parameters": {"host": "x", "port": 80}}\n  {"name": "b", "plugin": "check_tcp_connection", "parameters": {"host": "x", "port": 80}}\n]\n',
    ['3:3: a comma is missing before this'],
  ],
  [
    'JSON with a comment of JavaScript',
    '[\n  // a\n  {"name": "a", "plugin": "check_tcp_connection", "parameters": {"host": "x", "port": 80}}\n]\n',
    ['2:3: a comment begins with #'],
  ],
  [
    'a key alone at the end',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port\n',
    ['5:5: this needs a colon and a space after its key; write "key: value"'],
  ],
  [
    'no colon at all',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host x\n    port: 80\n',
    [
      '4:5: this line is neither "key: value" nor a list entry that begins with "- "; is it indented too little, or is a colon missing?',
    ],
  ],
  [
    'a block of text that is not indented',
    '- name: a\n  description: |\n  text here\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 1}\n',
    [
      '3:3: this line is neither "key: value" nor a list entry that begins with "- "; is it indented too little, or is a colon missing?',
    ],
  ],
  [
    'a dash in braces',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host: x, ports: - 80}\n',
    ['3:32: in braces a list is written as [a, b] and a mapping as {a: b}'],
  ],
  [
    'a line of a shell script',
    'export A=1\n- name: a\n',
    [
      '1:1: this line is neither "key: value" nor a list entry that begins with "- "; is it indented too little, or is a colon missing?',
    ],
  ],
  [
    'an anchor before a key',
    '- &aname: a\n  plugin: x\n',
    [
      '1:9: a space is missing after the name of this anchor or alias',
      '2:11: plugin "x" is not known',
    ],
  ],
  [
    'a no-break space after a colon',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 1}\n',
    ['2:10: this is not a plain space but looks like one; write a plain one'],
  ],
  [
    'a zero-width space',
    '​- name: a\n',
    ['1:1: there is an invisible character here; leave it out'],
  ],
  [
    'no space after the dash of an address',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: 80\n    resolves_to:\n      -10.0.0.1\n      - 10.0.0.2\n',
    ['7:7: a space is missing after the dash; write "- 10.0.0.1"'],
  ],
  [
    'quotes around key and value',
    '- "name: a"\n  plugin: check_tcp_connection\n',
    ['1:3: only the value goes in quotes; write name: "a"'],
  ],
  [
    'two colons',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host:: x\n    port: 80\n',
    ['4:5: "host:" is not a known key; did you mean `host`?'],
  ],
  [
    'no space before a comment',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x#y\n    port: 80 # ok\n    timeout: 5#s\n',
    ['4:12: a comment needs a space before its #', '6:15: a comment needs a space before its #'],
  ],
]
