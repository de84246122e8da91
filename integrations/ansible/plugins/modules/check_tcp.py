#!/usr/bin/python
# Copyright (c) 2026 the check-tcp authors
# SPDX-License-Identifier: MIT

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r"""
module: check_tcp
short_description: Check that a port can be reached, and say why not
version_added: 0.1.0
description:
  - Connects to a host and a port from the machine that the task runs on.
  - If that fails, the message says why, whose fault it is and what to do next.
  - Changes nothing, so in check mode it does the same.
requirements:
  - check-tcp on the machine that the task runs on
options:
  host:
    description: Host name or IP address of the target.
    type: str
    required: true
  port:
    description: Port of the target, from 1 to 65535.
    type: int
    required: true
  timeout:
    description: Seconds for one attempt, including the name look-up.
    type: float
    default: 10
  source_port:
    description: Port to connect from. The system chooses one if this is left out.
    type: int
  attempts:
    description: How many attempts to make, including the first.
    type: int
    default: 1
  retry_delay:
    description: Seconds between two attempts.
    type: float
    default: 1
  expect:
    description:
      - What is to be found there. V(refused) is an answer that nobody listens, V(filtered) is no answer at all,
        V(closed) is either.
    type: str
    choices: [open, closed, refused, filtered]
    default: open
  executable:
    description: The command, by its path or its name in PATH.
    type: str
    default: check-tcp
author:
  - the check-tcp authors
"""

EXAMPLES = r"""
- name: Wait for the database
  check_tcp.monitoring.check_tcp:
    host: db.example.com
    port: 5432
    timeout: 3
    attempts: 10
    retry_delay: 2

- name: Nothing may listen here before the upgrade
  check_tcp.monitoring.check_tcp:
    host: localhost
    port: 8080
    expect: refused

- name: Go on without the cache, but say why
  check_tcp.monitoring.check_tcp:
    host: cache.example.com
    port: 6379
  register: cache
  failed_when: cache.details.fault | default('') == 'local'
"""

RETURN = r"""
connected:
  description: Was there a connection?
  returned: when the check was made
  type: bool
response_time:
  description: Seconds of the handshake; of a failure, of all attempts together.
  returned: when the check was made
  type: float
attempts:
  description: How many attempts were made.
  returned: when the check was made
  type: int
error:
  description: What went wrong, such as C(Connection refused).
  returned: failure
  type: str
details:
  description: Address, engine, times, each attempt; of a failure its fault and advice.
  returned: when the check was made
  type: dict
"""

import json

from ansible.module_utils.basic import AnsibleModule

INSTALL = (
    "install check-tcp there (the .deb, the tarball, or npm install --global check-tcp), "
    "or set executable to its path"
)

# Those that say how to run it, and not what to check.
OWN_OPTIONS = ("executable",)


def seconds(value):
    return "%.3g s" % value if value >= 1 else "%.3g ms" % (value * 1000)


def failure_text(result):
    details = result.get("details", {})
    attempts = result.get("attempts", 1)
    made = " after %d attempts" % attempts if attempts > 1 else ""
    lines = [
        "%s:%s: %s%s in %s (fault: %s)"
        % (
            result["host"],
            result["port"],
            result.get("error", "failed"),
            made,
            seconds(result.get("response_time", 0)),
            details.get("fault", "unknown"),
        )
    ]
    if details.get("cause"):
        lines.append(details["cause"])
    return ". ".join(lines + details.get("advice", []))


def success_text(result):
    if not result["connected"]:
        return "%s:%s is as expected" % (result["host"], result["port"])
    took = seconds(result["response_time"])
    return "%s:%s connected in %s" % (result["host"], result["port"], took)


def main():
    module = AnsibleModule(
        argument_spec={
            "host": {"type": "str", "required": True},
            "port": {"type": "int", "required": True},
            "timeout": {"type": "float", "default": 10},
            "source_port": {"type": "int"},
            "attempts": {"type": "int", "default": 1},
            "retry_delay": {"type": "float", "default": 1},
            "expect": {
                "type": "str",
                "choices": ["open", "closed", "refused", "filtered"],
                "default": "open",
            },
            "executable": {"type": "str", "default": "check-tcp"},
        },
        supports_check_mode=True,
    )
    wanted = module.params["executable"]
    command = module.get_bin_path(wanted) if "/" not in wanted else wanted
    if command is None:
        module.fail_json(msg="there is no command %s on this machine: %s" % (wanted, INSTALL))
    parameters = {
        name: value
        for name, value in module.params.items()
        if value is not None and name not in OWN_OPTIONS
    }
    try:
        status, out, err = module.run_command(
            [command, "plugin", "check_tcp_connection"],
            data=json.dumps(parameters),
            handle_exceptions=False,
        )
    except OSError as error:
        module.fail_json(msg="%s cannot be run: %s; %s" % (command, error.strerror, INSTALL))
    try:
        result = json.loads(out)
    except ValueError:
        # Wrong parameters: check-tcp names all of them at once.
        said = (err or out).strip().replace("check-tcp: ", "")
        module.fail_json(msg=said or "%s ended with exit code %d and said nothing" % (command, status))
    if status == 0:
        module.exit_json(changed=False, msg=success_text(result), **result)
    module.fail_json(msg=failure_text(result), **result)


if __name__ == "__main__":
    main()
