import { validateCheck } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import type { AskAnswer } from '../../core/link/agent-ask.js'
import { AskServer } from './ask-server.js'

const ASK = { kind: 'check', parameters: validateCheck({ host: 'web', port: 1 }) } as const
const REFUSED: AskAnswer = { kind: 'refused', because: 'no' }

function open(serve: (signal: AbortSignal) => Promise<AskAnswer>) {
  const answers: [string, AskAnswer][] = []
  const server = new AskServer({
    link: {
      answer: async (id, answer) => {
        answers.push([id, answer])
      },
    },
    serve: (_ask, signal) => serve(signal),
  })
  return { answers, server }
}

describe('an agent that is asked', () => {
  it('does each once, however often it comes, and answers', async () => {
    let served = 0
    const { answers, server } = open(async () => {
      served += 1
      return REFUSED
    })
    server.take([{ id: 'x', ask: ASK }])
    server.take([{ id: 'x', ask: ASK }, { id: 'y' }])
    await expect.poll(() => answers).toHaveLength(2)
    expect(served).toBe(1)
    expect(answers).toContainEqual(['x', REFUSED])
    expect(answers).toContainEqual([
      'y',
      { kind: 'refused', because: expect.stringContaining('does not know') },
    ])
  })

  it('does so much at once, and refuses the rest', async () => {
    const { answers, server } = open(() => new Promise(() => {}))
    server.take(Array.from({ length: 10 }, (_, index) => ({ id: `${index}`, ask: ASK })))
    await expect.poll(() => answers.map(([id]) => id)).toEqual(['8', '9'])
    expect(answers[0]?.[1].kind).toBe('refused')
  })

  it('answers nothing where it fails itself, and gives up what is under way as it stops', async () => {
    const { answers, server } = open(
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', reject)),
    )
    server.take([{ id: 'x', ask: ASK }])
    await server.stop()
    expect(answers).toEqual([])
  })
})
