/** What stands under each command's help; every line runs, and ends by itself. */
export const HELP_EXAMPLES = {
  check: `
Examples:
  $ check-tcp localhost:6379
  $ check-tcp localhost 6379 --timeout 3
  $ check-tcp localhost:postgresql localhost:redis
  $ check-tcp https://localhost --attempts 3 --retry-delay 0.5
  $ check-tcp localhost:22 --output json
  $ printf 'localhost:22\\nlocalhost:80\\n' | check-tcp --targets - --output ndjson
  $ check-tcp 127.0.0.0/29:22,80 --rate 50

A time is a number of seconds, or has its unit: 500ms, 1.5s, 5m, 1h.

Exit codes: 0 all connected, 1 some check failed, 2 usage or bad input,
3 nothing failed but something was denied by policy, 130 interrupted.
With --output nagios: 0 OK, 1 WARNING (slow), 2 CRITICAL, 3 UNKNOWN.`,
  run: `
Examples:
  $ check-tcp run examples/quickstart.yaml
  $ check-tcp run examples/quickstart.yaml --output junit`,
  wait: `
Examples:
  $ check-tcp wait localhost:5432 --for 2
  $ check-tcp wait localhost:5432 --until closed --for 500ms --interval 0.1s
  $ check-tcp wait localhost:5432 localhost:6379 --any --for 2
  $ check-tcp wait localhost:5432 --for 2 -- echo open || echo missing

A time is a number of seconds, or has its unit: 500ms, 1.5s, 5m, 1h.

The command behind -- runs when all ports are open, gets signals passed on, and its
exit code is that of the whole; 127 where there is no such command. Results go to
standard error then.

Exit codes: 0 state reached, 1 timed out, 2 usage, 3 denied by policy, 130 interrupted.`,
  watch: `
Examples:
  $ check-tcp watch localhost:22 --count 2
  $ check-tcp watch localhost:22 --count 2 --interval 0.2 --output ndjson`,
  explain: `
Examples:
  $ check-tcp explain localhost:5432
  $ check-tcp explain localhost:5432 --address 127.0.0.1 --ports 22,80
  $ check-tcp explain localhost 22 --deadline 2 --output json

The whole takes at most --attempts times --timeout, and the pauses between them, plus --deadline: 15 s by default.

Exit codes: 0 connected, 1 failed, 2 usage, 3 denied by policy, 130 interrupted.`,
  nagios: `
Examples:
  $ check-tcp nagios -H localhost -p 22 || true
  $ check-tcp nagios -H localhost -p 22 -w 0.1 -c 0.5 -t 5 || true

A time is a number of seconds, or has its unit: 500ms, 1.5s.

Exit codes: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN: wrong usage, a fault of this
machine or of the name service, or denied by policy.`,
  policy: `
Examples:
  $ check-tcp policy test localhost:22
  $ check-tcp policy test 10.0.0.1:22 --policy examples/policies/checks.yaml || true

Exit codes: 0 allowed, 3 denied, 2 usage or a policy file that cannot be used.`,
  audit: `
Examples:
  $ check-tcp localhost:22 --policy examples/policies/audited.yaml
  $ check-tcp audit verify --policy examples/policies/audited.yaml
  $ check-tcp audit show --policy examples/policies/audited.yaml --target localhost
  $ check-tcp audit prove 0 --policy examples/policies/audited.yaml --output json

Exit codes: 0 nobody has tampered with it, 1 somebody has, 2 usage.`,
  mcp: `
Examples:
  $ echo '{"jsonrpc": "2.0", "id": 1, "method": "ping"}' | check-tcp mcp --policy examples/policies/mcp.yaml

A policy is required: it says what may be checked.

Exit codes: 0 the client has gone, 2 usage or a policy that cannot be used, 130 interrupted.`,
  schema: `
Examples:
  $ check-tcp schema
  $ check-tcp schema task-file`,
  plugin: `
Examples:
  $ echo '{"host": "localhost", "port": 22}' | check-tcp plugin check_tcp_connection

Exit codes: 0 found what was expected, 1 failed, 2 usage, 3 denied by policy, 130 interrupted.`,
} as const
