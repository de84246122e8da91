import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/cli/support/temporary-folder.js'
import { policyFile } from './policy-file.js'

const MUST_NOT_COUNT_AS_NONE = 'it is not known whether there is a policy, so nothing is checked'

/** What is found where the person's configuration folder is this one. */
const found = (folder: string) => policyFile(undefined, { XDG_CONFIG_HOME: folder })

/** Ways in which a policy that is there, or should be, cannot be seen; each says what the message names. */
const HINDRANCES: Readonly<Record<string, (folder: string) => string>> = {
  'is a dangling link': (folder) => {
    mkdirSync(join(folder, 'check-tcp'))
    symlinkSync('gone.yaml', join(folder, 'check-tcp', 'policy.yaml'))
    return `${folder}/check-tcp/policy.yaml is a dangling link`
  },
  'is behind a folder that is a link to nowhere': (folder) => {
    symlinkSync('/nowhere/at/all', join(folder, 'check-tcp'))
    return `${folder}/check-tcp is a dangling link`
  },
  'is behind links that go round in a circle': (folder) => {
    symlinkSync('check-tcp', join(folder, 'check-tcp'))
    return `${folder}/check-tcp: too many symbolic links encountered`
  },
  'is below a file': (folder) => {
    writeFileSync(join(folder, 'check-tcp'), '')
    return `${folder}/check-tcp/policy.yaml: not a directory`
  },
  'is a pipe, for which nobody writes': (folder) => {
    mkdirSync(join(folder, 'check-tcp'))
    execFileSync('mkfifo', [join(folder, 'check-tcp', 'policy.yaml')])
    return `${folder}/check-tcp/policy.yaml is not a regular file`
  },
  'is a folder': (folder) => {
    mkdirSync(join(folder, 'check-tcp', 'policy.yaml'), { recursive: true })
    return `${folder}/check-tcp/policy.yaml is not a regular file`
  },
  'is a device': (folder) => {
    mkdirSync(join(folder, 'check-tcp'))
    symlinkSync('/dev/null', join(folder, 'check-tcp', 'policy.yaml'))
    return `${folder}/check-tcp/policy.yaml is not a regular file`
  },
  'is in a folder that may not be looked into': (folder) => {
    chmodSync(folder, 0o755)
    mkdirSync(join(folder, 'check-tcp'))
    writeFileSync(join(folder, 'check-tcp', 'policy.yaml'), '')
    chmodSync(join(folder, 'check-tcp'), 0o000)
    return `${folder}/check-tcp/policy.yaml: permission denied`
  },
}

describe.skipIf(process.platform === 'win32')('the policy file', () => {
  it('is the one of the machine alone for a user whom the system does not know', () => {
    const unknown = Object.assign(new Error('uv_os_homedir returned ENOENT'), {
      code: 'ERR_SYSTEM_ERROR',
      errno: -constants.errno.ENOENT,
      syscall: 'uv_os_homedir',
    })
    const home = () => {
      throw unknown
    }
    expect(policyFile(undefined, {}, home)).toBeUndefined()
  })

  it('is none where nothing is there, neither file nor folder', async () => {
    await using folder = await temporaryFolder()
    expect(found(folder.path)).toBeUndefined()
    expect(found(join(folder.path, 'no', 'such', 'folder'))).toBeUndefined()
    mkdirSync(join(folder.path, 'check-tcp'))
    expect(found(folder.path)).toBeUndefined()
  })

  it('is none where the folder is a link to one without it', async () => {
    await using folder = await temporaryFolder()
    mkdirSync(join(folder.path, 'elsewhere'))
    symlinkSync('elsewhere', join(folder.path, 'check-tcp'))
    expect(found(folder.path)).toBeUndefined()
  })

  it('is found through links', async () => {
    await using folder = await temporaryFolder()
    mkdirSync(join(folder.path, 'elsewhere'))
    await folder.write('elsewhere/policy.yaml', '')
    symlinkSync('elsewhere', join(folder.path, 'check-tcp'))
    expect(found(folder.path)).toBe(join(folder.path, 'check-tcp', 'policy.yaml'))
  })

  it.each(Object.keys(HINDRANCES))('that %s does not count as none', async (hindrance) => {
    await using folder = await temporaryFolder()
    const words = HINDRANCES[hindrance]?.(folder.path)
    // Root may look into every folder.
    const isRoot = process.geteuid?.() === 0
    if (isRoot) {
      chmodSync(folder.path, 0o755)
      process.seteuid?.('nobody')
    }
    try {
      expect(() => found(folder.path)).toThrow(`${MUST_NOT_COUNT_AS_NONE}: ${words}`)
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })

  it('is the one that is named, whether it is there or not', () => {
    expect(policyFile('named.yaml', { CHECK_TCP_POLICY: 'other.yaml' })).toBe('named.yaml')
    expect(policyFile(undefined, { CHECK_TCP_POLICY: 'other.yaml' })).toBe('other.yaml')
  })

  it('is looked for below HOME where XDG_CONFIG_HOME is empty or no absolute path', async () => {
    await using folder = await temporaryFolder()
    mkdirSync(join(folder.path, '.config', 'check-tcp'), { recursive: true })
    const file = await folder.write('.config/check-tcp/policy.yaml', '')
    for (const relative of ['', 'config', undefined]) {
      expect(policyFile(undefined, { XDG_CONFIG_HOME: relative, HOME: folder.path })).toBe(file)
    }
  })
})
