export { type BootedDebian, bootDebian, type Ran } from './debian/booted-debian.js'
export {
  debianRootRequirements,
  debianRootTarball,
  unpackDebianRoot,
} from './debian/debian-root.js'
export { createLab, type Lab, type LabOptions } from './lab.js'
export { countConnects, countPackets } from './network/count-packets.js'
export * from './network/firewall.js'
export type { Family, Host } from './network/host.js'
export * from './network/kernel-settings.js'
export * from './network/name-files.js'
export * from './network/routes.js'
export { recordSynTimes } from './network/syn-times.js'
export { type Availability, labRequirements } from './packages/requirements.js'
export { type Prober, type ProberOptions, startProber } from './prober/prober.js'
export {
  type Alertmanager,
  alertmanagerRequirements,
  startAlertmanager,
} from './servers/alertmanager.js'
export {
  BANNER_SERVERS,
  type BannerService,
  missingBannerServers,
  startBannerServer,
} from './servers/banner-servers.js'
export { startDnsmasq } from './servers/dnsmasq.js'
export { type MailServer, mailServerRequirements, startMailServer } from './servers/mail-server.js'
export { type Mariadb, mariadbRequirements, startMariadb } from './servers/mariadb.js'
export { type Postgres, postgresRequirements, startPostgres } from './servers/postgres.js'
export {
  lintMetrics,
  type Prometheus,
  type PrometheusSample,
  prometheusRequirements,
  startPrometheus,
} from './servers/prometheus.js'
export { PYTHON_MODULES, pythonWith } from './servers/python.js'
export {
  missingStartTlsServers,
  STARTTLS_SERVERS,
  type StartTlsService,
  startStartTlsServer,
} from './servers/starttls-servers.js'
export { systemdRequirements } from './servers/systemd.js'
export type { NameRule } from './services/name-server.js'
export { type Services, servicesOn } from './services/services.js'
export type { Closings, Service } from './services/services-methods.js'
export { listenStopped } from './services/stopped-service.js'
export { createSwitchedLab, type SwitchedLab } from './switched-lab.js'
