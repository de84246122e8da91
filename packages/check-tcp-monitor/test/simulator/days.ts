/** How long a run lasts: two and a half days, so that it ends at noon and no quiet hours hold anything back. */
export const DAYS = 2.5 * 86_400_000
