/** What people who run the monitor read; the composition root chooses how it is written. */
export interface Log {
  info(data: object, message: string): void
  warn(data: object, message: string): void
  error(data: object, message: string): void
}
