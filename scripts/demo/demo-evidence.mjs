/** What a look at a target of the demo would have found, as `check-tcp explain` says it. */
export function demoEvidence({ name, host, port, address, now }, { at, location }) {
  const target = `${host}:${port}`
  const common = { at, location, fault: 'target' }
  const gateway = { hop: 1, address: '192.0.2.1', name: 'gateway' }
  const own = { hop: 0, address: '192.0.2.10', name: 'eth0' }
  if (now === 'silent') {
    return {
      ...common,
      tookMs: 4_210,
      fault: 'network',
      reason: `Packets to port ${port} of ${address} get lost behind 198.51.100.17`,
      reasonName: 'filtered_on_the_way',
      certainty: 'likely',
      nextStep: `ask who runs 198.51.100.17 whether it filters port ${port}`,
      path: [
        own,
        gateway,
        { hop: 2, address: '198.51.100.1' },
        { hop: 3 },
        { hop: 4, address: '198.51.100.17', says: 'nothing comes back from beyond' },
      ],
      lines: [
        `✘ ${target} does not answer: packets to port ${port} get lost behind 198.51.100.17  (likely)`,
        '',
        '     3 of 3 SYNs to port 443 had no answer; 3 of 3 to port 80 were refused',
        '     192.0.2.10 ── 192.0.2.1 ── 198.51.100.1 ── * ── 198.51.100.17 ─✘',
        '',
        '  next: ask who runs 198.51.100.17 whether it filters port 443',
      ],
    }
  }
  return {
    ...common,
    tookMs: 812,
    reason: `Nothing listens on port ${port} of ${address}`,
    reasonName: 'nothing_listens',
    certainty: 'certain',
    nextStep: `ss -ltnp 'sport = :${port}'`,
    path: [own, gateway, { hop: 2, address, name, says: `refuses port ${port}` }],
    lines: [
      `✘ ${target} refuses: nothing listens on port ${port} of ${address}  (certain)`,
      '',
      `     the host itself answers, with a RST, within 0.6 ms; it is the same for 3 of 3 tries`,
      `     port 22 of the same host is open, so the host is up`,
      `     192.0.2.10 ── 192.0.2.1 ── ${address} ─✘`,
      '',
      `  next, on ${host}: ss -ltnp 'sport = :${port}'`,
    ],
  }
}
