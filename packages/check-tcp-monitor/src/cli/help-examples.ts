export const HELP_EXAMPLES = `
Examples:
  check-tcp monitor --check monitor.yaml     what it would do
  check-tcp monitor monitor.yaml             run it; SIGHUP or a changed file is taken at once
  check-tcp monitor import blackbox.yml prometheus.yml > monitor.yaml
  check-tcp monitor export --since 24h --format csv > yesterday.csv
  check-tcp monitor suggest > proposed.yaml
  check-tcp monitor test-alert ops_mail
  check-tcp monitor dead-letters list
  check-tcp monitor maintenance add tag:db --for 2h --note "new disks"
`
