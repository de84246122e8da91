import { type Availability, isInstalled } from '../packages/requirements.js'

/** For checking units; nothing is started, so neither root nor a running systemd is needed. */
export function systemdRequirements(): Availability {
  if (isInstalled('systemd-analyze')) return { available: true }
  return {
    available: false,
    because: "the program systemd-analyze is missing (Debian's systemd)",
  }
}
