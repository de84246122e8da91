import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { codeBlocks, ROOT } from './code-blocks.js'

const KUBERNETES = 'docs/guide/kubernetes.md'
const DOCKER = 'docs/guide/docker.md'

/** The YAML of a page, block by block. */
function yamlOf(page: string) {
  return codeBlocks(page)
    .filter(({ language }) => language === 'yaml')
    .map(({ code }) => {
      const [document] = parseAllDocuments(code)
      expect(document?.errors).toEqual([])
      return document?.toJS()
    })
}

/** Runs the words of a container, with what listens on this machine in place of the hosts they name. */
async function runWords(words: readonly string[]) {
  await using server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const own = words.map((word) => (/^[a-z]+:\d+$/.test(word) ? `127.0.0.1:${port}` : word))
  const child = spawn('npx', ['check-tcp', ...own], { cwd: ROOT, stdio: 'ignore' })
  const [status] = await once(child, 'close')
  return { status, changed: own.filter((word, index) => word !== words[index]).length }
}

describe('the page on Kubernetes', () => {
  const [deployment, statefulSet] = yamlOf(KUBERNETES)

  it('has an init container whose words wait for ports', async () => {
    const [{ args }] = deployment.spec.template.spec.initContainers
    expect(await runWords(args)).toEqual({ status: 0, changed: 2 })
  })

  it('has containers of ours that need no root and write nowhere', () => {
    const [init] = deployment.spec.template.spec.initContainers
    const [monitor] = statefulSet.spec.template.spec.containers
    for (const { image, securityContext } of [init, monitor]) {
      expect(image).toMatch(/^check-tcp:\d+\.\d+\.\d+$/)
      expect(securityContext).toMatchObject({
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      })
    }
    expect(statefulSet.spec.template.spec.securityContext).toMatchObject({ runAsUser: 65_532 })
  })
})

describe('the page on Docker', () => {
  const [compose] = yamlOf(DOCKER)

  it('has a service whose words wait for a port', async () => {
    const { command } = compose.services['db-ready']
    expect(await runWords(command)).toEqual({ status: 0, changed: 1 })
  })

  it('has a health check whose words are right', async () => {
    const [block] = codeBlocks(DOCKER).filter(({ language }) => language === 'dockerfile')
    const [, ...words] = JSON.parse(/CMD (\[.*\])/.exec(block?.code ?? '')?.[1] ?? '[]')
    const local = words.map((word: string) => word.replace('127.0.0.1:', 'localhost:'))
    expect(await runWords(local)).toEqual({ status: 0, changed: 1 })
  })
})
