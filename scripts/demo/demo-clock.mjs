/** A clock that first runs through the past as fast as it can, and then keeps up with the real one. */
export class DemoClock {
  #monotonic = 0
  #wall
  /** By when they are due, the earliest first. */
  #timers = []
  #interval

  /** @param wall milliseconds at which it begins */
  constructor(wall) {
    this.#wall = wall
  }

  monotonicMs = () => this.#monotonic

  wallMs = () => this.#wall

  setTimer = (ms, fire) => {
    const timer = { at: this.#monotonic + Math.max(0, ms), fire }
    let place = this.#timers.length
    while (place > 0 && this.#timers[place - 1].at > timer.at) place--
    this.#timers.splice(place, 0, timer)
    return () => {
      timer.fire = () => {}
    }
  }

  /** Moves on, and lets what each timer started come to rest before the next one fires. */
  async advance(ms) {
    const end = this.#monotonic + ms
    while (this.#timers.length > 0 && this.#timers[0].at <= end) {
      const next = this.#timers.shift()
      this.#moveTo(next.at)
      next.fire()
      await new Promise((resolve) => setImmediate(resolve))
    }
    this.#moveTo(end)
  }

  /** Keeps up with the real time from now on. @returns ends that */
  live() {
    let last = performance.now()
    let moving = Promise.resolve()
    this.#interval = setInterval(() => {
      const now = performance.now()
      const passed = now - last
      last = now
      moving = moving.then(() => this.advance(passed))
    }, 20)
    return () => clearInterval(this.#interval)
  }

  #moveTo(at) {
    if (at <= this.#monotonic) return
    this.#wall += at - this.#monotonic
    this.#monotonic = at
  }
}
