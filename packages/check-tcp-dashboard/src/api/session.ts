import { type Signal, signal } from '@preact/signals'
import { ApiError, type Ask } from './ask.js'

type Role = 'read' | 'operate' | 'admin'

/** Who asks, as the API knows it. */
interface Session {
  readonly name?: string
  readonly role?: Role
  readonly csrf?: string
  readonly may: readonly Role[]
  /** Whether signing in is of any use: some token is configured. */
  readonly sign_in: boolean
}

/** Nothing is known, or nothing may be seen. */
const NOBODY: Session = { may: [], sign_in: true }

/** Who asks, and how that changes. */
export class Access {
  readonly session: Signal<Session> = signal(NOBODY)
  /** Whether the form to sign in is shown in place of a page. */
  readonly isRefused = signal(false)
  #ask: Ask | undefined

  use(ask: Ask): void {
    this.#ask = ask
  }

  may(role: Role): boolean {
    return this.session.value.may.includes(role)
  }

  async look(): Promise<void> {
    try {
      this.session.value = await this.#asked<Session>('/api/v1/session')
    } catch (error) {
      // Without sign-in, this machine's own users read.
      if (error instanceof ApiError && error.status === 404) {
        this.session.value = { may: ['read'], sign_in: false }
      }
    }
  }

  async signIn(token: string): Promise<void> {
    await this.#asked('/api/v1/session', { method: 'POST', body: { token } })
    await this.look()
    this.isRefused.value = false
  }

  async signOut(): Promise<void> {
    await this.#asked('/api/v1/session', { method: 'DELETE' })
    this.session.value = NOBODY
    this.isRefused.value = true
  }

  /** A page could not be loaded. @returns whether that was since nobody is signed in */
  noteRefusal(error: unknown): boolean {
    const isRefusal = error instanceof ApiError && (error.status === 401 || error.status === 403)
    if (isRefusal) this.isRefused.value = true
    return isRefusal
  }

  #asked<T>(...asking: Parameters<Ask>): Promise<T> {
    if (!this.#ask) throw new Error('nobody can be asked')
    return this.#ask<T>(...asking)
  }
}
