import { parse } from 'yaml'

/** The expressions of the dashboard and of the rules. */
export function expressionsOf(textOf: (name: string) => string): string[] {
  const { panels } = JSON.parse(textOf('grafana-dashboard.json'))
  const { groups } = parse(textOf('check-tcp.rules.yml'))
  return [
    ...panels.flatMap(({ targets }: { targets: { expr: string }[] }) => targets),
    ...groups.flatMap(({ rules }: { rules: { expr: string }[] }) => rules),
  ].map(({ expr }) => expr)
}

/** The metrics that an expression names, without what a histogram adds. */
export function metricsOf(expression: string): string[] {
  const names = expression.replace(/\w+:\w+:\w+/g, '').match(/\bcheck_tcp_\w+/g) ?? []
  return names.map((name) => name.replace(/_(bucket|sum|count)$/, ''))
}
