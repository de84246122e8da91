// What dpkg reads of a package, besides its files.
import { VERSION } from './program-tree.mjs'

/** The 1 counts packages of the same version. */
export function debianVersion() {
  return `${VERSION}-1`
}

/** Debian's own variables name who builds a package. */
export function maintainerFrom({ DEBFULLNAME, DEBEMAIL }) {
  if (DEBFULLNAME && DEBEMAIL) return `${DEBFULLNAME} <${DEBEMAIL}>`
  throw new Error(
    'set DEBFULLNAME and DEBEMAIL to your name and e-mail address: a package says who built it',
  )
}

export function control({ architecture, maintainer, size }) {
  return `Package: check-tcp
Version: ${debianVersion()}
Architecture: ${architecture}
Maintainer: ${maintainer}
Installed-Size: ${size}
Depends: libc6 (>= 2.28), libgcc-s1, libstdc++6 (>= 9)
Section: net
Priority: optional
Homepage: https://www.npmjs.com/package/check-tcp
Description: can I reach this host and port, and if not, whose fault is it?
 check-tcp connects to a host and a port, says how long the handshake took, and
 if there was no connection, why, whose fault that is and what to do next.
 .
 It comes with a monitor that checks on a schedule, keeps a history and sends
 alerts, as the service check-tcp-monitor. It brings its own Node.js.
`
}

export function changelog({ maintainer, seconds }) {
  const date = new Date(seconds * 1_000).toUTCString().replace('GMT', '+0000')
  return `check-tcp (${debianVersion()}) unstable; urgency=medium

  * Package of check-tcp ${VERSION}.

 -- ${maintainer}  ${date}
`
}
