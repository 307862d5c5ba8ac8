// What the lobby and moderation share with clients, apart from the contract's schemas, which no page loads.

export const admissions = ['open', 'ask', 'members', 'closed'] as const

/** The longest pause between two messages of one person, in seconds. */
export const slowest = 600
