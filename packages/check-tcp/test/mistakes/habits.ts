// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references of task files, not templates.

import type { Mistake } from './mistake.js'

/** What other tools, or other versions of YAML, would take. */
export const HABITS: readonly Mistake[] = [
  [
    'parameters as JSON in quotes',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: \'{"host": "x", "port": 80}\'\n',
    [
      '3:15: `parameters` must be a mapping, got "{\\"host\\": \\"x\\", \\"port\\": 80}" (string); leave out the quotes around the braces',
    ],
  ],
  [
    'a YAML list of targets',
    '- localhost:80\n- localhost:443\n',
    [
      '1:3: a task must be a mapping with name, plugin and parameters, got "localhost:80" (string)',
      '2:3: a task must be a mapping with name, plugin and parameters, got "localhost:443" (string)',
    ],
  ],
  [
    'a template with a loop',
    '{% for h in hosts %}\n- name: {{ h }}\n  plugin: check_tcp_connection\n  parameters: {host: {{ h }}, port: 80}\n{% endfor %}\n',
    [
      '1:1: "{% for h in hosts %}" is a template placeholder that was not filled in; for an environment variable write ${NAME}',
      '2:9: "{{ h }}" is a template placeholder that was not filled in; for an environment variable write ${NAME}',
      '4:22: "{{ h }}" is a template placeholder that was not filled in; for an environment variable write ${NAME}',
      '5:1: "{% endfor %}" is a template placeholder that was not filled in; for an environment variable write ${NAME}',
    ],
  ],
  [
    'the name of a service for its port',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: redis\n',
    ['5:11: `port` must be an integer from 1 to 65535, got "redis" (string); write 6379 for redis'],
  ],
  [
    'a word for a port',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: backend\n',
    ['5:11: `port` must be an integer from 1 to 65535, got "backend" (string)'],
  ],
  [
    'a port with its protocol',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: 80/tcp\n',
    ['5:11: `port` must be an integer from 1 to 65535, got "80/tcp" (string); write 80'],
  ],
  [
    'yes and on of YAML 1.1',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: 443\n    tls: yes\n    banner: on\n',
    [
      '6:10: `tls` must be true, false or a mapping, got "yes" (string); write true',
      '7:13: `banner` must be true or false, got "on" (string); write true',
    ],
  ],
  [
    'yes beside the parameters',
    '- name: a\n  plugin: check_tcp_connection\n  explain: yes\n  parameters: {host: x, port: 1}\n',
    ['3:12: `explain` must be true or false, got "yes" (string); write true'],
  ],
  [
    'a default behind a mere colon',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: ${PORT:26379}\n',
    ['5:11: "${PORT:26379}" is not a reference; write ${PORT:-26379}'],
  ],
  [
    'a default behind a mere colon, in braces',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host: x, port: ${PORT:26379}}\n',
    ['3:31: inside braces a reference needs quotes; write "${PORT:-26379}"'],
  ],
  [
    'references of a shell',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: ${HOST:=x}\n    port: ${ PORT }\n',
    [
      '4:11: "${HOST:=x}" is not a reference; write ${HOST:-x}',
      '5:11: "${ PORT }" is not a reference; write ${PORT}',
    ],
  ],
  [
    'references of other tools',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: ${env:HOST}\n    port: ${env.PORT}\n',
    [
      '4:11: "${env:HOST}" is not a reference; write ${HOST}',
      '5:11: "${env.PORT}" is not a reference; write ${PORT}',
    ],
  ],
  [
    'two documents with lists',
    '- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n---\n- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: 70000\n',
    [
      '4:1: a file is one YAML document, and here begins another; leave out this line, or make it a file of its own',
      '9:11: `port` must be an integer from 1 to 65535, got 70000 (number)',
    ],
  ],
  [
    'two documents with mappings',
    'tasks:\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n---\ntasks:\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n',
    [
      '5:1: a file is one YAML document, and here begins another; leave out this line, or make it a file of its own',
    ],
  ],
  [
    'something behind the end of the document',
    '- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n...\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1}\n',
    [
      '5:1: a file is one YAML document, and here begins another; leave out this line, or make it a file of its own',
    ],
  ],
  [
    'a tag of Python',
    '- !!python/object:a.b\n  name: a\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 70000}\n',
    [
      '1:3: the tag !!python/object:a.b is not allowed; leave it out, or put a text that starts with ! in quotes',
      '4:31: `port` must be an integer from 1 to 65535, got 70000 (number)',
    ],
  ],
  [
    'a tag for the environment',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: !env HOST\n    port: 70000\n',
    [
      '4:11: the tag !env is not allowed; leave it out, or put a text that starts with ! in quotes',
      '5:11: `port` must be an integer from 1 to 65535, got 70000 (number)',
    ],
  ],
  [
    'a tag of Ansible before a block of text',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: !vault |\n      abc\n    port: 70000\n',
    [
      '4:11: the tag !vault is not allowed; leave it out, or put a text that starts with ! in quotes',
      '6:11: `port` must be an integer from 1 to 65535, got 70000 (number)',
    ],
  ],
  [
    'the same unknown key in several tasks',
    '- name: a\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1, timeot: 3}\n- name: b\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1, timeot: 3}\n- name: c\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 1, wait: 3}\n',
    [
      '3:34: "timeot" is not a known key; did you mean `timeout`?',
      '6:34: "timeot" is not a known key; did you mean `timeout`?',
      '9:34: "wait" is not a known key',
    ],
  ],
  [
    'a variable of Windows',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: %HOST%\n    port: 80\n',
    ['4:11: a text that starts like this needs quotes; write host: "%HOST%"'],
  ],
  [
    'backticks',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: `hostname`\n    port: 80\n',
    ['4:11: a text that starts like this needs quotes; write host: "`hostname`"'],
  ],
  [
    'an INI file',
    '[check]\nhost = x\nport = 80\n',
    [
      '1:2: a task must be a mapping with name, plugin and parameters, got "check" (string)',
      '2:6: this is not YAML; write "host: x"',
      '3:6: this is not YAML; write "port: 80"',
    ],
  ],
  [
    'a TOML file',
    'name = "a"\n[parameters]\nhost = "x"\n',
    ['1:6: this is not YAML; write `name: "a"`'],
  ],
  [
    'a CSV file',
    'host,port\nx,80\n',
    ['1:1: a task file is a list of tasks; got "host,port x,80" (string)'],
  ],
  [
    'a list of targets',
    'localhost:80\nlocalhost:443\n',
    [
      '1:1: a task file is a list of tasks; got "localhost:80 localhost:443" (string); a list of targets is checked with check-tcp --targets FILE',
    ],
  ],
  [
    'a directive of YAML 1.1',
    '%YAML 1.1\n---\n- name: ok\n  plugin: check_tcp_connection\n  parameters: {host: a, port: 70000}\n',
    [
      '1:1: the only directive allowed is %YAML 1.2; leave this line out',
      '5:31: `port` must be an integer from 1 to 65535, got 70000 (number)',
    ],
  ],
  [
    'a merge key without its anchor',
    '- <<: *base\n  name: a\n',
    ['1:7: the alias "*base" has no anchor before it'],
  ],
  [
    'a merge key with a number',
    '- <<: 3\n  name: a\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 1}\n',
    ['1:7: `<<` must be a mapping such as *base, or a list of mappings, got 3 (number)'],
  ],
  [
    'two merge keys',
    '- &a\n  name: a\n  plugin: check_tcp_connection\n  parameters: &p {host: x, port: 1}\n- <<: *a\n  <<: *a\n  name: b\n',
    [
      '6:3: the key "<<" is given twice, first at 5:3; to merge several, write them as a list: [*a, *b]',
    ],
  ],
  [
    'an exclamation mark at the beginning',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: !x\n    port: 80\n',
    ['4:11: the tag !x is not allowed; leave it out, or put a text that starts with ! in quotes'],
  ],
  [
    'asterisks around a word',
    '- name: a\n  plugin: check_tcp_connection\n  parameters:\n    host: x\n    port: 80\n    send: *abc*\n',
    ['6:11: the alias "*abc*" has no anchor before it; a text that starts with * needs quotes'],
  ],
  [
    'a playbook',
    '- hosts: all\n  tasks:\n    - name: a\n      wait_for: {host: x, port: 80}\n',
    [
      '1:3: "hosts" is not a key of a task',
      '1:3: the task lacks `name`',
      '1:3: the task lacks `plugin`',
      '1:3: the task lacks `parameters`',
      '2:3: "tasks" is not a key of a task',
    ],
  ],
  [
    'words for a name that mean something else',
    '- name: no\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 1}\n- name: true\n  plugin: check_tcp_connection\n  parameters: {host: x, port: 1}\n',
    ['4:9: `name` must be a text, got true (boolean); put it in quotes'],
  ],
]
