import { createLab, labRequirements } from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { COMMAND } from '../cli/support/run-command.js'
import { PORT } from './situation.js'

const labs = labRequirements()
const leftOut = labs.available ? '' : ` (left out: ${labs.because})`

describe.skipIf(!labs.available)(`explain without /proc${leftOut}`, () => {
  it('says in words what it could not read, and is not certain', async () => {
    await using lab = await createLab()
    const explain = `${process.execPath} ${COMMAND} explain 127.0.0.1 ${PORT} || test $? = 1`
    const script = `unshare --mount sh -c 'mount -t tmpfs none /proc && ${explain}'`
    const said = await lab.prober.run('sh', ['-c', script])
    expect(said).toContain('cannot read /proc/net/tcp: no such file or directory')
    expect(said).not.toMatch(/ENOENT|certain/)
  })
})
