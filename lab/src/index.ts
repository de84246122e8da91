export {
  type Alertmanager,
  alertmanagerRequirements,
  startAlertmanager,
} from './alertmanager.js'
export {
  BANNER_SERVERS,
  type BannerService,
  missingBannerServers,
  startBannerServer,
} from './banner-servers.js'
export { countPackets } from './count-packets.js'
export { startDnsmasq } from './dnsmasq.js'
export * from './firewall.js'
export type { Family, Host } from './host.js'
export * from './kernel-settings.js'
export { createLab, type Lab, type LabOptions } from './lab.js'
export { type MailServer, mailServerRequirements, startMailServer } from './mail-server.js'
export { type Mariadb, mariadbRequirements, startMariadb } from './mariadb.js'
export * from './name-files.js'
export type { NameRule } from './name-server.js'
export { type Prober, type ProberOptions, startProber } from './prober.js'
export {
  lintMetrics,
  type Prometheus,
  type PrometheusSample,
  prometheusRequirements,
  startPrometheus,
} from './prometheus.js'
export { PYTHON_MODULES, pythonWith } from './python.js'
export { type Availability, labRequirements } from './requirements.js'
export * from './routes.js'
export { type Services, servicesOn } from './services.js'
export type { Closings, Service } from './services-methods.js'
export {
  missingStartTlsServers,
  STARTTLS_SERVERS,
  type StartTlsService,
  startStartTlsServer,
} from './starttls-servers.js'
export { listenStopped } from './stopped-service.js'
export { recordSynTimes } from './syn-times.js'
export { systemdRequirements } from './systemd.js'
