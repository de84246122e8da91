// The service as a Debian package has it.

/** `text` is the unit of the npm package, which says how it is copied and where a shell finds the command. */
export function unitForDebian(text) {
  const start = text.indexOf('[Unit]')
  const changed = text
    .slice(start)
    .replace('ExecStart=/usr/bin/env check-tcp ', 'ExecStart=/usr/bin/check-tcp ')
    .replace('Documentation=man:systemd.exec(5)', 'Documentation=man:check-tcp(1)')
  for (const expected of ['ExecStart=/usr/bin/check-tcp ', 'Documentation=man:check-tcp(1)']) {
    if (start < 0 || !changed.includes(expected)) {
      throw new Error(`the unit of check-tcp-monitor has changed: no line becomes ${expected}`)
    }
  }
  return `# Put changes into a drop-in: systemctl edit check-tcp-monitor\n\n${changed}`
}
